import { assertNever } from '../../domain/assert-never.ts';
import { chargeOf, userError } from '../../domain/operation.ts';
import type { Finished, LeasedOperation } from '../../ledger/ledger.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import { VendorError } from '../../vendors/vendor-error.ts';
import { firstLook, type OperationContext } from '../shared/context.ts';
import { failOperation } from '../shared/fail-operation.ts';
import { carryOutFollowUp } from '../shared/follow-up.ts';
import { verdicts } from './evidence.ts';
import { type Finding, isOpenForADay } from './finding.ts';
import { findAcquired } from './reconcile-acquisition.ts';
import { findChanged, findReleased } from './reconcile-change.ts';

/**
 * Asks the vendor what became of an operation, and records it only if that is certain. Never sends a purchase, an
 * import or a release again. Returns the operation as it stands: still open where it is too early to tell, or where
 * the vendor does not answer.
 */
export async function reconcile(context: OperationContext, leased: LeasedOperation): Promise<Finished> {
  const vendor = context.vendors.get(leased.vendor);
  if (!vendor) return context.ledger.postpone(leased);
  try {
    if (leased.status === 'SUCCEEDED') return await carryOutFollowUp(context, leased, vendor);
    // A ledger that has lost calls may have lost the one of this operation.
    const isDoubtful = leased.sentAt === null && (await context.whyNotToBuy())?.charged === 'UNKNOWN';
    if (isDoubtful) return await context.ledger.postpone(leased);
    return await conclude(context, leased, { vendor, finding: await investigate(context, leased, vendor) });
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    context.logger.warn({ operationId: leased.id, vendor: leased.vendor, reason: error.reason }, 'outcome still open');
    if (leased.status !== 'PENDING' || !isOpenForADay(context, leased)) return context.ledger.postpone(leased);
    const note = `${error.vendor} has not answered for a day: ${error.message}`;
    return conclude(context, leased, { vendor, finding: { evidence: 'no-answer-for-a-day', note } });
  }
}

function investigate(context: OperationContext, leased: LeasedOperation, vendor: VoiceVendor): Promise<Finding> {
  if (leased.sentAt === null) {
    const note =
      leased.kind === 'ADOPT'
        ? 'The service stopped before the number was read.'
        : `The service stopped before ${vendor.title} was called: nothing happened.`;
    return Promise.resolve({ evidence: 'never-sent', note });
  }
  switch (leased.kind) {
    case 'PURCHASE':
    case 'SIP_IMPORT':
    case 'SIP_CREATE':
      return findAcquired(context, leased, vendor);
    case 'LINK':
    case 'UNLINK':
    case 'UPDATE':
      return findChanged(context, leased, vendor);
    case 'RELEASE':
      return findReleased(context, leased, vendor);
    case 'ADOPT':
      throw new Error(`Operation ${leased.id} reads a number, and was recorded as sent.`);
    default:
      return assertNever(leased.kind);
  }
}

function conclude(
  context: OperationContext,
  leased: LeasedOperation,
  { vendor, finding }: { vendor: VoiceVendor; finding: Finding },
): Promise<Finished> {
  if ('record' in finding) return finding.record();
  const { evidence, note } = finding;
  const verdict = verdicts[evidence];
  switch (verdict) {
    case 'did-not-happen': {
      const message = `${note} The same call may be sent again.`;
      return failOperation(context, leased, userError({ code: 'VENDOR_UNAVAILABLE', message, retryable: true }), note);
    }
    case 'never-again': {
      const message = `${note} Take a new key to buy another number.`;
      return failOperation(context, leased, userError({ code: 'NUMBER_UNAVAILABLE', message }), note);
    }
    case 'open':
      return context.ledger.postpone(leased);
    case 'person':
      // A person knows of it already.
      if (leased.status === 'NEEDS_ATTENTION') return context.ledger.postpone(leased);
      return leaveToPerson(context, leased, { vendor, note, looksOn: evidence !== 'untraceable' });
    default:
      return assertNever(verdict);
  }
}

/** A person may settle it from now on. Where the vendor may yet tell, reconciliation goes on looking. */
function leaveToPerson(
  context: OperationContext,
  leased: LeasedOperation,
  { vendor, note, looksOn }: { vendor: VoiceVendor; note: string; looksOn: boolean },
): Promise<Finished> {
  const { kind, target, marker, phoneNumberId } = leased;
  const what = target ?? marker ?? phoneNumberId;
  const message = `${note} Look for ${what} in ${vendor.title}'s dashboard, then call settleNumberOperation.`;
  return context.ledger.finish(leased, {
    status: 'NEEDS_ATTENTION',
    note: message,
    errors: [userError({ code: 'OUTCOME_UNKNOWN', message, charged: chargeOf(kind, 'NEEDS_ATTENTION') })],
    ...(looksOn && { dueAt: firstLook(context) }),
  });
}
