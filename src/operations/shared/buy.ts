import { isInDoubt, type OperationCall } from '../../domain/call.ts';
import { type UserError, userError } from '../../domain/operation.ts';
import type { InboundRoutingChange } from '../../domain/phone-number.ts';
import type { Price } from '../../domain/price.ts';
import type { SentCall } from '../../domain/sent-call.ts';
import type { Finished, LeasedOperation } from '../../ledger/ledger.ts';
import { markerOf } from '../../vendors/marker.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import type { BuyingAny, BuyingExact } from '../../vendors/vendor.ts';
import type { Obtained } from '../../vendors/vendor-number.ts';
import { askAccount } from '../reconciliation/ask-account.ts';
import { isOnOrder } from '../reconciliation/look-at-orders.ts';
import { checkAccount } from './check-account.ts';
import { firstLook, type OperationContext } from './context.ts';
import { endAcquisition, failOperation, leaveOpen } from './fail-operation.ts';
import { followUp } from './follow-up.ts';
import { recordObtaining } from './held-number.ts';
import { leaveToVendor, type Picker, pickExactly, pickFromStock } from './pick-from-stock.ts';
import { recordAnswered } from './record-acquired.ts';
import { attempt, outcomeUnknown, toCallOutcome } from './vendor-result.ts';

/** What is to be bought, as the ledger has kept it; members left out are null. */
export type Wanted = {
  readonly number: string | null;
  readonly country: string;
  readonly areaCode: string | null;
  readonly contains: string | null;
  readonly maxMonthlyPrice: Price | null;
  readonly agentId: string | null;
  readonly label: string | null;
  readonly inboundRouting: InboundRoutingChange | null;
};

/** What was asked for, by an operation of the ledger. */
export function wantedBy({ request }: LeasedOperation): Wanted {
  const { number, country, areaCode, contains, maxMonthlyPrice, agentId, label, inboundRouting } = request;
  return {
    number: number ?? null,
    country: country ?? '',
    areaCode: areaCode ?? null,
    contains: contains ?? null,
    maxMonthlyPrice: maxMonthlyPrice ?? null,
    agentId: agentId ?? null,
    label: label ?? null,
    inboundRouting: inboundRouting ?? null,
  };
}

type Purchase = {
  readonly vendor: VoiceVendor;
  readonly buying: BuyingExact | BuyingAny;
  readonly wanted: Wanted;
  /** Whether an earlier call is open still, so that no refusal of another one ends the operation. */
  readonly isOpen: boolean;
};

/**
 * Picks a number, records it, asks for it once, and records what came of that; picks the next if it is no longer
 * available. Once a call of the operation is in doubt, its number is the only one that is asked for. `waitMs`: how long
 * somebody waits for a sync that tells whose a number is; null where nobody does.
 */
export async function buy(
  context: OperationContext,
  leased: LeasedOperation,
  { vendor, waitMs }: { readonly vendor: VoiceVendor; readonly waitMs: number | null },
): Promise<Finished> {
  const { ledger } = context;
  const { buying } = vendor;
  const isOpen = leased.sentAt !== null;
  if (!buying) throw new Error(`${vendor.title} sells no numbers.`);
  // What is bought with the key of another account could not be told from what was bought before.
  const notConfirmed = await checkAccount(context, vendor);
  if (notConfirmed !== null) return giveUp(context, leased, { isOpen, error: notConfirmed });
  const wanted = wantedBy(leased);
  const earlier = leased.attempts === 0 ? [] : await ledger.calls(leased.id);
  if (earlier.some(isInDoubt) && (await isOnOrder(vendor, earlier))) return waitForOrder(context, leased, vendor);
  const picker = createPicker({ vendor, buying, wanted, earlier });
  const marker = markerOf(leased.id, vendor.rules);
  const isFromStock = picker.isFromStock;
  for (let current = leased; ; ) {
    // Pick.
    const picked = await picker.next();
    if ('failure' in picked) return giveUp(context, current, { isOpen, error: picked.failure });
    const { number } = picked;

    // Record what is about to be asked for.
    const call = toCall(vendor, { number, marker });
    const recorded = await recordObtaining(context, current, { vendor, call });
    if (recorded.state === 'target-taken') continue;
    // What the account has cannot be bought. Once a call is in doubt, it may be what came of that.
    if (recorded.state === 'target-held') {
      if (wanted.number === null) continue;
      return giveUp(context, current, { isOpen, error: recorded.error });
    }
    if (recorded.state === 'refused') {
      const error = userError({ code: 'FORBIDDEN', ...recorded.refusal, retryable: true });
      return giveUp(context, current, { isOpen, error });
    }
    if (recorded.state === 'limit-reached') return giveUp(context, current, { isOpen, error: limitReached(recorded) });
    if (recorded.state !== 'sent') throw new Error(`The purchase ${leased.id} got ${recorded.state}.`);
    const { sent, operation } = recorded;

    // Send, once.
    const purchase = { vendor, buying, wanted, isOpen };
    const outcome = await attempt(vendor.name, () => send(purchase, sent, { number, marker }));

    // Commit what came of it.
    if ('answer' in outcome) {
      const note = `Bought ${number ?? 'a number'} from ${vendor.title}.`;
      const committed = await recordAnswered(context, operation, { vendor, obtained: outcome.answer, note });
      // Follow up with what the vendor takes only in a later call.
      return followUp(context, committed, vendor);
    }
    const { error } = outcome;
    const isBound = earlier.some(isInDoubt);
    if (isBound || toCallOutcome(error, { isFromStock }) !== 'unavailable') {
      return endAcquisition(context, operation, { error, isFromStock, isOpen });
    }

    // Somebody else has it: pick again, once a vendor that can be asked does not show it as this account's.
    const inWords = number ?? 'A number of its own choice';
    const note = `${inWords} is no longer available at ${vendor.title}.`;
    const answered = await ledger.recordUnavailable(operation, note);
    const asked = await askAccount(context, answered, { vendor, waitMs });
    if (asked === 'unknown') return leaveOpen(context, answered, error, { isFromStock });
    if (asked !== 'not-shown') return asked.record();
    picker.drop(error);
    current = await ledger.chooseAgain(answered);
  }
}

function toCall({ account, title }: VoiceVendor, { number, marker }: { number: string | null; marker: string | null }) {
  return {
    account,
    ...(number !== null && { target: number }),
    ...(marker !== null && { marker }),
    note: `Asking ${title} for ${number ?? 'a number of its own choice'}.`,
  };
}

/** An earlier call has placed an order, and what comes of that is not told yet: nothing is ordered beside it. */
function waitForOrder(context: OperationContext, leased: LeasedOperation, { title }: VoiceVendor): Promise<Finished> {
  const note = `${title} has an order of this key: nothing was asked for again.`;
  const { status } = leased;
  const errors = status === 'PENDING' ? [outcomeUnknown(leased.kind, note)] : leased.errors;
  return context.ledger.finish(leased, { status, note, errors, dueAt: firstLook(context) });
}

/** Nothing was sent this time. Where an earlier call is open, or may have been forgotten, it is as open as before. */
async function giveUp(
  context: OperationContext,
  leased: LeasedOperation,
  { isOpen, error }: { isOpen: boolean; error: UserError },
): Promise<Finished> {
  const { ledger } = context;
  if (isOpen) return ledger.postpone(leased, { lookAt: new Date(firstLook(context)) });
  const refusal = await context.whyNotToBuy(true);
  if (refusal?.charged !== 'UNKNOWN') return failOperation(context, leased, error);
  const doubt = userError({ code: 'FORBIDDEN', ...refusal, retryable: true });
  const dueAt = firstLook(context);
  return ledger.finish(leased, { status: leased.status, note: doubt.message, errors: [doubt], dueAt });
}

type Choice = Omit<Purchase, 'isOpen'> & { readonly earlier: readonly OperationCall[] };

function createPicker({ vendor, buying, wanted, earlier }: Choice): Picker {
  const { number, country, areaCode, contains, maxMonthlyPrice: most } = wanted;
  const inDoubt = earlier.find(isInDoubt);
  if (inDoubt && inDoubt.target !== null) return pickExactly(vendor, buying, { number: inDoubt.target, most });
  const unavailable = earlier.filter(({ outcome }) => outcome === 'unavailable');
  const refused = unavailable.flatMap(({ target }) => target ?? []);
  if (number !== null) return pickExactly(vendor, buying, { number, most, isDropped: refused.includes(number) });
  if (buying.choice === 'any') return leaveToVendor(vendor, { areaCode, isInDoubt: inDoubt !== undefined });
  return pickFromStock(vendor, buying, { query: { country, areaCode, contains }, refused, most });
}

function send(
  { buying, wanted }: Purchase,
  sent: SentCall,
  { number, marker }: { number: string | null; marker: string | null },
): Promise<Obtained> {
  const { agentId, label, inboundRouting, country, areaCode } = wanted;
  const order = { agentId, label, inboundRouting, marker };
  if (buying.choice === 'any') return buying.buy(sent, { ...order, country, areaCode });
  if (number === null) throw new Error('A vendor that sells exact numbers was asked for any.');
  return buying.buy(sent, { ...order, number });
}

function limitReached({ scope, limit }: { scope: 'service' | 'caller'; limit: number }) {
  const purchases = limit === 1 ? '1 purchase' : `${limit} purchases`;
  const whose = scope === 'service' ? 'this service' : 'this caller';
  const message = `The daily limit of ${purchases} for ${whose} is reached. Nothing was bought.`;
  return userError({ code: 'LIMIT_REACHED', message, retryable: true });
}
