import type { VendorName } from './phone-number.ts';

/**
 * The id of a number, the same on every instance and for life: vendor and vendor's id, made opaque so that nobody
 * takes it apart.
 */
export function toNumberId(vendor: VendorName, vendorId: string): string {
  return Buffer.from(`${vendor}:${vendorId}`).toString('base64url');
}

/** What `toNumberId` was given, or null if the text is no such id. */
export function fromNumberId(id: string): { vendor: VendorName; vendorId: string } | null {
  const [vendor = '', ...rest] = Buffer.from(id, 'base64url').toString().split(':');
  const vendorId = rest.join(':');
  if (vendor === '' || vendorId === '' || toNumberId(vendor, vendorId) !== id) return null;
  return { vendor, vendorId };
}
