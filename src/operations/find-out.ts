import { assertNever } from '../domain/assert-never.ts';
import { fromNumberId } from '../domain/number-id.ts';
import type { Operation } from '../domain/operation.ts';
import type { VendorNumber, VoiceVendor } from '../vendors/vendor.ts';
import { VendorError } from '../vendors/vendor-error.ts';
import { lookInList, lookInStock } from './find-obtained.ts';
import type { HeldOperation } from './ledger.ts';
import { linkPending } from './obtain-number.ts';
import { firstLook, type OperationParts } from './parts.ts';
import { fail, findInList, isPastGrace, needsAttention, settleIt } from './verdicts.ts';

/**
 * Asks the vendor what became of an operation, and records it only if that is certain. Never sends a purchase, an
 * import or a release again. Returns the operation as it stands: still open where it is too early to tell, or where
 * the vendor does not answer.
 */
export async function findOut(parts: OperationParts, held: HeldOperation): Promise<Operation> {
  const vendor = parts.vendors.get(held.vendor);
  if (!vendor) return postpone(parts, held);
  try {
    return (await decide(parts, held, vendor)) ?? (await postpone(parts, held));
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    parts.logger.warn({ operationId: held.id, vendor: held.vendor, reason: error.reason }, 'outcome not found out yet');
    return isOverdue(parts, held) ? askPerson(parts, held, error) : postpone(parts, held);
  }
}

/** For how long a vendor may fail to tell before a person is asked as well. */
const OVERDUE_MS = 86_400_000;

function isOverdue(parts: OperationParts, { status, sentAt }: HeldOperation): boolean {
  return status === 'PENDING' && sentAt !== null && parts.now().getTime() - Date.parse(sentAt) > OVERDUE_MS;
}

/** A person may settle it from now on; recovery goes on looking, should the vendor come back first. */
function askPerson(parts: OperationParts, held: HeldOperation, { vendor, message: reason }: VendorError) {
  const message = `${vendor} has not told for a day what became of this: ${reason} ${settleIt(held, vendor)}`;
  return parts.ledger.advance(held, { ...needsAttention(held, message), dueAt: firstLook(parts) });
}

async function postpone(parts: OperationParts, held: HeldOperation): Promise<Operation> {
  await parts.ledger.postpone(held);
  return held;
}

/** What is certain by now, recorded; null if nothing is. */
async function decide(parts: OperationParts, held: HeldOperation, vendor: VoiceVendor): Promise<Operation | null> {
  if (held.status === 'SUCCEEDED') return goOnLinking(parts, held, vendor);
  if (held.sentAt === null) {
    return fail(parts, held, `The service stopped before ${vendor.title} was called: nothing happened.`);
  }
  switch (held.kind) {
    case 'PURCHASE':
    case 'SIP_IMPORT':
    case 'SIP_CREATE':
      return vendor.list ? lookInList(parts, held, vendor) : lookInStock(parts, held, vendor);
    case 'LINK':
    case 'UNLINK':
    case 'UPDATE':
      return compare(parts, held, vendor);
    case 'RELEASE':
      return lookIfGone(parts, held, vendor);
    case 'ADOPT':
      return fail(parts, held, 'The service stopped before the number was read.');
    default:
      return assertNever(held.kind);
  }
}

async function goOnLinking(parts: OperationParts, held: HeldOperation, vendor: VoiceVendor): Promise<Operation | null> {
  const number = held.phoneNumberId === null ? null : fromNumberId(held.phoneNumberId);
  if (number === null || held.pendingAgentId === null) return null;
  return linkPending(parts, held, { vendor, vendorId: number.vendorId, agentId: held.pendingAgentId });
}

async function compare(parts: OperationParts, held: HeldOperation, vendor: VoiceVendor): Promise<Operation | null> {
  const number = held.phoneNumberId === null ? null : fromNumberId(held.phoneNumberId);
  const isLate = isPastGrace(parts, held);
  const readAt = await parts.registry.moment();
  const told = number && (await vendor.get(number.vendorId));
  if (!told) return isLate ? fail(parts, held, `${vendor.title} does not know the number.`) : null;
  if (!isAsAsked(held, told)) {
    return isLate ? fail(parts, held, `Found out: ${vendor.title} has not changed the number.`) : null;
  }
  const { label, locked } = held.request;
  return parts.ledger.advance(held, {
    status: 'SUCCEEDED',
    note: `Found out: ${vendor.title} has done it.`,
    errors: [],
    number: {
      vendor: vendor.name,
      vendorId: told.vendorId,
      told,
      readAt,
      own: {
        ...(label !== undefined && !vendor.capabilities.includes('LABEL') && { label }),
        ...(locked !== undefined && { locked }),
      },
    },
  });
}

function isAsAsked(held: HeldOperation, told: VendorNumber): boolean {
  const { agentId, label, inboundRouting } = held.request;
  if (held.kind === 'UNLINK') return told.agentId === null;
  if (agentId !== undefined && told.agentId !== agentId) return false;
  if (label !== undefined && told.label !== undefined && told.label !== label) return false;
  if (!inboundRouting) return true;
  const { agentId: answering, fallbackAgentId, voicemailMessage } = inboundRouting;
  const routed = told.inboundRouting;
  return (
    routed?.agentId === answering &&
    (fallbackAgentId === undefined || routed.fallbackAgentId === fallbackAgentId) &&
    (voicemailMessage === undefined || routed.voicemailMessage === voicemailMessage)
  );
}

async function lookIfGone(parts: OperationParts, held: HeldOperation, vendor: VoiceVendor): Promise<Operation | null> {
  const number = held.phoneNumberId === null ? null : fromNumberId(held.phoneNumberId);
  if (!number) return null;
  const { vendorId } = number;
  const isLate = isPastGrace(parts, held);
  const told = vendor.list
    ? await findInList(parts, held, vendor, async (listed) => listed.vendorId === vendorId)
    : await vendor.get(vendorId);
  if (told) {
    return isLate ? fail(parts, held, `Found out: ${vendor.title} still holds the number.`) : null;
  }
  return parts.ledger.advance(held, {
    status: 'SUCCEEDED',
    note: `Found out: ${vendor.title} no longer holds the number.`,
    errors: [],
    number: { vendor: vendor.name, vendorId, own: { released: true } },
  });
}
