import { type OperationCall, whereaboutsOf } from '../../domain/call.ts';
import type { Operation } from '../../domain/operation.ts';
import type { LeasedOperation, Ledger } from '../../ledger/ledger.ts';
import { type Age, isUnchanged } from '../../vendors/buy-new.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import { isNumber } from '../../vendors/reported-number.ts';
import { CLOCKS_DIFFER_MS, type VendorNumber } from '../../vendors/vendor-number.ts';
import type { OperationContext } from '../shared/context.ts';

/**
 * Whose a number at the asked address, or with the marker, is.
 * - `this`: it came of this operation.
 * - `before`: it was in the account before the first call.
 * - `another`: another operation obtained it.
 * - `unclear`: it was in the account at some time before the first call, or is older than that by what the vendor tells, and
 *   nobody can tell whether it had gone.
 * - `too-early`: it had been released before the first call, and the account may show that late.
 */
export type Owner = 'this' | 'before' | 'another' | 'unclear' | 'too-early';

/** `lastHolder`: the last operation that is known to have obtained it or given it back, by which it was judged. */
export type Judged = { readonly owner: Owner; readonly lastHolder: string | null };

/** A number by its id, and its address as its vendor writes it. */
type Found = {
  readonly number: { readonly id: string } & Pick<VendorNumber, 'address' | 'spelling'>;
  /** Whether the marker of this operation has been seen on it: no other call has left that. */
  readonly isMarked: boolean;
  /** Null where the vendor does not tell. See `ageOf`. */
  readonly age: Age | null;
  /** When the read began that showed it in the account; left out where the registry tells of it. */
  readonly readAt?: Date;
};

/** Judges a number that is in the account now. `isLate`: the grace period of all calls is over. */
export async function judgeOwner(
  { ledger }: OperationContext,
  leased: LeasedOperation,
  {
    number,
    isMarked,
    age,
    readAt,
    calls,
    isLate,
  }: Found & { readonly calls: readonly OperationCall[]; readonly isLate: boolean },
): Promise<Judged> {
  const { id } = number;
  const last = await ledger.findLastHolding(id, leased.id);
  // Nobody has changed it since the account obtained it, by the vendor's own clock: so the marker came with it.
  const isOlder = isOlderThan(calls, age) && !(isMarked && age !== null && isUnchanged(age));
  const judge = (owner: Owner): Judged => ({
    owner: owner === 'this' && isOlder ? 'unclear' : owner,
    lastHolder: last?.id ?? null,
  });
  // A call may leave its marker on what it finds there, where the vendor takes a purchase of that for a change.
  if (isMarked && !isOlder) return judge('this');
  // What was released while the account was read has not come back by that.
  if (last?.kind === 'RELEASE' && readAt && last.updatedAt >= readAt.toISOString()) return judge('too-early');
  // The calls before it may have asked for others.
  const asking = callsFor(number, calls);
  const [first] = asking;
  if (first && whereaboutsOf(first, id) === 'there') return judge('before');
  const isUnanswered = asking.some(mayHaveObtained);
  const isUnclear = asking.some((call) => whereaboutsOf(call, id) === 'unclear');
  // It may never have gone: then it is still whose it was, as where the vendor refuses it, or has shown it too late.
  const isGone = last?.kind === 'RELEASE' && (await isAnswered(ledger, last));
  if (last?.kind === 'RELEASE' && (isUnclear || !isUnanswered) && !isGone) return judge('unclear');
  const holder = last?.kind === 'RELEASE' ? null : last;
  // Some vendors' ids come back: after a release here, or one that a sync noticed. Who had it before has it no more.
  const call = holder ? await findCallSince(ledger, holder, { id, calls: asking }) : first;
  if (!call) return judge(holder === null ? 'this' : 'another');
  const wasAt = whereaboutsOf(call, id);
  if (wasAt === 'there') return judge('before');
  if (wasAt === 'elsewhere') return judge('this');
  // A list may have missed it, and a vendor that refuses it may mean that it was there all the time, or that it is by now.
  if (last?.kind !== 'RELEASE' && (wasAt === 'unclear' || !isUnanswered)) return judge('unclear');
  return judge(isLate ? 'this' : 'too-early');
}

/** The age of a number, where its vendor tells it. */
export function ageOf(
  { rules }: Pick<VoiceVendor, 'rules'>,
  { createdAt, updatedAt }: { readonly createdAt?: string | null; readonly updatedAt?: string | null },
): Age | null {
  return rules.tellsWhenObtained === true && createdAt ? { createdAt, updatedAt: updatedAt ?? null } : null;
}

/** Whether a number is older than all of these calls, by more than clocks differ. */
function isOlderThan(calls: readonly OperationCall[], age: Age | null): boolean {
  const first = Math.min(...calls.map(({ sentAt }) => Date.parse(sentAt)));
  return age !== null && Date.parse(age.createdAt) < first - CLOCKS_DIFFER_MS;
}

/** Whether a number has the marker of a call on it, and can be what that call asked for. */
export function isMarkedBy(
  number: Pick<VendorNumber, 'address' | 'spelling' | 'marker'>,
  call: OperationCall,
): boolean {
  const { marker, target } = call;
  if (marker === null || number.marker !== marker) return false;
  // A vendor may sell another number than it was asked for, and leave the marker on that.
  return target === null || number.address === undefined || isNumber(number, target);
}

/**
 * Whether the marker that is on a number says that another operation obtained it: where purchases are orders, it comes with
 * the order that brought the number, and none changes what the account has.
 */
export function isMarkedByAnother(
  { buying }: Pick<VoiceVendor, 'buying'>,
  marker: string | null | undefined,
  calls: readonly OperationCall[],
): boolean {
  const comesWithIt = buying?.choice === 'exact' && buying.order !== undefined;
  return comesWithIt && typeof marker === 'string' && calls.every((call) => call.marker !== marker);
}

/** Those of the calls that asked for this number, and were not refused in a way that tells that nothing came of them. */
export function callsFor(
  number: Pick<VendorNumber, 'address' | 'spelling'>,
  calls: readonly OperationCall[],
): OperationCall[] {
  return calls.filter(({ target, outcome }) => outcome !== 'refused' && target !== null && isNumber(number, target));
}

function mayHaveObtained({ outcome }: OperationCall): boolean {
  return outcome === null || outcome === 'unknown' || outcome === 'done';
}

/**
 * The first of these calls since an operation obtained a number that may have obtained it once more: it may have gone in
 * between, or the vendor says that it has sold it.
 */
export async function findCallSince(
  ledger: Pick<Ledger, 'histories'>,
  holder: Operation,
  { id, calls }: { readonly id: string; readonly calls: readonly OperationCall[] },
): Promise<OperationCall | undefined> {
  for (const call of calls) {
    const wasAt = whereaboutsOf(call, id);
    const isDone = wasAt === 'there' && call.outcome === 'done';
    const isSince = isDone || wasAt === 'gone' || wasAt === 'unclear';
    if (isSince && !(await hasObtainedSince(ledger, holder, call.sentAt))) return call;
  }
  return undefined;
}

/** Whether the vendor has said that it is done; where it has not, somebody looked, and found nothing there. */
async function isAnswered(ledger: Pick<Ledger, 'calls'>, { id }: Operation): Promise<boolean> {
  return (await ledger.calls(id)).some(({ outcome }) => outcome === 'done');
}

/** Whether an operation that holds a number obtained it after this moment, as far as is known. */
export async function hasObtainedSince(
  ledger: Pick<Ledger, 'histories'>,
  { id, status }: Operation,
  since: string,
): Promise<boolean> {
  if (status !== 'SUCCEEDED') return true;
  const history = (await ledger.histories([id])).get(id) ?? [];
  return (history.find((step) => step.status === 'SUCCEEDED')?.at ?? '') > since;
}
