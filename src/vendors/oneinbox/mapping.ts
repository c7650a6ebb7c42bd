import type { InboundRouting, InboundRoutingChange, NumberStatus, SipTrunk } from '../../domain/phone-number.ts';
import { readAddress, readCandidate, timesOf } from '../reported-number.ts';
import type { ExactOrder, Import, NumberChange, Offer, StockQuery } from '../vendor.ts';
import type { VendorNumber } from '../vendor-number.ts';
import type { NumberBody, SearchBody } from './schemas.ts';

/**
 * A number in the port's words. `asked` is the number that was asked for. It has no address while the vendor has not got it
 * yet: the statuses are an open set (seed page), and such words are what others use.
 */
export function toVendorNumber(body: NumberBody, asked?: string): VendorNumber {
  const { phone_number: number, status } = body;
  const isAssigned = number && !NOT_ASSIGNED.test(status ?? '');
  return {
    vendorId: body.id,
    kind: 'PSTN',
    ...(isAssigned && readAddress(number, asked)),
    agentId: body.agent_id || null,
    status: toStatus(status),
    label: body.friendly_name ?? null,
    inboundRouting: toInboundRouting(body.inbound_routing),
    carrier: body.provider ?? null,
    smsCapable: body.sms_capable ?? null,
    trunk: toTrunk(body),
    ...timesOf(body.created_at, body.updated_at),
  };
}

const NOT_ASSIGNED =
  /^(pending|processing|in[ _-]?progress|provisioning|queued|requested|ordered|ordering|purchasing|creating|initiat\w*|fail\w*|reject\w*)/i;

/** An imported number, with the host of its trunk, which the vendor takes but never tells. */
export function toImportedNumber(
  body: NumberBody,
  { number: asked, source: { terminationUri } }: Import,
): VendorNumber {
  const number = toVendorNumber(body, asked);
  const trunk = number.trunk ?? {
    inboundTrunkId: null,
    outboundTrunkId: null,
    dispatchRuleId: null,
  };
  return { ...number, trunk: { ...trunk, terminationUri } };
}

/** E.164 numbers in the vendor's order; candidates that are none are left out. */
export function toStock(body: SearchBody, { country, limit }: StockQuery): Offer[] {
  return body
    .map((candidate) => readCandidate(candidate?.phone_number ?? '', country))
    .filter((number) => number !== null)
    .map((number) => ({ number }))
    .slice(0, limit);
}

/** A search in the vendor's words. */
export function toSearchParameters({ country, areaCode, contains, limit }: StockQuery) {
  return { country, area_code: areaCode, contains, limit };
}

// In what is sent, an undefined member is one that JSON leaves out.

/** Always names the number: what the vendor picks by itself could not be looked up after a lost answer. */
export function toPurchaseBody({ number, agentId, label, inboundRouting }: ExactOrder) {
  return {
    phone_number: number,
    agent_id: agentId ?? undefined,
    friendly_name: label ?? undefined,
    inbound_routing: inboundRouting ? toRoutingBody(inboundRouting) : undefined,
  };
}

/** Holds the trunk's login. */
export function toImportBody(number: Import) {
  const { carrier, terminationUri, username, password } = number.source;
  return {
    ...toPurchaseBody(number),
    provider: carrier ?? undefined,
    provider_config: {
      trunk_address: terminationUri,
      auth_username: username,
      auth_password: password,
    },
  };
}

/** Names only what is to change. */
export function toUpdateBody({ agentId, label, inboundRouting }: NumberChange) {
  return {
    agent_id: agentId,
    friendly_name: label,
    inbound_routing: inboundRouting ? toRoutingBody(inboundRouting) : undefined,
  };
}

// What is left out keeps its value, and only an explicit null removes the fallback (reference, 2026-07).
function toRoutingBody({ agentId, fallbackAgentId, voicemailMessage }: InboundRoutingChange) {
  const fallback = fallbackAgentId ? { agent_id: fallbackAgentId } : fallbackAgentId;
  return { agent_id: agentId, fallback, voicemail_message: voicemailMessage };
}

function toInboundRouting(body: NumberBody['inbound_routing']): InboundRouting | null {
  if (!body) return null;
  return {
    agentId: body.agent_id,
    fallbackAgentId: body.fallback?.agent_id || null,
    voicemailMessage: body.voicemail_message ?? null,
  };
}

function toTrunk(body: NumberBody): SipTrunk | null {
  const inboundTrunkId = body.inbound_trunk_id ?? null;
  const outboundTrunkId = body.outbound_trunk_id ?? null;
  const dispatchRuleId = body.dispatch_rule_id ?? null;
  if (inboundTrunkId === null && outboundTrunkId === null && dispatchRuleId === null) return null;
  return { terminationUri: null, inboundTrunkId, outboundTrunkId, dispatchRuleId };
}

const statuses: Readonly<Record<string, NumberStatus>> = { active: 'ACTIVE', inactive: 'INACTIVE' };

function toStatus(word: string | null | undefined): NumberStatus {
  return statuses[word?.toLowerCase() ?? ''] ?? 'UNKNOWN';
}
