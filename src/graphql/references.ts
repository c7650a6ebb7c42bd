import { normaliseE164 } from '../domain/e164.ts';
import { toNumberId } from '../domain/number-id.ts';
import type { NumberReference } from '../domain/number-reference.ts';
import type { PhoneNumber, VendorName } from '../domain/phone-number.ts';
import { MAX_LENGTH } from './arguments.ts';
import { isStorable } from './inputs.ts';
import type { Loaders } from './loaders.ts';

/** The members that name a number in a representation of an entity, which nobody has checked before. */
type Representation = {
  readonly id?: unknown;
  readonly vendor?: unknown;
  readonly vendorId?: unknown;
  readonly address?: unknown;
};

/** Which number a representation of an entity names, by whichever of its keys is there; null where it can name none. */
function referenceOf({ id, vendor, vendorId, address }: Representation): NumberReference | null {
  if (isName(id)) return { id };
  if (isName(vendor) && isName(vendorId)) return { id: toNumberId(vendor, vendorId) };
  return isName(address) ? toAddress(address) : null;
}

/** Whether a representation, which nobody has checked before, names a number by its address. */
export function isByAddress(representation: unknown): boolean {
  return typeof representation === 'object' && representation !== null && 'address' in representation;
}

/** The number that a representation names; null where there is none. */
export async function loadReference(
  { numbers }: Pick<Loaders, 'numbers'>,
  representation: Representation,
): Promise<PhoneNumber | null> {
  const reference = referenceOf(representation);
  return reference && numbers.load(reference);
}

/** The number at an address that somebody wrote, of one vendor or of any. Null where nothing can be at it. */
export function toAddress(text: string, vendor: VendorName | null = null): NumberReference | null {
  const isAddress = text.length <= MAX_LENGTH && isStorable(text);
  return isAddress ? { address: canonicalAddress(text), vendor } : null;
}

/** A telephone number in its one spelling; anything else, such as a SIP address, as it is. */
export function canonicalAddress(text: string): string {
  const address = normaliseE164(text);
  return address.startsWith('+') ? address : text.trim();
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && isStorable(value);
}
