import { chargeOf, type Operation, userError } from '../../domain/operation.ts';
import type { Advance, LeasedOperation } from '../../ledger/ledger.ts';
import type { VendorNumber, VoiceVendor } from '../../vendors/vendor.ts';
import type { OperationContext } from '../shared/context.ts';

/** The step that leaves an operation to a person. */
export function needsAttention({ kind }: LeasedOperation, message: string): Advance {
  const charged = chargeOf(kind, 'NEEDS_ATTENTION');
  return {
    status: 'NEEDS_ATTENTION',
    note: message,
    errors: [userError({ code: 'OUTCOME_UNKNOWN', message, charged })],
  };
}

/** What that person is to do. */
export function settleIt({ target, phoneNumberId }: LeasedOperation, vendor: string): string {
  return `Look for ${target ?? phoneNumberId} in ${vendor}'s dashboard, then call settleNumberOperation.`;
}

/** Walks to the end where nothing matches: only a complete walk can tell that a number is not there. */
export async function findInList(
  context: OperationContext,
  leased: LeasedOperation,
  vendor: VoiceVendor,
  matches: (number: VendorNumber) => Promise<boolean>,
): Promise<VendorNumber | null> {
  if (!vendor.list) return null;
  for await (const numbers of vendor.list()) {
    for (const number of numbers) if (await matches(number)) return number;
    // A large account takes longer than a lease; who has lost it finds out here and not at the end.
    await context.ledger.keep(leased);
  }
  return null;
}

/** Whether the vendor has had the time in which it may still act on a call that it did not answer. */
export function isPastGrace(context: OperationContext, { sentAt, errors }: LeasedOperation): boolean {
  if (sentAt === null) return false;
  // Where its end was not recorded, the call may have been under way for as long as one may.
  const callMs = errors.length === 0 ? context.longestCallMs : 0;
  return context.now().getTime() - Date.parse(sentAt) > context.graceMs + callMs;
}

/** Records that certainly nothing came of the call. */
export function fail(context: OperationContext, leased: LeasedOperation, note: string): Promise<Operation> {
  const error = userError({
    code: 'VENDOR_UNAVAILABLE',
    message: `${note} The same call may be sent again.`,
    retryable: true,
  });
  return context.ledger.advance(leased, { status: 'FAILED', note, errors: [error] });
}
