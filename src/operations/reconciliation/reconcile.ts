import { assertNever } from '../../domain/assert-never.ts';
import { fromNumberId } from '../../domain/number-id.ts';
import type { Operation } from '../../domain/operation.ts';
import type { LeasedOperation } from '../../ledger/ledger.ts';
import type { VendorNumber, VoiceVendor } from '../../vendors/vendor.ts';
import { VendorError } from '../../vendors/vendor-error.ts';
import { firstLook, type OperationContext } from '../shared/context.ts';
import { linkPending } from '../shared/record-acquired.ts';
import { fail, findInList, isPastGrace, needsAttention, settleIt } from './evidence.ts';
import { lookInList, lookInStock } from './reconcile-acquisition.ts';

/**
 * Asks the vendor what became of an operation, and records it only if that is certain. Never sends a purchase, an
 * import or a release again. Returns the operation as it stands: still open where it is too early to tell, or where
 * the vendor does not answer.
 */
export async function reconcile(context: OperationContext, leased: LeasedOperation): Promise<Operation> {
  const vendor = context.vendors.get(leased.vendor);
  if (!vendor) return postpone(context, leased);
  try {
    return (await decide(context, leased, vendor)) ?? (await postpone(context, leased));
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    context.logger.warn(
      { operationId: leased.id, vendor: leased.vendor, reason: error.reason },
      'outcome not found out yet',
    );
    return isOverdue(context, leased) ? askPerson(context, leased, error) : postpone(context, leased);
  }
}

/** For how long a vendor may fail to tell before a person is asked as well. */
const OVERDUE_MS = 86_400_000;

function isOverdue(context: OperationContext, { status, sentAt }: LeasedOperation): boolean {
  return status === 'PENDING' && sentAt !== null && context.now().getTime() - Date.parse(sentAt) > OVERDUE_MS;
}

/** A person may settle it from now on; recovery goes on looking, should the vendor come back first. */
function askPerson(context: OperationContext, leased: LeasedOperation, { vendor, message: reason }: VendorError) {
  const message = `${vendor} has not reported for a day what became of this: ${reason} ${settleIt(leased, vendor)}`;
  return context.ledger.advance(leased, { ...needsAttention(leased, message), dueAt: firstLook(context) });
}

async function postpone(context: OperationContext, leased: LeasedOperation): Promise<Operation> {
  await context.ledger.postpone(leased);
  return leased;
}

/** What is certain by now, recorded; null if nothing is. */
async function decide(
  context: OperationContext,
  leased: LeasedOperation,
  vendor: VoiceVendor,
): Promise<Operation | null> {
  if (leased.status === 'SUCCEEDED') return goOnLinking(context, leased, vendor);
  if (leased.sentAt === null) {
    return fail(context, leased, `The service stopped before ${vendor.title} was called: nothing happened.`);
  }
  switch (leased.kind) {
    case 'PURCHASE':
    case 'SIP_IMPORT':
    case 'SIP_CREATE':
      return vendor.list ? lookInList(context, leased, vendor) : lookInStock(context, leased, vendor);
    case 'LINK':
    case 'UNLINK':
    case 'UPDATE':
      return compare(context, leased, vendor);
    case 'RELEASE':
      return lookIfGone(context, leased, vendor);
    case 'ADOPT':
      return fail(context, leased, 'The service stopped before the number was read.');
    default:
      return assertNever(leased.kind);
  }
}

async function goOnLinking(
  context: OperationContext,
  leased: LeasedOperation,
  vendor: VoiceVendor,
): Promise<Operation | null> {
  const number = leased.phoneNumberId === null ? null : fromNumberId(leased.phoneNumberId);
  if (number === null || leased.pendingAgentId === null) return null;
  return linkPending(context, leased, { vendor, vendorId: number.vendorId, agentId: leased.pendingAgentId });
}

async function compare(
  context: OperationContext,
  leased: LeasedOperation,
  vendor: VoiceVendor,
): Promise<Operation | null> {
  const number = leased.phoneNumberId === null ? null : fromNumberId(leased.phoneNumberId);
  const isLate = isPastGrace(context, leased);
  const readAt = await context.registry.moment();
  const reported = number && (await vendor.get(number.vendorId));
  if (!reported) return isLate ? fail(context, leased, `${vendor.title} does not know the number.`) : null;
  if (!isAsAsked(leased, reported)) {
    return isLate ? fail(context, leased, `Found out: ${vendor.title} has not changed the number.`) : null;
  }
  const { label, locked } = leased.request;
  return context.ledger.advance(leased, {
    status: 'SUCCEEDED',
    note: `Found out: ${vendor.title} has done it.`,
    errors: [],
    number: {
      vendor: vendor.name,
      vendorId: reported.vendorId,
      reported,
      readAt,
      local: {
        ...(label !== undefined && !vendor.capabilities.includes('LABEL') && { label }),
        ...(locked !== undefined && { locked }),
      },
    },
  });
}

function isAsAsked(leased: LeasedOperation, reported: VendorNumber): boolean {
  const { agentId, label, inboundRouting } = leased.request;
  if (leased.kind === 'UNLINK') return reported.agentId === null;
  if (agentId !== undefined && reported.agentId !== agentId) return false;
  if (label !== undefined && reported.label !== undefined && reported.label !== label) return false;
  if (!inboundRouting) return true;
  const { agentId: answering, fallbackAgentId, voicemailMessage } = inboundRouting;
  const routed = reported.inboundRouting;
  return (
    routed?.agentId === answering &&
    (fallbackAgentId === undefined || routed.fallbackAgentId === fallbackAgentId) &&
    (voicemailMessage === undefined || routed.voicemailMessage === voicemailMessage)
  );
}

async function lookIfGone(
  context: OperationContext,
  leased: LeasedOperation,
  vendor: VoiceVendor,
): Promise<Operation | null> {
  const number = leased.phoneNumberId === null ? null : fromNumberId(leased.phoneNumberId);
  if (!number) return null;
  const { vendorId } = number;
  const isLate = isPastGrace(context, leased);
  const reported = vendor.list
    ? await findInList(context, leased, vendor, async (listed) => listed.vendorId === vendorId)
    : await vendor.get(vendorId);
  if (reported) {
    return isLate ? fail(context, leased, `Found out: ${vendor.title} still holds the number.`) : null;
  }
  return context.ledger.advance(leased, {
    status: 'SUCCEEDED',
    note: `Found out: ${vendor.title} no longer holds the number.`,
    errors: [],
    number: { vendor: vendor.name, vendorId, local: { released: true } },
  });
}
