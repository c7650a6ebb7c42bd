import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { isPossibleE164, mayBelongTo, nationalDigits, normaliseE164 } from '../../domain/e164.ts';
import type { Import, SipUser, StockQuery, VendorNumber } from '../vendor.ts';
import type { NumberBody, SearchBody } from './schemas.ts';

/** Most numbers that one search shows; there is no asking for those behind them (reference, 2026-07). */
export const MAX_CANDIDATES = 10;
// From the SIP guide (docs.vogent.ai, 2026-07).
const SIP_HOST = 'sip.vogent.ai';

/** It tells no status: a number that is in the workspace counts as active. */
export function toVendorNumber({ id, number, type, agentId }: NumberBody): VendorNumber {
  const e164 = toE164(number, 'US');
  const isSip = type === 'SIP_USERNAME' || (type !== 'PSTN' && e164 === null);
  return {
    vendorId: id,
    kind: isSip ? 'SIP' : 'PSTN',
    // A telephone number it holds is shown even if it is not a possible one, such as an extension behind a trunk.
    address: isSip ? toSipAddress(number) : (e164 ?? normaliseE164(number)),
    agentId: agentId || null,
    status: 'ACTIVE',
  };
}

/** An imported number, with the host of its trunk, which the vendor takes but never tells. */
export function toImportedNumber(body: NumberBody, { source: { terminationUri } }: Import): VendorNumber {
  const trunk = {
    terminationUri,
    inboundTrunkId: null,
    outboundTrunkId: null,
    dispatchRuleId: null,
  };
  return { ...toVendorNumber(body), trunk };
}

/** The address of a user on the vendor's SIP domain. */
export function toSipAddress(name: string): string {
  const user = name.replace(/^sips?:/i, '');
  return `sip:${user.includes('@') ? user : `${user}@${SIP_HOST}`}`;
}

/** The vendor takes no `contains`: it is looked for in as many candidates as it gives. */
export function toSearchInput({ country, areaCode, contains, limit }: StockQuery) {
  return {
    prefix: areaCode ?? '',
    // Canadian numbers are filed under the US code (telephony page, 2026-07).
    country: country === 'CA' ? 'US' : country,
    limit: contains === null ? Math.min(limit, MAX_CANDIDATES) : MAX_CANDIDATES,
  };
}

/** A number for sale, and how the vendor writes it, which is not promised to be E.164 (reference, 2026-07). */
type Candidate = { readonly number: string; readonly spelling: string };

/**
 * Candidates in the vendor's order; those that are no numbers are left out, and those of another country: what is filed
 * under the US code may lie in either.
 */
function toStock(body: SearchBody, { country, contains, limit }: StockQuery): Candidate[] {
  return body
    .flatMap((candidate) => {
      const spelling = candidate?.number ?? '';
      const number = toE164(spelling, country);
      return number === null ? [] : [{ number, spelling }];
    })
    .filter(({ number }) => mayBelongTo(number, country))
    .filter(({ number }) => contains === null || nationalDigits(number)?.digits.includes(contains))
    .slice(0, limit);
}

const MAX_SPELLINGS = 1_000;

/**
 * The numbers of a search, as E.164. How the vendor spells them is put into `spellings` where that differs: a search
 * result is to be bought unchanged.
 */
export function toStockNumbers(body: SearchBody, query: StockQuery, spellings: Map<string, string>): string[] {
  const stock = toStock(body, query);
  if (spellings.size > MAX_SPELLINGS) spellings.clear();
  for (const { number, spelling } of stock) if (spelling !== number) spellings.set(number, spelling);
  return stock.map(({ number }) => number);
}

/** One of the three things the create operation does; `spelling` is the vendor's own. */
export function toPurchaseInput(spelling: string) {
  return { type: 'purchase', purchase: { number: spelling } };
}

/** Holds the trunk's login. */
export function toImportInput({ number, source: { terminationUri, username, password } }: Import) {
  return {
    type: 'sip_import',
    sipImport: { phoneNumber: number, terminationUri, username, password },
  };
}

/** Holds the user's login. */
export function toSipUserInput({ sipPrefix, username, password }: SipUser) {
  return { type: 'vogent_sip', vogentSip: { sipPrefix, username, password } };
}

function toE164(text: string, country: string): string | null {
  const number = normaliseE164(text);
  if (number.startsWith('+')) return isPossibleE164(number) ? number : null;
  const parsed = isSupportedCountry(country) ? parsePhoneNumberFromString(number, country) : undefined;
  return parsed?.isPossible() ? parsed.number : null;
}
