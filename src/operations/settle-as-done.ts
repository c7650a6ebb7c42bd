import { fromNumberId } from '../domain/number-id.ts';
import { invalidInput, type UserError } from '../domain/operation.ts';
import type { LeasedOperation } from '../ledger/ledger.ts';
import type { VoiceVendor } from '../vendors/open-vendor.ts';
import type { VendorNumber } from '../vendors/vendor-number.ts';
import { isAsAsked } from './reconciliation/reconcile-change.ts';
import type { ChangeResult, OperationContext } from './shared/context.ts';
import { toResult } from './shared/run-idempotently.ts';
import { leaveOpen, reopen } from './shared/settlement.ts';
import { attempt, toUserError } from './shared/vendor-result.ts';

/** A link, a change or a release: what the vendor shows of the number, where it can be asked, must not say otherwise. */
export async function settleAsDone(
  context: OperationContext,
  leased: LeasedOperation,
  { vendor, note }: { vendor: VoiceVendor | null; note: string },
): Promise<ChangeResult> {
  const { vendorId = '' } = fromNumberId(leased.phoneNumberId ?? '') ?? {};
  const readAt = await context.registry.sequence();
  const read = vendor ? await attempt(vendor.name, () => vendor.get(vendorId)) : { answer: null };
  const wrong = 'error' in read ? toUserError(read.error, 'READ') : vendor && contradictsDone(leased, read.answer);
  if (wrong || 'error' in read) return leaveOpen(context, leased, wrong);
  const isRelease = givesUp(leased);
  const reported = read.answer === null ? {} : { reported: read.answer };
  const open = await reopen(context, leased);
  const committed = await context.ledger.finish(open, {
    status: 'SUCCEEDED',
    note,
    errors: [],
    isSettled: true,
    number: { vendor: leased.vendor, vendorId, readAt, ...reported, local: isRelease ? { released: true } : {} },
  });
  return toResult(context, committed);
}

/** What a move began with has left its vendor, too, once it is done. */
function givesUp({ kind }: LeasedOperation): boolean {
  return kind === 'RELEASE' || kind === 'MOVE';
}

function contradictsDone(leased: LeasedOperation, reported: VendorNumber | null): UserError | null {
  if (givesUp(leased)) return reported && invalidInput('done', 'The vendor still has this number.');
  if (reported === null) return invalidInput('done', 'The vendor does not know this number.');
  return isAsAsked(leased, reported) ? null : invalidInput('done', 'The vendor shows the number as it was before.');
}
