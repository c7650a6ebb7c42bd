import type { PhoneNumberRow } from '../database/tables.ts';
import { countryOf } from '../domain/e164.ts';
import { toNumberId } from '../domain/number-id.ts';
import type { InboundRouting, PhoneNumber, SipTrunk, VendorName, WeightedAgent } from '../domain/phone-number.ts';
import { isNumber } from '../vendors/reported-number.ts';
import type { VendorNumber } from '../vendors/vendor-number.ts';
import type { NumberWrite } from './registry.ts';

/** The columns that a number is shown by: not those that it is found and put in order by, whose texts take as long to read. */
export const SHOWN_COLUMNS = [
  'id',
  'vendor',
  'vendor_id',
  'kind',
  'address',
  'label',
  'status',
  'agent_id',
  'agents',
  'fallback_address',
  'inbound_routing',
  'acquisition',
  'locked',
  'country',
  'carrier',
  'sms_capable',
  'trunk',
  'created_at',
  'updated_at',
  'synced_at',
  'first_seen_at',
] as const satisfies (keyof PhoneNumberRow)[];
export type ShownRow = Pick<PhoneNumberRow, (typeof SHOWN_COLUMNS)[number]>;

/** The record as callers see it. */
export function toPhoneNumber(row: ShownRow): PhoneNumber {
  const shared = parse<WeightedAgent[]>(row.agents);
  const only = row.agent_id === null ? [] : [{ agentId: row.agent_id, weight: 1 }];
  const common = {
    id: row.id,
    vendor: row.vendor,
    vendorId: row.vendor_id,
    address: row.address,
    label: row.label,
    status: row.status,
    agentId: shared ? null : row.agent_id,
    agents: shared ?? only,
    fallbackAddress: row.fallback_address,
    inboundRouting: parse<InboundRouting>(row.inbound_routing),
    acquisition: row.acquisition,
    locked: row.locked === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    syncedAt: row.synced_at,
    firstSeenAt: row.first_seen_at,
  };
  if (row.kind === 'SIP') {
    return { kind: 'SIP', ...common, username: sipUser(row.address), uri: row.address };
  }
  return {
    kind: 'PSTN',
    ...common,
    number: row.address,
    country: row.country,
    carrier: row.carrier,
    smsCapable: row.sms_capable === null ? null : row.sms_capable === 1,
    trunk: parse<SipTrunk>(row.trunk),
  };
}

function parse<Value>(json: string | null): Value | null {
  if (json === null) return null;
  const value: Value = JSON.parse(json);
  return value;
}

function sipUser(address: string): string {
  return address.replace(/^sips?:/, '').split('@')[0] ?? '';
}

/**
 * The row after a change at `at`: what the vendor reported replaces what was known, what it does not tell stays. Returns
 * null for a number that is neither known nor reported.
 */
export function mergeRow(known: PhoneNumberRow | null, write: NumberWrite, at: string): PhoneNumberRow | null {
  const reported = write.reported ? fromReported(write.vendor, write.reported, known) : null;
  const base = known ?? (reported ? newRow(reported, at) : null);
  if (!base) return null;
  const { address, acquisition, label, locked, released, terminationUri } = write.local ?? {};
  const row: PhoneNumberRow = { ...base, ...reported, ...(address !== undefined && placeOf(base.kind, address)) };
  if (reported) row.synced_at = at;
  if (acquisition !== undefined) row.acquisition = acquisition;
  if (label !== undefined) row.label = label;
  if (locked !== undefined) row.locked = locked ? 1 : 0;
  if (released) row.status = 'RELEASED';
  if (reported || released) row.gone_at = null;
  row.unlinked_at = unlinkedSince(row, known, at);
  // The host of an imported number's trunk is known from its import alone: no vendor tells it again.
  const trunkHost = terminationUri ?? parse<SipTrunk>(known?.trunk ?? null)?.terminationUri;
  if (trunkHost) row.trunk = JSON.stringify({ ...NO_TRUNK, ...parse<SipTrunk>(row.trunk), terminationUri: trunkHost });
  // A vendor that tells no time of purchase: what this service obtained itself, it obtained now.
  const obtainedHere = acquisition !== undefined && acquisition !== 'DISCOVERED';
  if (obtainedHere && row.created_at === null) row.created_at = at;
  if (obtainedHere || write.local?.obtained) row.obtained_at = at;
  row.created_sort = row.created_at ?? '';
  row.label_folded = row.label?.toLowerCase() ?? '';
  return row;
}

/** Since when a number is linked to no agent: of one that was so before, what is known of it stays. */
function unlinkedSince({ agent_id }: PhoneNumberRow, known: PhoneNumberRow | null, at: string): string | null {
  if (agent_id !== null) return null;
  return known?.agent_id === null ? known.unlinked_at : at;
}

const NO_TRUNK: SipTrunk = {
  terminationUri: null,
  inboundTrunkId: null,
  outboundTrunkId: null,
  dispatchRuleId: null,
};

type ReportedColumns = Pick<
  PhoneNumberRow,
  'id' | 'vendor' | 'vendor_id' | 'kind' | 'address' | 'address_folded' | 'status' | 'agent_id' | 'agents' | 'country'
> &
  Partial<PhoneNumberRow>;

/** Null for a number that is not known, and whose address nobody tells yet: it cannot be shown. */
function fromReported(
  vendor: VendorName,
  reported: VendorNumber,
  known: PhoneNumberRow | null,
): ReportedColumns | null {
  const address = known && isStillAt(reported, known) ? known.address : reported.address;
  if (address === undefined) return null;
  const columns: ReportedColumns = {
    id: toNumberId(vendor, reported.vendorId),
    vendor,
    vendor_id: reported.vendorId,
    kind: reported.kind,
    ...placeOf(reported.kind, address),
    status: reported.status,
    ...agentsOf(reported),
  };
  if (reported.fallbackAddress !== undefined) columns.fallback_address = reported.fallbackAddress;
  if (reported.label !== undefined) columns.label = reported.label;
  if (reported.inboundRouting !== undefined) columns.inbound_routing = toJson(reported.inboundRouting);
  if (reported.carrier !== undefined) columns.carrier = reported.carrier;
  if (reported.smsCapable !== undefined)
    columns.sms_capable = reported.smsCapable === null ? null : Number(reported.smsCapable);
  if (reported.trunk !== undefined) columns.trunk = toJson(reported.trunk);
  // Kept where it is seen no more: it tells of which call the number came, whatever was done with it since.
  if (typeof reported.marker === 'string') columns.marker = reported.marker;
  if (reported.createdAt !== undefined) columns.created_at = reported.createdAt;
  if (reported.updatedAt !== undefined) columns.updated_at = reported.updatedAt;
  return columns;
}

/** Who takes its calls: where several do, those that take most of them first. */
function agentsOf({ agentId, agents = [] }: VendorNumber): Pick<PhoneNumberRow, 'agent_id' | 'agents'> {
  const [first, ...others] = agents.toSorted(
    (one, other) => other.weight - one.weight || (one.agentId < other.agentId ? -1 : 1),
  );
  if (first === undefined || others.length === 0) return { agent_id: agentId, agents: null };
  return { agent_id: first.agentId, agents: JSON.stringify([first, ...others]) };
}

/** All that an address tells. */
function placeOf(kind: PhoneNumberRow['kind'], address: string) {
  return { address, address_folded: address.toLowerCase(), country: kind === 'PSTN' ? countryOf(address) : null };
}

/** Whether it is at the address that is known, for all that the vendor tells: it may write a number in several ways. */
function isStillAt(reported: VendorNumber, { address }: PhoneNumberRow): boolean {
  return reported.address === undefined || isNumber(reported, address);
}

function toJson(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

function newRow(reported: ReportedColumns, at: string): PhoneNumberRow {
  return {
    label: null,
    label_folded: '',
    fallback_address: null,
    inbound_routing: null,
    acquisition: 'DISCOVERED',
    locked: 0,
    carrier: null,
    sms_capable: null,
    trunk: null,
    marker: null,
    created_at: null,
    created_sort: '',
    updated_at: null,
    synced_at: at,
    first_seen_at: at,
    written_seq: 0,
    seen_seq: 0,
    obtained_at: null,
    unlinked_at: null,
    gone_at: null,
    ...reported,
  };
}
