import type { OperationCall } from '../../domain/call.ts';
import type { Operation } from '../../domain/operation.ts';
import type { LeasedOperation, Ledger } from '../../ledger/ledger.ts';
import { isNumber } from '../../vendors/reported-number.ts';
import type { VendorNumber } from '../../vendors/vendor.ts';
import type { OperationContext } from '../shared/context.ts';

/**
 * Whose a number at the asked address, or with the marker, is.
 * - `this`: it came of this operation.
 * - `before`: it was in the account before the first call.
 * - `another`: another operation obtained it.
 * - `too-early`: it had been released before the first call, and the account may show that late.
 */
export type Owner = 'this' | 'before' | 'another' | 'too-early';

/** `lastHolder`: the last operation that is known to have obtained it or given it back, by which it was judged. */
export type Judged = { readonly owner: Owner; readonly lastHolder: string | null };

/** A number by its id, and its address as its vendor writes it. */
type Found = { readonly id: string } & Pick<VendorNumber, 'address' | 'spelling'>;

/** Judges a number that is in the account now. `isLate`: the grace period of all calls is over. */
export async function judgeOwner(
  { ledger }: OperationContext,
  leased: LeasedOperation,
  { number, calls, isLate }: { number: Found; calls: readonly OperationCall[]; isLate: boolean },
): Promise<Judged> {
  const { id } = number;
  // The calls before it may have asked for others; and a marker was on nothing before.
  const first = calls.find(({ target }) => target !== null && isNumber(number, target));
  const last = await ledger.findLastHolding(id, leased.id);
  const judge = (owner: Owner): Judged => ({ owner, lastHolder: last?.id ?? null });
  if (first?.priorNumberIds.includes(id)) return judge('before');
  const holder = last?.kind === 'RELEASE' ? null : last;
  // Some vendors' ids come back: after a release here, or one that a sync noticed. Who had it before has it no more.
  if (first?.releasedNumberIds.includes(id) && !(holder && (await hasObtainedSince(ledger, holder, first.sentAt)))) {
    return judge(isLate ? 'this' : 'too-early');
  }
  return judge(holder === null ? 'this' : 'another');
}

async function hasObtainedSince(ledger: Ledger, { id, status }: Operation, since: string): Promise<boolean> {
  if (status !== 'SUCCEEDED') return true;
  const history = (await ledger.histories([id])).get(id) ?? [];
  return (history.find(({ status }) => status === 'SUCCEEDED')?.at ?? '') > since;
}
