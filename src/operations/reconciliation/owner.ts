import type { OperationCall } from '../../domain/call.ts';
import type { LeasedOperation } from '../../ledger/ledger.ts';
import type { OperationContext } from '../shared/context.ts';

/**
 * Whose a number at the asked address, or with the marker, is.
 * - `this`: it came of this operation.
 * - `before`: it was in the account before the first call.
 * - `another`: another operation obtained it.
 * - `too-early`: it had been released before the first call, and the account may show that late.
 */
export type Owner = 'this' | 'before' | 'another' | 'too-early';

/** A number, as much as its owner depends on. */
type Owned = {
  readonly id: string;
  /** Whether the marker of this operation has been seen on it: no other call has left that. */
  readonly isMarked: boolean;
};

/** Judges a number that is in the account now. `isLate`: the grace period of all calls is over. */
export async function judgeOwner(
  { ledger }: OperationContext,
  leased: LeasedOperation,
  { id, isMarked, calls, isLate }: Owned & { calls: readonly OperationCall[]; isLate: boolean },
): Promise<Owner> {
  if (isMarked) return 'this';
  const [first] = calls.filter(({ target }) => target !== null);
  if (first?.priorNumberIds.includes(id)) return 'before';
  // Some vendors' ids come back: after a release here, or one that a sync noticed.
  if (first?.releasedNumberIds.includes(id)) return isLate ? 'this' : 'too-early';
  const last = await ledger.findLastHolding(id, leased.id);
  return last === null || last.kind === 'RELEASE' ? 'this' : 'another';
}
