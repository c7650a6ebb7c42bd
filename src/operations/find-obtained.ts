import { countryOf, nationalDigits } from '../domain/e164.ts';
import { toNumberId } from '../domain/number-id.ts';
import type { Operation } from '../domain/operation.ts';
import type { VoiceVendor } from '../vendors/vendor.ts';
import type { HeldOperation } from './ledger.ts';
import { recordKnown, recordObtained } from './obtain-number.ts';
import type { OperationParts } from './parts.ts';
import { fail, findInList, isPastGrace, needsAttention, settleIt } from './verdicts.ts';

/** Finds out in the vendor's list whether a number was obtained, and records it; null while nothing is certain. */
export async function lookInList(
  parts: OperationParts,
  held: HeldOperation,
  vendor: VoiceVendor,
): Promise<Operation | null> {
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
    const id = toNumberId(vendor.name, told.vendorId);
    const isNamed = ((await parts.registry.byIds([id])).get(id)?.label ?? null) !== null;
    const note = `Found out: ${vendor.title} has done it.`;
    return recordObtained(parts, held, { vendor, told, isNamed, readAt, note });
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

/** The same at a vendor without a list, where its stock and the registry may tell; else a person has to. */
export async function lookInStock(
  parts: OperationParts,
  held: HeldOperation,
  vendor: VoiceVendor,
): Promise<Operation | null> {
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
