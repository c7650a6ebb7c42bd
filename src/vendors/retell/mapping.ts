import type { SipTrunk, WeightedAgent } from '../../domain/phone-number.ts';
import { splitMarker } from '../marker.ts';
import { readAddress } from '../reported-number.ts';
import type { AnyOrder, Import, NumberChange, Order } from '../vendor.ts';
import type { VendorNumber } from '../vendor-number.ts';
import type { NumberBody } from './schemas.ts';

/**
 * A number in the port's words; `asked` is the number that was asked for. It has no status: what is in the account counts
 * as active. Its agents are those that take its inbound calls. The agents of outbound calls and of messages are left
 * alone, here and in every change: a number keeps whom it calls out with when somebody else is to answer it.
 */
export function toVendorNumber(body: NumberBody, asked?: string): VendorNumber {
  const agents = toAgents(body.inbound_agents);
  const [only, ...others] = agents;
  const carrier = carriers[body.phone_number_type ?? ''];
  const updatedAt = toTime(body.last_modification_timestamp);
  return {
    vendorId: body.phone_number,
    kind: 'PSTN',
    ...readAddress(body.phone_number, asked),
    agentId: others.length === 0 && only !== undefined ? only.agentId : null,
    agents,
    fallbackAddress: body.fallback_number || null,
    status: 'ACTIVE',
    ...splitMarker(body.nickname || null),
    ...(carrier !== undefined && { carrier }),
    trunk: toTrunk(body.sip_outbound_trunk_config?.termination_uri || null),
    ...(updatedAt !== null && { updatedAt }),
  };
}

/** Of a number that came over a trunk, the type says `custom`, which is no carrier. */
const carriers: Readonly<Record<string, string>> = { 'retell-twilio': 'twilio', 'retell-telnyx': 'telnyx' };

/** Who takes calls, each in all its versions together: one may stand there once for each version. */
function toAgents(shares: NumberBody['inbound_agents']): WeightedAgent[] {
  const weights = new Map<string, number>();
  for (const share of shares ?? []) {
    if (share !== null && share.weight > 0)
      weights.set(share.agent_id, (weights.get(share.agent_id) ?? 0) + share.weight);
  }
  return [...weights].map(([agentId, weight]) => ({ agentId, weight }));
}

/** An imported number, with the host of its trunk as it was sent: what answers a call with a login may repeat that. */
export function toImportedNumber(body: NumberBody, { number, source: { terminationUri } }: Import): VendorNumber {
  return { ...toVendorNumber(body, number), trunk: toTrunk(terminationUri) };
}

function toTrunk(terminationUri: string | null): SipTrunk | null {
  if (terminationUri === null) return null;
  return { terminationUri, inboundTrunkId: null, outboundTrunkId: null, dispatchRuleId: null };
}

function toTime(milliseconds: number | null | undefined): string | null {
  const time = new Date(milliseconds ?? Number.NaN);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

// In what is sent, an undefined member is one that JSON leaves out.

/** Names no number: its stock cannot be searched. The marker stands in place of the label. */
export function toPurchaseBody({ country, areaCode, ...order }: AnyOrder) {
  return { country_code: country, area_code: areaCode === null ? undefined : Number(areaCode), ...toOrderBody(order) };
}

/** Holds the trunk's login. Unless told not to, it takes texts that are no numbers (reference, 2026-09). */
export function toImportBody({ number, source, ...order }: Import) {
  return {
    phone_number: number,
    ignore_e164_validation: false,
    termination_uri: source.terminationUri,
    sip_trunk_auth_username: source.username,
    sip_trunk_auth_password: source.password,
    ...toOrderBody(order),
  };
}

function toOrderBody({ agentId, label, marker }: Pick<Order, 'agentId' | 'label' | 'marker'>) {
  return { nickname: marker ?? label ?? undefined, inbound_agents: agentId === null ? undefined : toShares(agentId) };
}

/** Names only what is to change. */
export function toUpdateBody({ agentId, label }: NumberChange) {
  return { nickname: label, inbound_agents: agentId === undefined ? undefined : toShares(agentId) };
}

/** One agent for all calls. Weights add up to 1 (reference, 2026-09). */
function toShares(agentId: string) {
  return [{ agent_id: agentId, weight: 1 }];
}
