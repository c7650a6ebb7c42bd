import type { SipTrunk } from '../../domain/phone-number.ts';
import { type Price, toPrice } from '../../domain/price.ts';
import { denotes } from '../../domain/spelling.ts';
import { splitMarker } from '../marker.ts';
import { readAddress, readCandidate } from '../reported-number.ts';
import type { ExactOrder, Offer, StockQuery } from '../vendor.ts';
import type { VendorNumber } from '../vendor-number.ts';
import type { NumberBody, PricesBody, SearchBody } from './schemas.ts';

/** Anything but digits and what stands between them: a number in which some are hidden. */
const MASKED = /[^\d+()\s./-]/;

/**
 * A number in the port's words. It counts as active, since no page lists the values of its status. `asked` is the number
 * that was asked for.
 */
export function toVendorNumber(body: NumberBody, asked?: string): VendorNumber {
  const { sid, phone_number: number, capabilities } = body;
  const createdAt = toTime(body.date_created);
  const updatedAt = toTime(body.date_updated);
  const told = number && !MASKED.test(number) ? readAddress(number, asked) : null;
  return {
    vendorId: sid,
    kind: 'PSTN',
    ...told,
    agentId: null,
    status: 'ACTIVE',
    ...splitMarker(toName(body, told?.address)),
    carrier: 'twilio',
    ...(body.trunk_sid !== undefined && { trunk: toTrunk(body.trunk_sid) }),
    smsCapable: capabilities?.sms ?? capabilities?.SMS ?? null,
    ...(createdAt !== null && { createdAt }),
    ...(updatedAt !== null && { updatedAt }),
  };
}

/** Inbound calls go over the trunk, where there is one (reference, 2026-07). */
function toTrunk(sid: string | null): SipTrunk | null {
  return sid ? { terminationUri: null, inboundTrunkId: sid, outboundTrunkId: null, dispatchRuleId: null } : null;
}

/** Where no name was sent, the vendor writes the number in its place (reference, 2026-07). */
function toName({ friendly_name: name }: NumberBody, address: string | undefined): string | null {
  const isNumber = name && address !== undefined && denotes(name, address);
  return isNumber ? null : name || null;
}

/** RFC 2822, as in `Thu, 30 Jul 2015 23:19:04 +0000`. */
function toTime(text: string | null | undefined): string | null {
  const time = new Date(text ?? '');
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

/**
 * A search in the vendor's words: for what can be called, and what is sold without an address of its owner's, as this
 * service sends none.
 */
export function toSearchParameters({ areaCode, contains, limit }: StockQuery) {
  return {
    AreaCode: areaCode,
    Contains: contains,
    VoiceEnabled: 'true',
    ExcludeAllAddressRequired: 'true',
    PageSize: limit,
  };
}

/** E.164 numbers in the vendor's order, with what each costs; candidates that are none are left out. */
export function toOffers(body: SearchBody, { country, limit }: StockQuery, monthlyPrice: Price | null): Offer[] {
  return body
    .map((candidate) => readCandidate(candidate?.phone_number ?? '', country))
    .filter((number) => number !== null)
    .map((number) => ({ number, ...(monthlyPrice && { monthlyPrice }) }))
    .slice(0, limit);
}

/** A purchase carries the marker in place of the label. Without a name, it would be called by its number. */
export function toCreateForm({ number, marker }: ExactOrder): Record<string, string> {
  return { PhoneNumber: number, ...(marker !== null && { FriendlyName: marker }) };
}

/** What a local number costs; null where the list does not tell it in figures. */
export function toLocalPrice({ price_unit: currency, phone_number_prices: prices }: PricesBody): Price | null {
  const amount = prices.find((price) => price?.number_type === 'local')?.current_price ?? '';
  return toPrice({ amount, currency });
}
