import { countryOf } from '../domain/e164.ts';
import { invalidInput, type UserError, userError } from '../domain/operation.ts';
import type { VendorName } from '../domain/phone-number.ts';
import { canonicalSearch } from './shared/canonical-input.ts';
import type { OperationContext } from './shared/context.ts';
import { keepFitting, saysElsewhere } from './shared/fitting.ts';
import { findVendor, isComplaint } from './shared/lookups.ts';
import { checkAreaCode, checkContains, checkCountry, complaints, notSupported } from './shared/validate.ts';
import { attempt, toUserError } from './shared/vendor-result.ts';

const MAX_LIMIT = 50;
const field = ['input', 'country'];

/** See `AvailableNumbersInput` of the schema; members left out are null. */
export type StockSearch = {
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
  context: Pick<OperationContext, 'vendors'>,
  given: StockSearch,
): Promise<{ numbers: StockNumber[]; userErrors: UserError[] }> {
  const vendor = findVendor(context, given.vendor);
  if (isComplaint(vendor)) return { numbers: [], userErrors: [vendor] };
  const { buying } = vendor;
  if (buying?.choice !== 'exact') {
    return { numbers: [], userErrors: [notSupported(vendor, 'cannot be searched through its API.', 'vendor')] };
  }
  const input = canonicalSearch(given);
  const userErrors = complaints(
    checkCountry(vendor, input.country),
    checkAreaCode(vendor, input.country, input.areaCode),
    checkContains(vendor, input.contains),
    input.limit >= 1 && input.limit <= MAX_LIMIT
      ? null
      : invalidInput('limit', `A search finds 1 to ${MAX_LIMIT} numbers.`),
  );
  if (userErrors.length > 0) return { numbers: [], userErrors };
  const found = await attempt(vendor.name, () => vendor.forReaders(() => buying.search(input)));
  if ('error' in found) return { numbers: [], userErrors: [toUserError(found.error, 'READ')] };
  const offered = keepFitting(found.answer, input).slice(0, input.limit);
  const elsewhere = offered.length === 0 ? saysElsewhere(found.answer, input) : null;
  return {
    numbers: offered.map(({ number }) => ({ vendor: vendor.name, number, country: countryOf(number) })),
    userErrors: elsewhere === null ? [] : [userError({ code: 'NO_MATCHING_NUMBER', message: elsewhere, field })],
  };
}
