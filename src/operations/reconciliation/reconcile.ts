import { assertNever } from '../../domain/assert-never.ts';
import type { OperationCall } from '../../domain/call.ts';
import { acquiringKinds, chargeOf, userError } from '../../domain/operation.ts';
import type { Finished, LeasedOperation } from '../../ledger/ledger.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import { VendorError } from '../../vendors/vendor-error.ts';
import { buy } from '../shared/buy.ts';
import { isAskedLongAgo, isUnbegunItem } from '../shared/carry-out-item.ts';
import { firstLook, type OperationContext } from '../shared/context.ts';
import { failOperation } from '../shared/fail-operation.ts';
import { carryOutFollowUp } from '../shared/follow-up.ts';
import { verdicts } from './evidence.ts';
import { type Finding, isOpenForADay } from './finding.ts';
import { isOnOrder } from './look-at-orders.ts';
import { lookInRegistry } from './look-in-registry.ts';
import { findAcquired } from './reconcile-acquisition.ts';
import { findChanged, findReleased } from './reconcile-change.ts';

/** The pause while a vendor's key is wrong is that before this check; it does not grow. */
const KEY_CHECKS = 2;

/**
 * Asks the vendor what became of an operation, and records it only if that is certain. Never sends an import or a release
 * again, and a purchase only where nothing came of it and another number is to be chosen. Returns the operation as it
 * stands: still open where it is too early to tell, or where the vendor does not answer.
 */
export async function reconcile(context: OperationContext, leased: LeasedOperation): Promise<Finished> {
  const vendor = context.vendors.get(leased.vendor);
  if (!vendor) return waitForVendor(context, leased);
  try {
    if (leased.status === 'SUCCEEDED') return await carryOutFollowUp(context, leased, vendor);
    if (leased.status === 'FAILED') return await heal(context, leased, vendor);
    // A ledger that has lost calls may have lost the one of this operation.
    const isDoubtful = leased.sentAt === null && (await context.whyNotToBuy(true))?.charged === 'UNKNOWN';
    if (isDoubtful) return await context.ledger.postpone(leased);
    // Whoever asked for many is not asked again for each that was left over.
    if (isUnbegunItem(leased) && !isAskedLongAgo(context, leased)) return await context.ledger.postpone(leased);
    // What another account does not show says nothing.
    if (leased.sentAt !== null) await context.accounts.confirm(vendor);
    return await conclude(context, leased, { vendor, finding: await investigate(context, leased, vendor) });
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    context.logger.warn({ operationId: leased.id, vendor: leased.vendor, reason: error.reason }, 'outcome still open');
    const calls = await context.ledger.calls(leased.id);
    const seen = await lookAtWhatIsKnown(context, leased, { vendor, calls });
    if (seen) return conclude(context, leased, { vendor, finding: seen });
    const isForADay = isOpenForADay(context, leased, calls);
    const isOther = error.reason === 'other-account';
    const [soFar, forADay] = isOther
      ? (['other-account', 'other-account-for-a-day'] as const)
      : (['no-answer', 'no-answer-for-a-day'] as const);
    const evidence = isForADay ? forADay : soFar;
    const note = isOther ? error.message : `${vendor.title} has not answered for a day: ${error.message}`;
    // A key that is wrong is put right sooner or later, and no look at the vendor says when.
    const isKeyWrong = isOther || error.reason === 'credentials';
    const lookAt = new Date(context.now().getTime() + context.pauseMs(KEY_CHECKS));
    return conclude(context, leased, { vendor, finding: { evidence, note, ...(isKeyWrong && { lookAt }) } });
  }
}

/**
 * A sync may have shown the number before the vendor ceased to answer. It may have been given back since, and be for sale: a repeat
 * of the key would buy it once more.
 */
async function lookAtWhatIsKnown(
  context: OperationContext,
  leased: LeasedOperation,
  { vendor, calls }: { vendor: VoiceVendor; calls: readonly OperationCall[] },
): Promise<Finding | null> {
  if (!acquiringKinds.includes(leased.kind) || leased.status === 'SUCCEEDED') return null;
  const asked = calls.filter(({ target, marker }) => target !== null || marker !== null);
  return lookInRegistry(context, leased, { vendor, calls: asked });
}

/** There is no account with the vendor any more: its API key was taken away. Perhaps it comes back. */
async function waitForVendor(context: OperationContext, leased: LeasedOperation): Promise<Finished> {
  const calls = await context.ledger.calls(leased.id);
  if (leased.status !== 'PENDING' || !isOpenForADay(context, leased, calls)) return context.ledger.postpone(leased);
  const title = leased.vendor;
  const note = `This service has had no account with ${title} for a day or more, so it cannot find out what became of this.`;
  return leaveToPerson(context, leased, { title, note, looksOn: true });
}

async function investigate(context: OperationContext, leased: LeasedOperation, vendor: VoiceVendor): Promise<Finding> {
  // One that had failed, and was begun again, may have an order all the same.
  const isAgain = leased.sentAt === null && leased.kind === 'PURCHASE' && leased.attempts > 0;
  const isOrdered = isAgain && (await isOnOrder(vendor, await context.ledger.calls(leased.id)));
  if (leased.sentAt === null && leased.status === 'PENDING' && !isOrdered) {
    const note =
      leased.kind === 'ADOPT'
        ? 'The service stopped before the number was read.'
        : `The service stopped before ${vendor.title} was called: nothing happened.`;
    return { evidence: 'never-sent', note };
  }
  switch (leased.kind) {
    case 'PURCHASE':
    case 'SIP_IMPORT':
    case 'SIP_CREATE':
      return findAcquired(context, leased, vendor);
    case 'LINK':
    case 'UNLINK':
    case 'UPDATE':
    case 'REROUTE':
      return findChanged(context, leased, vendor);
    case 'RELEASE':
      return findReleased(context, leased, vendor);
    case 'ADOPT':
    case 'CONNECT':
    case 'DISCONNECT':
    case 'MOVE':
      throw new Error(`Operation ${leased.id} changes nothing itself, and was recorded as sent.`);
    default:
      return assertNever(leased.kind);
  }
}

function conclude(
  context: OperationContext,
  leased: LeasedOperation,
  { vendor, finding }: { vendor: VoiceVendor; finding: Finding },
): Promise<Finished> {
  const found = { evidence: finding.evidence, verdict: verdicts[finding.evidence] };
  context.logger.debug({ operationId: leased.id, vendor: vendor.name, ...found }, 'what became of an operation');
  if ('record' in finding) return finding.record();
  const { evidence, note } = finding;
  const verdict = verdicts[evidence];
  // What was never sent needs no evidence.
  const inferred = evidence === 'never-sent' ? {} : ({ isInferred: true } as const);
  switch (verdict) {
    case 'did-not-happen': {
      const message = `${note} The same call may be sent again.`;
      const error = userError({ code: 'VENDOR_UNAVAILABLE', message, retryable: true });
      return failOperation(context, leased, error, { note, ...inferred });
    }
    case 'never-again': {
      const another = leased.kind === 'PURCHASE' ? 'buy another number' : 'ask for another address';
      const message = `${note} Take a new key to ${another}.`;
      return failOperation(context, leased, userError({ code: 'NUMBER_UNAVAILABLE', message }), { note, ...inferred });
    }
    case 'choose-again':
      return chooseAgain(context, leased, vendor);
    case 'open':
      return context.ledger.postpone(leased, finding);
    case 'person':
      // A person knows of it already.
      if (leased.status === 'NEEDS_ATTENTION') return context.ledger.postpone(leased);
      return leaveToPerson(context, leased, { title: vendor.title, note, looksOn: looksOn(leased, vendor) });
    default:
      return assertNever(verdict);
  }
}

/** A number of a call whose operation had failed may be in the account after all. */
async function heal(context: OperationContext, leased: LeasedOperation, vendor: VoiceVendor): Promise<Finished> {
  const calls = (await context.ledger.calls(leased.id)).filter(
    ({ target, marker }) => target !== null || marker !== null,
  );
  const finding = await lookInRegistry(context, leased, { vendor, calls });
  return finding ? conclude(context, leased, { vendor, finding }) : context.ledger.leave(leased);
}

/** What somebody asked for is still wanted, and its number is somebody else's: the operation goes on with another one. */
async function chooseAgain(context: OperationContext, leased: LeasedOperation, vendor: VoiceVendor): Promise<Finished> {
  const free = await context.ledger.chooseAgain(leased);
  if (leased.kind === 'PURCHASE') return buy(context, free, { vendor, waitMs: null });
  const message = `${leased.target} is no longer available at ${vendor.title}.`;
  return failOperation(context, free, userError({ code: 'NUMBER_UNAVAILABLE', message }));
}

/** Whether the vendor may yet tell. */
function looksOn({ phoneNumberId }: LeasedOperation, { list, find }: VoiceVendor): boolean {
  return list !== undefined || find !== undefined || phoneNumberId !== null;
}

/** A person may settle it from now on. `looksOn`: reconciliation goes on looking. */
function leaveToPerson(
  context: OperationContext,
  leased: LeasedOperation,
  { title, note, looksOn }: { title: string; note: string; looksOn: boolean },
): Promise<Finished> {
  const { kind, vendor, target, marker, phoneNumberId } = leased;
  const what = target ?? marker ?? phoneNumberId;
  const message = `${note} Look for ${what} in ${title}'s dashboard, then call settleNumberOperation.`;
  context.logger.warn({ operationId: leased.id, kind, vendor, target }, 'an operation needs a person');
  return context.ledger.finish(leased, {
    status: 'NEEDS_ATTENTION',
    note: message,
    errors: [userError({ code: 'OUTCOME_UNKNOWN', message, charged: chargeOf(kind, 'NEEDS_ATTENTION') })],
    ...(looksOn && { dueAt: firstLook(context) }),
  });
}
