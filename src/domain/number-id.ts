import { type VendorName, vendorNames } from './phone-number.ts';

/**
 * The id of a number, the same on every instance and for life: vendor and vendor's id, made opaque so that nobody
 * takes it apart.
 */
export function toNumberId(vendor: VendorName, vendorId: string): string {
  return Buffer.from(`${vendor}:${vendorId}`).toString('base64url');
}

/** What `toNumberId` was given, or null if the text is no such id. */
export function fromNumberId(id: string): { vendor: VendorName; vendorId: string } | null {
  const [name, ...rest] = Buffer.from(id, 'base64url').toString().split(':');
  const vendor = vendorNames.find((known) => known === name);
  const vendorId = rest.join(':');
  if (vendor === undefined || vendorId === '' || toNumberId(vendor, vendorId) !== id) return null;
  return { vendor, vendorId };
}
