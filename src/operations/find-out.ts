import { assertNever } from '../domain/assert-never.ts';
import { countryOf, nationalDigits } from '../domain/e164.ts';
import { fromNumberId, toNumberId } from '../domain/number-id.ts';
import { type Operation, userError } from '../domain/operation.ts';
import type { VendorNumber, VoiceVendor } from '../vendors/vendor.ts';
import { VendorError } from '../vendors/vendor-error.ts';
import type { Advance, HeldOperation } from './ledger.ts';
import { linkPending, recordKnown, recordObtained } from './obtain-number.ts';
import type { OperationParts } from './parts.ts';

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
  const dueAt = new Date(parts.now().getTime() + parts.pauseMs(0)).toISOString();
  return parts.ledger.advance(held, { ...needsAttention(held, message), dueAt });
}

function needsAttention({ kind }: HeldOperation, message: string): Advance {
  const charged = kind === 'PURCHASE' ? 'UNKNOWN' : 'NO';
  return {
    status: 'NEEDS_ATTENTION',
    note: message,
    errors: [userError({ code: 'OUTCOME_UNKNOWN', message, charged })],
  };
}

function settleIt({ target, phoneNumberId }: HeldOperation, vendor: string): string {
  return `Look for ${target ?? phoneNumberId} in ${vendor}'s dashboard, then call settleNumberOperation.`;
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

async function lookInList(parts: OperationParts, held: HeldOperation, vendor: VoiceVendor): Promise<Operation | null> {
  // Judged before the walk: what the vendor does while it is being read may be missing from what it tells.
  const isLate = isPastGrace(parts, held);
  const readAt = await parts.registry.moment();
  let isOthers = false;
  const told = await findInList(parts, held, vendor, async ({ address, vendorId }) => {
    if (address !== held.target) return false;
    const isOurs = await mayBeOurs(parts, held, toNumberId(vendor.name, vendorId));
    isOthers ||= !isOurs;
    return isOurs;
  });
  if (told) {
    return recordObtained(parts, held, { vendor, told, readAt, note: `Found out: ${vendor.title} has done it.` });
  }
  const registered = await lookInRegistry(parts, held, vendor);
  if (registered) return registered;
  // What the account holds is not for sale; but it may be given back, and a vendor that is late sell it yet.
  if (!isLate) return null;
  const reason = isOthers ? 'the account had it before' : `${vendor.title} does not list it`;
  return fail(parts, held, `Found out: nothing came of this call for ${held.target}; ${reason}.`);
}

/** Whether a number at the target's address came of this operation: it was not there before, and is no other's. */
async function mayBeOurs(parts: OperationParts, held: HeldOperation, phoneNumberId: string): Promise<boolean> {
  if (held.heldIds.includes(phoneNumberId)) return false;
  return (await parts.ledger.findOwner(phoneNumberId, held.id)) === null;
}

/** The number may have been seen by a reader, and be gone again: released since, or adopted by a person. */
async function lookInRegistry(
  parts: OperationParts,
  held: HeldOperation,
  vendor: VoiceVendor,
): Promise<Operation | null> {
  const ids = await parts.registry.idsAt(vendor.name, held.target ?? '');
  for (const id of ids) {
    if (!(await mayBeOurs(parts, held, id))) continue;
    const number = (await parts.registry.byIds([id])).get(id);
    if (!number) continue;
    return recordKnown(parts, held, { vendor, number, note: 'Found out: the number has been seen in the account.' });
  }
  return null;
}

async function lookInStock(parts: OperationParts, held: HeldOperation, vendor: VoiceVendor): Promise<Operation | null> {
  if (!isPastGrace(parts, held)) return null;
  const registered = await lookInRegistry(parts, held, vendor);
  if (registered) return registered;
  if (held.kind === 'PURCHASE' && (await isOffered(vendor, held.target ?? ''))) {
    return fail(parts, held, `Found out: ${vendor.title} still offers ${held.target}, so nothing was bought.`);
  }
  const message = `No call to ${vendor.title} can tell whether ${held.target} was obtained.`;
  return parts.ledger.advance(held, needsAttention(held, `${message} ${settleIt(held, vendor.title)}`));
}

const STOCK_LIMIT = 50;

async function isOffered(vendor: VoiceVendor, number: string): Promise<boolean> {
  const national = nationalDigits(number);
  const country = countryOf(number);
  if (!national || !country) return false;
  const isNorthAmerican = national.callingCode === '1';
  const offered = await vendor.search({
    country,
    areaCode: isNorthAmerican ? national.digits.slice(0, 3) : null,
    contains: isNorthAmerican ? national.digits.slice(3) : national.digits,
    limit: STOCK_LIMIT,
  });
  return offered.includes(number);
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

/** Walks to the end where nothing matches: only a complete walk can tell that a number is not there. */
async function findInList(
  parts: OperationParts,
  held: HeldOperation,
  vendor: VoiceVendor,
  matches: (number: VendorNumber) => Promise<boolean>,
): Promise<VendorNumber | null> {
  if (!vendor.list) return null;
  for await (const numbers of vendor.list()) {
    for (const number of numbers) if (await matches(number)) return number;
    // A large account takes longer than a lease; who has lost it finds out here and not at the end.
    await parts.ledger.keep(held);
  }
  return null;
}

/** Whether the vendor has had the time in which it may still act on a call that it did not answer. */
function isPastGrace(parts: OperationParts, { sentAt, errors }: HeldOperation): boolean {
  if (sentAt === null) return false;
  // Where its end was not recorded, the call may have been under way for as long as one may.
  const callMs = errors.length === 0 ? parts.longestCallMs : 0;
  return parts.now().getTime() - Date.parse(sentAt) > parts.graceMs + callMs;
}

function fail(parts: OperationParts, held: HeldOperation, note: string): Promise<Operation> {
  const error = userError({
    code: 'VENDOR_UNAVAILABLE',
    message: `${note} The same call may be sent again.`,
    retryable: true,
  });
  return parts.ledger.advance(held, { status: 'FAILED', note, errors: [error] });
}
