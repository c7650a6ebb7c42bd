import { normaliseE164 } from '../domain/e164.ts';
import { invalidInput, type Operation, type UserError, userError } from '../domain/operation.ts';
import type { InboundRoutingChange, VendorName } from '../domain/phone-number.ts';
import { type LeasedOperation, LimitReachedError, TargetTakenError } from '../ledger/ledger.ts';
import type { VoiceVendor } from '../vendors/vendor.ts';
import { type Caller, type ChangeResult, type OperationContext, refuse } from './shared/context.ts';
import { fingerprint } from './shared/fingerprint.ts';
import { findVendor, isComplaint } from './shared/lookups.ts';
import { pickFromStock, type Tried } from './shared/pick-from-stock.ts';
import { recordAnswered } from './shared/record-acquired.ts';
import { endWithout, runIdempotently } from './shared/run-idempotently.ts';
import {
  checkAgentGiven,
  checkAreaCode,
  checkCapability,
  checkContains,
  checkCountry,
  checkInboundRouting,
  checkKey,
  checkLabel,
  checkNumber,
  complaints,
} from './shared/validate.ts';
import { attempt } from './shared/vendor-result.ts';

/** See `PurchaseNumberInput` of the schema; members left out are null. */
export type PurchaseNumberInput = {
  readonly idempotencyKey: string;
  readonly vendor: VendorName;
  readonly number: string | null;
  readonly country: string;
  readonly areaCode: string | null;
  readonly contains: string | null;
  readonly agentId: string | null;
  readonly label: string | null;
  readonly inboundRouting: InboundRoutingChange | null;
};

/** Buys a number, at most once for each key. */
export async function purchaseNumber(
  context: OperationContext,
  caller: Caller,
  given: PurchaseNumberInput,
): Promise<ChangeResult> {
  const vendor = findVendor(context, given.vendor);
  if (isComplaint(vendor)) return refuse(vendor);
  const { whyNotToBuy } = context;
  // A key that is known may have bought: only the ledger can tell what became of it.
  if (whyNotToBuy !== null && !(await context.ledger.findByKey(caller.account, given.idempotencyKey))) {
    return refuse(userError({ code: 'FORBIDDEN', message: whyNotToBuy }));
  }
  const input = given.number === null ? given : { ...given, number: normaliseE164(given.number) };
  const wrong = check(vendor, input);
  if (wrong.length > 0) return refuse(...wrong);

  const { idempotencyKey, vendor: name, ...rest } = input;
  const asked = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
  const intent = {
    kind: 'PURCHASE',
    vendor: name,
    ...caller,
    idempotencyKey,
    fingerprint: fingerprint({ kind: 'PURCHASE', vendor: name, ...asked }),
    request: asked,
    phoneNumberId: null,
  } as const;
  return runIdempotently(context, intent, (leased) => {
    if (whyNotToBuy !== null) return forbid(context, leased, whyNotToBuy);
    return input.number === null
      ? buyChosen(context, leased, { vendor, input })
      : buyExact(context, leased, { vendor, input, number: input.number });
  });
}

/** Ends what would have to be sent again. The key stays good for the day when this service may buy. */
function forbid(context: OperationContext, leased: LeasedOperation, message: string): Promise<Operation> {
  const error = userError({ code: 'FORBIDDEN', message, retryable: true });
  return context.ledger.advance(leased, { status: 'FAILED', note: message, errors: [error] });
}

function check(vendor: VoiceVendor, input: PurchaseNumberInput): UserError[] {
  const isExact = input.number !== null;
  const isSearching = input.areaCode !== null || input.contains !== null;
  return [
    ...complaints(
      checkKey(input.idempotencyKey),
      checkCapability(vendor, 'PURCHASE', 'sells no numbers through its API.'),
      checkNumber(input.number),
      isExact && isSearching
        ? invalidInput('number', 'Give either the exact number or what to search for (areaCode, contains), not both.')
        : null,
      checkCountry(input.country),
      isExact ? null : checkAreaCode(vendor, input.country, input.areaCode),
      checkContains(vendor, input.contains),
      checkAgentGiven(vendor, input.agentId),
      checkLabel(input.label),
    ),
    ...checkInboundRouting(vendor, input.inboundRouting),
  ];
}

type Order = { readonly vendor: VoiceVendor; readonly input: PurchaseNumberInput };

async function buyExact(
  context: OperationContext,
  leased: LeasedOperation,
  { vendor, input, number }: Order & { number: string },
): Promise<Operation> {
  const bought = await buy(context, leased, { vendor, input, number });
  if ('operation' in bought) return bought.operation;
  const error = userError({
    code: 'NUMBER_UNAVAILABLE',
    message: bought.reason,
    field: ['input', 'number'],
    retryable: bought.isPassing,
  });
  return context.ledger.advance(bought.leased, { status: 'FAILED', note: bought.reason, errors: [error] });
}

/** Chooses a number and buys it; one that turns out to be gone gives way to the next. */
async function buyChosen(context: OperationContext, leased: LeasedOperation, order: Order): Promise<Operation> {
  const { vendor, input } = order;
  return pickFromStock(context, leased, {
    vendor,
    query: { country: input.country, areaCode: input.areaCode, contains: input.contains },
    tryNumber: (current, number) => buy(context, current, { ...order, number }),
  });
}

async function buy(
  context: OperationContext,
  leased: LeasedOperation,
  { vendor, input, number }: Order & { number: string },
): Promise<Tried> {
  const recorded = await recordSending(context, leased, `Asking ${vendor.title} for ${number}.`, number);
  if (!('sent' in recorded)) return recorded;
  const { sent, operation } = recorded;
  const { agentId, label, inboundRouting } = input;
  const outcome = await attempt(vendor.name, () => vendor.purchase(sent, { number, agentId, label, inboundRouting }));
  if ('answer' in outcome) {
    const note = `Bought ${number} from ${vendor.title}.`;
    return { operation: await recordAnswered(context, operation, { vendor, reported: outcome.answer, note }) };
  }
  const { error } = outcome;
  if (error.reason !== 'number-unavailable') return { operation: await endWithout(context, operation, error) };
  const freed = await context.ledger.recordNotDone(operation, `${vendor.title} does not sell ${number} any more.`);
  return { leased: freed, reason: error.message, isPassing: false, wasAsked: true };
}

type Recorded = Awaited<ReturnType<OperationContext['ledger']['recordSent']>>;

async function recordSending(
  context: OperationContext,
  leased: LeasedOperation,
  note: string,
  number: string,
): Promise<Recorded | Tried> {
  try {
    return await context.ledger.recordSent(leased, { target: number, note });
  } catch (error) {
    if (error instanceof TargetTakenError) {
      const reason = `Another operation of this service is after ${number} at this moment.`;
      return { leased, reason, isPassing: true, wasAsked: false };
    }
    if (!(error instanceof LimitReachedError)) throw error;
    const reached = userError({
      code: 'LIMIT_REACHED',
      message: `${error.message} Nothing was bought.`,
      retryable: true,
    });
    return {
      operation: await context.ledger.advance(leased, { status: 'FAILED', note: error.message, errors: [reached] }),
    };
  }
}
