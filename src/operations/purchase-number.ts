import { normaliseE164 } from '../domain/e164.ts';
import { invalidInput, type UserError, userError } from '../domain/operation.ts';
import type { InboundRoutingChange, VendorName } from '../domain/phone-number.ts';
import type { SentCall } from '../domain/sent-call.ts';
import type { Finished, LeasedOperation } from '../ledger/ledger.ts';
import { createMarker } from '../vendors/marker.ts';
import type { VoiceVendor } from '../vendors/open-vendor.ts';
import type { BuyingAny, BuyingExact, Obtained } from '../vendors/vendor.ts';
import { type Caller, type ChangeResult, firstLook, type OperationContext, refuse } from './shared/context.ts';
import { endWithVendorError, failOperation } from './shared/fail-operation.ts';
import { followUp } from './shared/follow-up.ts';
import { findVendor, isComplaint } from './shared/lookups.ts';
import { leaveToVendor, pickExactly, pickFromStock } from './shared/pick-from-stock.ts';
import { recordAnswered } from './shared/record-acquired.ts';
import { answerWith, beginIdempotently } from './shared/run-idempotently.ts';
import {
  checkAgentGiven,
  checkAreaCode,
  checkContains,
  checkCountry,
  checkInboundRouting,
  checkKey,
  checkLabel,
  checkNumber,
  complaints,
  notSupported,
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
  // Validate.
  const vendor = findVendor(context, given.vendor);
  if (isComplaint(vendor)) return refuse(vendor);
  const { buying } = vendor;
  if (!buying) return refuse(notSupported(vendor, 'sells no numbers through its API.', 'vendor'));
  const whyNotToBuy = await context.whyNotToBuy();
  // A key that is known may have bought: only the ledger can tell what became of it.
  if (whyNotToBuy !== null && !(await context.ledger.findByKey(caller.account, given.idempotencyKey))) {
    return refuse(userError({ code: 'FORBIDDEN', ...whyNotToBuy, retryable: true }));
  }
  const input = given.number === null ? given : { ...given, number: normaliseE164(given.number) };
  const wrong = validate(vendor, input);
  if (wrong.length > 0) return refuse(...wrong);

  // Begin: written down before anything is done. Whoever comes second gets what the first one gets.
  const { idempotencyKey, vendor: name, ...rest } = input;
  const request = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
  const change = {
    kind: 'PURCHASE',
    vendor: name,
    ...caller,
    idempotencyKey,
    identity: { vendor: name, ...request },
    request,
    phoneNumberId: null,
  } as const;
  const begun = await beginIdempotently(context, change);
  if ('answer' in begun) return begun.answer;
  return answerWith(context, begun.leased, buy(context, begun.leased, { vendor, buying, input }));
}

type Purchase = {
  readonly vendor: VoiceVendor;
  readonly buying: BuyingExact | BuyingAny;
  readonly input: PurchaseNumberInput;
};

/** Picks a number, records it, asks for it once, and records what came of that; picks the next if it is no longer available. */
async function buy(context: OperationContext, leased: LeasedOperation, purchase: Purchase): Promise<Finished> {
  const { ledger } = context;
  const { vendor, buying, input } = purchase;
  const { number: wanted, country, areaCode, contains } = input;
  const picker =
    wanted !== null
      ? pickExactly(vendor, wanted)
      : buying.choice === 'exact'
        ? pickFromStock(vendor, buying, { country, areaCode, contains })
        : leaveToVendor(vendor);
  const marker = vendor.rules.marker === null ? null : createMarker(leased.id, vendor.rules.marker.maxLength);
  for (let current = leased; ; ) {
    // Pick.
    const picked = await picker.next();
    if ('failure' in picked) return failOperation(context, current, picked.failure);
    const { number } = picked;
    const inWords = number ?? 'A number of its own choice';

    // Record what is about to be asked for.
    const recorded = await ledger.recordSent(current, {
      ...(number !== null && { target: number }),
      ...(marker !== null && { marker }),
      note: `Asking ${vendor.title} for ${number ?? 'a number of its own choice'}.`,
    });
    if (recorded.state === 'target-taken') continue;
    if (recorded.state === 'refused') {
      const error = userError({ code: 'FORBIDDEN', ...recorded.refusal, retryable: true });
      if (error.charged === 'NO') return failOperation(context, current, error);
      // The ledger may have forgotten that this very operation was sent.
      return ledger.finish(current, {
        status: 'PENDING',
        note: error.message,
        errors: [error],
        dueAt: firstLook(context),
      });
    }
    if (recorded.state === 'limit-reached') return failOperation(context, current, limitReached(recorded));
    if (recorded.state !== 'sent') throw new Error(`The purchase ${leased.id} got ${recorded.state}.`);
    const { sent, operation } = recorded;

    // Send, once.
    const outcome = await attempt(vendor.name, () => send(purchase, sent, { number, marker }));

    // Commit what came of it.
    if ('answer' in outcome) {
      const note = `Bought ${number ?? 'a number'} from ${vendor.title}.`;
      const committed = await recordAnswered(context, operation, { vendor, obtained: outcome.answer, note });
      // Follow up with what the vendor takes only in a later call.
      return followUp(context, committed, vendor);
    }
    if (outcome.error.reason !== 'number-unavailable') return endWithVendorError(context, operation, outcome.error);

    // Somebody else has it: pick again.
    picker.drop();
    current = await ledger.recordNotDone(operation, `${inWords} is no longer available at ${vendor.title}.`);
  }
}

function send(
  { buying, input }: Purchase,
  sent: SentCall,
  { number, marker }: { number: string | null; marker: string | null },
): Promise<Obtained> {
  const { agentId, label, inboundRouting, country, areaCode } = input;
  const order = { agentId, label, inboundRouting, marker };
  if (buying.choice === 'any') return buying.buy(sent, { ...order, country, areaCode });
  if (number === null) throw new Error('A vendor that sells exact numbers was asked for any.');
  return buying.buy(sent, { ...order, number });
}

function limitReached({ scope, limit }: { scope: 'service' | 'caller'; limit: number }): UserError {
  const purchases = limit === 1 ? '1 purchase' : `${limit} purchases`;
  const whose = scope === 'service' ? 'this service' : 'this caller';
  const message = `The daily limit of ${purchases} for ${whose} is reached. Nothing was bought.`;
  return userError({ code: 'LIMIT_REACHED', message, retryable: true });
}

function validate(vendor: VoiceVendor, input: PurchaseNumberInput): UserError[] {
  const { number, country, areaCode, contains } = input;
  const isExact = number !== null;
  const isSearching = areaCode !== null || contains !== null;
  return [
    ...complaints(
      checkKey(input.idempotencyKey),
      checkNumber(number),
      isExact && isSearching
        ? invalidInput('number', 'Give either the exact number or what to search for (areaCode, contains), not both.')
        : null,
      isExact && vendor.buying?.choice === 'any'
        ? notSupported(vendor, 'picks the number itself: leave it out.', 'number')
        : null,
      checkCountry(vendor, country),
      isExact ? null : checkAreaCode(vendor, country, areaCode),
      checkContains(vendor, contains),
      checkAgentGiven(vendor, input.agentId),
      checkLabel(vendor, input.label),
    ),
    ...checkInboundRouting(vendor, input.inboundRouting),
  ];
}
