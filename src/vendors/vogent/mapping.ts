import { normaliseE164 } from '../../domain/e164.ts';
import { readAddress, readCandidate } from '../reported-number.ts';
import type { Import, Offer, SipUser, StockQuery } from '../vendor.ts';
import type { VendorNumber } from '../vendor-number.ts';
import type { NumberBody, SearchBody } from './schemas.ts';

/** Most numbers that one search shows; there is no asking for those behind them (reference, 2026-07). */
export const MAX_CANDIDATES = 10;
// From the SIP guide (docs.vogent.ai, 2026-07).
const SIP_HOST = 'sip.vogent.ai';

const TELEPHONE_NUMBER = /^\+?\d{7,15}$/;

/**
 * It tells no status: a number that is in the workspace counts as active. `asked` is the number that was asked for, since
 * the answer may write it as it is dialled within its country (seen in searches, 2026-07).
 */
export function toVendorNumber({ id, number, type, agentId }: NumberBody, asked?: string): VendorNumber {
  const isSip = type === 'SIP_USERNAME' || (type !== 'PSTN' && !TELEPHONE_NUMBER.test(normaliseE164(number)));
  return {
    vendorId: id,
    kind: isSip ? 'SIP' : 'PSTN',
    // A telephone number it holds is shown even if it is not a possible one, such as an extension behind a trunk.
    ...(isSip ? { address: toSipAddress(number) } : readAddress(number, asked)),
    agentId: agentId || null,
    status: 'ACTIVE',
  };
}

/** An imported number, with the host of its trunk, which the vendor takes but never tells. */
export function toImportedNumber(body: NumberBody, { number, source: { terminationUri } }: Import): VendorNumber {
  const trunk = {
    terminationUri,
    inboundTrunkId: null,
    outboundTrunkId: null,
    dispatchRuleId: null,
  };
  return { ...toVendorNumber(body, number), trunk };
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

const MAX_SPELLINGS = 1_000;

/**
 * The numbers of a search, as E.164, in the vendor's order; candidates that are no numbers are left out. How the vendor
 * spells them, which is not promised to be E.164 (reference, 2026-07), is put into `spellings` where that differs: a search
 * result is to be bought unchanged.
 */
export function toStockNumbers(body: SearchBody, { country }: StockQuery, spellings: Map<string, string>): Offer[] {
  if (spellings.size > MAX_SPELLINGS) spellings.clear();
  return body.flatMap((candidate) => {
    const spelling = candidate?.number ?? '';
    const number = readCandidate(spelling, country);
    if (number === null) return [];
    if (spelling === number) spellings.delete(number);
    else spellings.set(number, spelling);
    return [{ number }];
  });
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
