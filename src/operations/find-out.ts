import { assertNever } from '../domain/assert-never.ts';
import { countryOf, nationalDigits } from '../domain/e164.ts';
import { fromNumberId, toNumberId } from '../domain/number-id.ts';
import { type Operation, userError } from '../domain/operation.ts';
import type { VendorNumber, VoiceVendor } from '../vendors/vendor.ts';
import { VendorError } from '../vendors/vendor-error.ts';
import type { HeldOperation } from './ledger.ts';
import { linkPending, recordObtained } from './obtain-number.ts';
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
    return postpone(parts, held);
  }
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
  const told = await findInList(vendor, (number) => number.address === held.target);
  if (told) {
    const id = toNumberId(vendor.name, told.vendorId);
    const owner = await parts.ledger.findOwner(id, held.id);
    if (!owner && !held.targetWasHeld) {
      return recordObtained(parts, held, { vendor, told, note: `Found out: ${vendor.title} has done it.` });
    }
    return fail(parts, held, `Found out: ${held.target} was in the account before; this call did not bring it.`);
  }
  if (!isPastGrace(parts, held)) return null;
  return fail(parts, held, `Found out: ${vendor.title} does not list ${held.target}, so nothing happened.`);
}

async function lookInStock(parts: OperationParts, held: HeldOperation, vendor: VoiceVendor): Promise<Operation | null> {
  if (!isPastGrace(parts, held)) return null;
  if (held.kind === 'PURCHASE' && (await isOffered(vendor, held.target ?? ''))) {
    return fail(parts, held, `Found out: ${vendor.title} still offers ${held.target}, so nothing was bought.`);
  }
  const message =
    `No call to ${vendor.title} can tell whether ${held.target} was obtained. ` +
    `Look for it in ${vendor.title}'s dashboard, then call settleNumberOperation.`;
  return parts.ledger.advance(held, {
    status: 'NEEDS_ATTENTION',
    note: message,
    errors: [userError({ code: 'OUTCOME_UNKNOWN', message, charged: held.kind === 'PURCHASE' ? 'UNKNOWN' : 'NO' })],
  });
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
  const told = number && (await vendor.get(number.vendorId));
  if (!told) return isPastGrace(parts, held) ? fail(parts, held, `${vendor.title} does not know the number.`) : null;
  if (!isAsAsked(held, told)) {
    return isPastGrace(parts, held)
      ? fail(parts, held, `Found out: ${vendor.title} has not changed the number.`)
      : null;
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
  const told = vendor.list
    ? await findInList(vendor, (listed) => listed.vendorId === vendorId)
    : await vendor.get(vendorId);
  if (told) {
    return isPastGrace(parts, held) ? fail(parts, held, `Found out: ${vendor.title} still holds the number.`) : null;
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
  vendor: VoiceVendor,
  matches: (number: VendorNumber) => boolean,
): Promise<VendorNumber | null> {
  if (!vendor.list) return null;
  for await (const numbers of vendor.list()) {
    const found = numbers.find(matches);
    if (found) return found;
  }
  return null;
}

function isPastGrace(parts: OperationParts, held: HeldOperation): boolean {
  return held.sentAt !== null && parts.now().getTime() - Date.parse(held.sentAt) > parts.graceMs;
}

function fail(parts: OperationParts, held: HeldOperation, note: string): Promise<Operation> {
  const error = userError({
    code: 'VENDOR_UNAVAILABLE',
    message: `${note} The same call may be sent again.`,
    retryable: true,
  });
  return parts.ledger.advance(held, { status: 'FAILED', note, errors: [error] });
}
