import type { OperationCall } from '../../domain/call.ts';
import type { LeasedOperation } from '../../ledger/ledger.ts';
import type { VendorNumber } from '../../vendors/vendor-number.ts';
import type { OperationContext } from '../shared/context.ts';
import { type Finding, isOpenForADay } from './finding.ts';
import type { Owner } from './owner.ts';

/** The number is in the account, and not by this operation: it cannot have been sold once more. */
export function judgeOthers(
  context: OperationContext,
  leased: LeasedOperation,
  { calls, number, owner }: { calls: readonly OperationCall[]; number: VendorNumber; owner: Owner },
): Finding {
  const { vendorId, address } = number;
  if (owner === 'another') {
    return { evidence: 'is-anothers', note: `Another operation has obtained ${address} (${vendorId}).` };
  }
  // It may have been released, unnoticed, and have come back under its id by this call: where it is its own id; where it
  // was for sale; and where the vendor says so.
  const isLikely = vendorId === address || leased.request.number === undefined;
  const mayBeBack =
    owner === 'unclear' ||
    calls.some(({ outcome }) => outcome === 'done' || (isLikely && (outcome === null || outcome === 'unknown')));
  const before = `The account had ${address} before (${vendorId})`;
  const note = owner === 'unclear' ? `${before}; whether it had gone in between, nothing tells.` : `${before}.`;
  if (!mayBeBack) return { evidence: 'was-there-before', note };
  return { evidence: isOpenForADay(context, leased, calls) ? 'untraceable-for-a-day' : 'untraceable', note };
}
