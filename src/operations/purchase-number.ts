import { normaliseE164 } from '../domain/e164.ts';
import { invalidInput, type Operation, type UserError, userError } from '../domain/operation.ts';
import type { InboundRoutingChange, VendorName } from '../domain/phone-number.ts';
import type { VoiceVendor } from '../vendors/vendor.ts';
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
} from './check-input.ts';
import { chooseNumber, type Tried } from './choose-number.ts';
import { fingerprint } from './fingerprint.ts';
import { findVendor, isComplaint } from './known-parties.ts';
import { type HeldOperation, LimitReachedError, TargetTakenError } from './ledger.ts';
import { recordAnswered } from './obtain-number.ts';
import { type Caller, type ChangeResult, type OperationParts, refuse } from './parts.ts';
import { endWithout, runOperation } from './run-operation.ts';
import { observe } from './vendor-failure.ts';

/** See `PurchaseNumberInput` of the schema; members left out are null. */
export type PurchaseNumberWish = {
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
  parts: OperationParts,
  caller: Caller,
  input: PurchaseNumberWish,
): Promise<ChangeResult> {
  const vendor = findVendor(parts, input.vendor);
  if (isComplaint(vendor)) return refuse(vendor);
  const { whyNotToBuy } = parts;
  // A key that is known may have bought: only the ledger can tell what became of it.
  if (whyNotToBuy !== null && !(await parts.ledger.findByKey(caller.account, input.idempotencyKey))) {
    return refuse(userError({ code: 'FORBIDDEN', message: whyNotToBuy }));
  }
  const wish = input.number === null ? input : { ...input, number: normaliseE164(input.number) };
  const wrong = check(vendor, wish);
  if (wrong.length > 0) return refuse(...wrong);

  const { idempotencyKey, vendor: name, ...rest } = wish;
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
  return runOperation(parts, intent, (held) => {
    if (whyNotToBuy !== null) return forbid(parts, held, whyNotToBuy);
    return wish.number === null
      ? buyChosen(parts, held, { vendor, wish })
      : buyExact(parts, held, { vendor, wish, number: wish.number });
  });
}

/** Ends what would have to be sent again. The key stays good for the day when this service may buy. */
function forbid(parts: OperationParts, held: HeldOperation, message: string): Promise<Operation> {
  const error = userError({ code: 'FORBIDDEN', message, retryable: true });
  return parts.ledger.advance(held, { status: 'FAILED', note: message, errors: [error] });
}

function check(vendor: VoiceVendor, wish: PurchaseNumberWish): UserError[] {
  const isExact = wish.number !== null;
  const isSearching = wish.areaCode !== null || wish.contains !== null;
  return [
    ...complaints(
      checkKey(wish.idempotencyKey),
      checkCapability(vendor, 'PURCHASE', 'sells no numbers through its API.'),
      checkNumber(wish.number),
      isExact && isSearching
        ? invalidInput('number', 'Give either the exact number or what to search for (areaCode, contains), not both.')
        : null,
      checkCountry(wish.country),
      isExact ? null : checkAreaCode(vendor, wish.country, wish.areaCode),
      checkContains(vendor, wish.contains),
      checkAgentGiven(vendor, wish.agentId),
      checkLabel(wish.label),
    ),
    ...checkInboundRouting(vendor, wish.inboundRouting),
  ];
}

type Order = { readonly vendor: VoiceVendor; readonly wish: PurchaseNumberWish };

async function buyExact(
  parts: OperationParts,
  held: HeldOperation,
  { vendor, wish, number }: Order & { number: string },
): Promise<Operation> {
  const bought = await buy(parts, held, { vendor, wish, number });
  if ('operation' in bought) return bought.operation;
  const error = userError({
    code: 'NUMBER_UNAVAILABLE',
    message: bought.reason,
    field: ['input', 'number'],
    retryable: bought.isPassing,
  });
  return parts.ledger.advance(bought.held, { status: 'FAILED', note: bought.reason, errors: [error] });
}

/** Chooses a number and buys it; one that turns out to be gone gives way to the next. */
async function buyChosen(parts: OperationParts, held: HeldOperation, order: Order): Promise<Operation> {
  const { vendor, wish } = order;
  return chooseNumber(parts, held, {
    vendor,
    query: { country: wish.country, areaCode: wish.areaCode, contains: wish.contains },
    tryNumber: (current, number) => buy(parts, current, { ...order, number }),
  });
}

async function buy(
  parts: OperationParts,
  held: HeldOperation,
  { vendor, wish, number }: Order & { number: string },
): Promise<Tried> {
  const recorded = await recordSending(parts, held, `Asking ${vendor.title} for ${number}.`, number);
  if (!('sent' in recorded)) return recorded;
  const { sent, operation } = recorded;
  const { agentId, label, inboundRouting } = wish;
  const outcome = await observe(vendor.name, () => vendor.purchase(sent, { number, agentId, label, inboundRouting }));
  if ('answer' in outcome) {
    const note = `Bought ${number} from ${vendor.title}.`;
    return { operation: await recordAnswered(parts, operation, { vendor, told: outcome.answer, note }) };
  }
  const { error } = outcome;
  if (error.reason !== 'number-unavailable') return { operation: await endWithout(parts, operation, error) };
  const freed = await parts.ledger.recordNotDone(operation, `${vendor.title} does not sell ${number} any more.`);
  return { held: freed, reason: error.message, isPassing: false, wasAsked: true };
}

type Recorded = Awaited<ReturnType<OperationParts['ledger']['recordSent']>>;

async function recordSending(
  parts: OperationParts,
  held: HeldOperation,
  note: string,
  number: string,
): Promise<Recorded | Tried> {
  try {
    return await parts.ledger.recordSent(held, { target: number, note });
  } catch (error) {
    if (error instanceof TargetTakenError) {
      const reason = `Another operation of this service is after ${number} at this moment.`;
      return { held, reason, isPassing: true, wasAsked: false };
    }
    if (!(error instanceof LimitReachedError)) throw error;
    const reached = userError({
      code: 'LIMIT_REACHED',
      message: `${error.message} Nothing was bought.`,
      retryable: true,
    });
    return {
      operation: await parts.ledger.advance(held, { status: 'FAILED', note: error.message, errors: [reached] }),
    };
  }
}
