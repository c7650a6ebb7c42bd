import type { NumberStatus, SipTrunk } from '../../domain/phone-number.ts';
import { toPrice } from '../../domain/price.ts';
import { splitMarker } from '../marker.ts';
import { readAddress, readCandidate } from '../reported-number.ts';
import { toTime } from '../texts.ts';
import type { ExactOrder, Offer, StockQuery } from '../vendor.ts';
import type { VendorNumber } from '../vendor-number.ts';
import type { NumberBody, OrderBody, SearchBody } from './schemas.ts';

const statuses: Readonly<Record<string, NumberStatus>> = {
  ...{ active: 'ACTIVE', 'emergency-only': 'ACTIVE', 'port-out-pending': 'ACTIVE', 'port-pending': 'INACTIVE' },
  ...{ deleted: 'RELEASED', 'ported-out': 'RELEASED', 'port-failed': 'RELEASED', 'purchase-failed': 'RELEASED' },
};
// Words of SDK 7.24.0; older documents write underscores.
const ON_ORDER = /^(purchase-pending|provision-pending|requirement-info-.*)$/;

function wordOf({ status }: NumberBody): string {
  return status?.toLowerCase().replaceAll('_', '-') ?? '';
}

/** Whether the account has it: those that were released may be listed still. */
export function isHeld(body: NumberBody): boolean {
  return statuses[wordOf(body)] !== 'RELEASED';
}

/**
 * A number in the port's words. It has no name: its reference is what comes nearest, and takes over the marker of its order.
 * What is on order has neither an address nor a marker yet, so that nobody takes it for bought: it may still fail.
 */
export function toVendorNumber(body: NumberBody): VendorNumber {
  const { label, marker } = splitMarker(body.customer_reference || null);
  const isOnOrder = ON_ORDER.test(wordOf(body));
  const createdAt = toTime(body.purchased_at) ?? toTime(body.created_at);
  const updatedAt = toTime(body.updated_at);
  return {
    vendorId: body.id,
    kind: 'PSTN',
    ...(!isOnOrder && { ...readAddress(body.phone_number), marker }),
    agentId: null,
    status: isOnOrder ? 'INACTIVE' : (statuses[wordOf(body)] ?? 'UNKNOWN'),
    label,
    ...(body.connection_id !== undefined && { trunk: toTrunk(body.connection_id) }),
    ...(createdAt !== null && { createdAt }),
    ...(updatedAt !== null && { updatedAt }),
  };
}

/** Inbound calls go over its connection; without one they go nowhere (reference, 2026). */
function toTrunk(id: string | null): SipTrunk | null {
  return id ? { terminationUri: null, inboundTrunkId: id, outboundTrunkId: null, dispatchRuleId: null } : null;
}

/** A search in the vendor's words: for numbers that take calls, and none that are only near what is asked for. */
export function toSearchParameters({ country, areaCode, contains, limit }: StockQuery) {
  return {
    'filter[country_code]': country,
    'filter[national_destination_code]': areaCode,
    'filter[phone_number][contains]': contains,
    'filter[features]': 'voice',
    'filter[best_effort]': 'false',
    'filter[limit]': limit,
  };
}

/** Numbers in the vendor's order. Those that are masked with x, as trial accounts see them, are no offers (trial page, 2026). */
export function toStock({ data }: SearchBody, { country, limit }: StockQuery): Offer[] {
  const shown = data.flatMap((candidate) => {
    const isMasked = /[a-z]/i.test(candidate?.phone_number ?? 'x');
    const number = isMasked ? null : readCandidate(candidate?.phone_number ?? '', country);
    return candidate && number ? [{ number, cost: candidate.cost_information }] : [];
  });
  return shown.slice(0, limit).map(({ number, cost }) => {
    const monthlyPrice = toPrice({ amount: cost?.monthly_cost ?? '', currency: cost?.currency ?? '' });
    return { number, ...(monthlyPrice && { monthlyPrice }) };
  });
}

/** One number for each order, so that the status of the order is that of its number. */
export function toOrderBody({ number, marker }: ExactOrder) {
  return { phone_numbers: [{ phone_number: number }], customer_reference: marker ?? undefined };
}

/** What a pending order waits for, in words. */
export function saysWhatIsMissing({ id, status, requirements_met: isMet, phone_numbers: lines }: OrderBody): string {
  if (isMet !== false) return `its status is ${status} (order ${id}).`;
  const missing = (lines ?? [])
    .flatMap((line) => line?.regulatory_requirements ?? [])
    .flatMap((each) => (each === null || each.field_value ? [] : (each.field_type ?? [])));
  const what = missing.length === 0 ? '' : ` (${[...new Set(missing)].join(', ')})`;
  return `it waits for what the rules of the country ask for${what}: give it in the portal (order ${id}).`;
}
