import { countryOf } from '../domain/e164.ts';
import { invalidInput, type UserError } from '../domain/operation.ts';
import type { VendorName } from '../domain/phone-number.ts';
import { checkAreaCode, checkCapability, checkContains, checkCountry, complaints } from './check-input.ts';
import { findVendor, isComplaint } from './known-parties.ts';
import type { OperationParts } from './parts.ts';
import { observe, toUserError } from './vendor-failure.ts';

const MAX_LIMIT = 50;

/** See `AvailableNumbersInput` of the schema; members left out are null. */
export type StockWish = {
  readonly vendor: VendorName;
  readonly country: string;
  readonly areaCode: string | null;
  readonly contains: string | null;
  readonly limit: number;
};

/** A number for sale. */
export type StockNumber = { readonly vendor: VendorName; readonly number: string; readonly country: string | null };

/** What a vendor offers for sale now. Reserves nothing and writes nothing. */
export async function searchStock(
  parts: Pick<OperationParts, 'vendors'>,
  wish: StockWish,
): Promise<{ numbers: StockNumber[]; userErrors: UserError[] }> {
  const vendor = findVendor(parts, wish.vendor);
  if (isComplaint(vendor)) return { numbers: [], userErrors: [vendor] };
  const userErrors = complaints(
    checkCapability(vendor, 'SEARCH', 'cannot be searched through its API.'),
    checkCountry(wish.country),
    checkAreaCode(vendor, wish.country, wish.areaCode),
    checkContains(vendor, wish.contains),
    wish.limit >= 1 && wish.limit <= MAX_LIMIT
      ? null
      : invalidInput('limit', `A search finds 1 to ${MAX_LIMIT} numbers.`),
  );
  if (userErrors.length > 0) return { numbers: [], userErrors };
  const found = await observe(vendor.name, () => vendor.search(wish));
  if ('error' in found) return { numbers: [], userErrors: [toUserError(found.error, 'READ')] };
  const offered = found.answer.slice(0, wish.limit);
  return {
    numbers: offered.map((number) => ({ vendor: vendor.name, number, country: countryOf(number) })),
    userErrors: [],
  };
}
