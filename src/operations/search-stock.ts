import { countryOf } from '../domain/e164.ts';
import { invalidInput, type UserError, userError } from '../domain/operation.ts';
import type { VendorName } from '../domain/phone-number.ts';
import type { Price } from '../domain/price.ts';
import type { VoiceVendor } from '../vendors/open-vendor.ts';
import type { StockQuery } from '../vendors/vendor.ts';
import { canonicalSearch } from './shared/canonical-input.ts';
import type { OperationContext } from './shared/context.ts';
import { keepFitting, saysElsewhere } from './shared/fitting.ts';
import { findVendor, isComplaint } from './shared/lookups.ts';
import { checkAreaCode, checkContains, checkCountry, complaints, notSupported } from './shared/validate.ts';
import { attempt, toUserError } from './shared/vendor-result.ts';

const MAX_LIMIT = 50;
const field = ['input', 'country'];

/** See `AvailableNumbersInput` of the schema; members left out are null. */
export type StockSearch = StockQuery & {
  readonly vendor: VendorName | null;
  readonly vendors: readonly VendorName[] | null;
};

/** A number for sale. */
export type StockNumber = {
  readonly vendor: VendorName;
  readonly number: string;
  readonly country: string | null;
  readonly price: (Price & { readonly period: 'MONTH' }) | null;
};

/** What was found, which vendors did not answer, and why others were not asked. */
export type FoundStock = {
  readonly numbers: readonly StockNumber[];
  readonly outages: readonly { readonly vendor: VendorName; readonly since: string; readonly message: string }[];
  readonly userErrors: readonly UserError[];
};

type Context = Pick<OperationContext, 'vendors' | 'now'>;

/** What vendors offer for sale now. Reserves nothing and writes nothing; none hides what the others offer. */
export async function searchStock(context: Context, given: StockSearch): Promise<FoundStock> {
  const query = canonicalSearch(given);
  const isLimited = query.limit >= 1 && query.limit <= MAX_LIMIT;
  const limit = isLimited ? [] : [invalidInput('limit', `A search finds 1 to ${MAX_LIMIT} numbers.`)];
  const found = await Promise.all(
    vendorsOf(context, given).map(async (vendor) => {
      const wrong = isComplaint(vendor) ? [vendor] : whyNotSearched(vendor, query);
      if (isComplaint(vendor) || wrong.length > 0 || !isLimited) return { ...nothing, userErrors: wrong };
      return searchOne(context, vendor, query);
    }),
  );
  // Where one vendor alone is asked, its outage is why the search could not be made.
  const [only] = given.vendor === null ? [] : found;
  return {
    numbers: inTurns(found.map(({ numbers }) => numbers)).slice(0, query.limit),
    outages: found.flatMap(({ outages }) => outages),
    userErrors: [...distinct(found.flatMap(({ userErrors }) => userErrors)), ...(only?.failures ?? []), ...limit],
  };
}

/** Those to be asked, and complaints of those that cannot be. */
function vendorsOf(context: Context, { vendor, vendors }: StockSearch): readonly (VoiceVendor | UserError)[] {
  if (vendor !== null && vendors !== null) {
    return [invalidInput('vendors', 'Give either one vendor (vendor) or several (vendors), not both.')];
  }
  if (vendor !== null) return [findVendor(context, vendor)];
  if (vendors?.length === 0) return [invalidInput('vendors', 'Name the vendors to ask, or leave this out to ask all.')];
  if (vendors !== null) return [...new Set(vendors)].map((name) => findVendor(context, name, 'vendors'));
  const searched = [...context.vendors.values()].filter(({ capabilities }) => capabilities.includes('SEARCH'));
  const message = 'This service has no account with a vendor whose stock can be searched.';
  return searched.length > 0 ? searched : [userError({ code: 'NOT_SUPPORTED_BY_VENDOR', message })];
}

function whyNotSearched(vendor: VoiceVendor, { country, areaCode, contains }: StockQuery): UserError[] {
  if (vendor.buying?.choice !== 'exact') {
    return [notSupported(vendor, 'cannot be searched through its API.', 'vendor')];
  }
  return complaints(
    checkCountry(vendor, country),
    checkAreaCode(vendor, country, areaCode),
    checkContains(vendor, contains),
  );
}

/** What one vendor offers. `failures`: its outage in the words of a user error. */
type Found = FoundStock & { readonly failures: readonly UserError[] };

const nothing: Found = { numbers: [], outages: [], userErrors: [], failures: [] };

async function searchOne({ now }: Context, vendor: VoiceVendor, query: StockQuery): Promise<Found> {
  const { name, buying } = vendor;
  if (buying?.choice !== 'exact') throw new Error(`${vendor.title} cannot be searched.`);
  const { country, areaCode, contains, limit } = query;
  const search = () => buying.search({ country, areaCode, contains, limit });
  const found = await attempt(name, () => vendor.forReaders(search));
  if ('error' in found) {
    const { error } = found;
    const failure = toUserError(error, 'READ');
    if (error.outcome === 'rejected') return { ...nothing, userErrors: [failure] };
    const since = vendor.health().failingSince ?? now().toISOString();
    return { ...nothing, outages: [{ vendor: name, since, message: error.message }], failures: [failure] };
  }
  const offers = keepFitting(found.answer, query).slice(0, limit);
  const elsewhere = offers.length === 0 ? saysElsewhere(found.answer, query) : null;
  return {
    ...nothing,
    numbers: offers.map(({ number, monthlyPrice }) => ({
      ...{ vendor: name, number, country: countryOf(number) },
      price: monthlyPrice ? { ...monthlyPrice, period: 'MONTH' } : null,
    })),
    userErrors: elsewhere === null ? [] : [userError({ code: 'NO_MATCHING_NUMBER', message: elsewhere, field })],
  };
}

/** The first of each list, then the second of each, and so on. */
function inTurns<Item>(lists: readonly (readonly Item[])[]): Item[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) => lists.flatMap((list) => list.slice(turn, turn + 1))).flat();
}

/** Vendors that refuse in the same words are told once. */
function distinct(userErrors: readonly UserError[]): UserError[] {
  return [...new Map(userErrors.map((error) => [JSON.stringify(error), error])).values()];
}
