import { isIPv4 } from 'node:net';
import type { NumberStatus } from '../../domain/phone-number.ts';
import { splitMarker } from '../marker.ts';
import { readAddress, timesOf } from '../reported-number.ts';
import type { AnyOrder, Import, NumberChange, Order, SipUser } from '../vendor.ts';
import type { VendorNumber } from '../vendor-number.ts';
import type { NumberBody } from './schemas.ts';

/** The longest name of a number, and of a trunk (reference, 2026-08). */
export const MAX_NAME = 40;

/** A number in the port's words; its name is a label or a marker. `asked` is the number that was asked for. */
export function toVendorNumber(body: NumberBody, asked?: string): VendorNumber {
  const { id, provider, number, sipUri, credentialId } = body;
  const isSip = !number && !!sipUri;
  return {
    vendorId: id,
    kind: isSip ? 'SIP' : 'PSTN',
    ...(isSip ? { address: sipUri } : toAddress(number, asked)),
    agentId: body.assistantId || null,
    status: toStatus(body.status),
    ...splitMarker(body.name || null),
    ...(provider && carriers.includes(provider) && { carrier: provider }),
    ...(provider === 'byo-phone-number' && credentialId && { trunk: toTrunk(credentialId) }),
    ...timesOf(body.createdAt, body.updatedAt),
  };
}

const carriers: readonly string[] = ['twilio', 'vonage', 'telnyx'];

/** None while it is activated, and none that is masked, as in `+165****8621` (field notes, 2026-08). */
function toAddress(number: string | null | undefined, asked: string | undefined) {
  return number && !number.includes('*') ? readAddress(number, asked) : {};
}

const statuses: Readonly<Record<string, NumberStatus>> = {
  active: 'ACTIVE',
  // Calls fail until it is active, which can take minutes (docs.vapi.ai/free-telephony, 2026-08).
  activating: 'INACTIVE',
  blocked: 'INACTIVE',
};

/** It need not tell one: then the number is in the account, and no more is known. */
function toStatus(word: string | null | undefined): NumberStatus {
  return word ? (statuses[word.toLowerCase()] ?? 'UNKNOWN') : 'ACTIVE';
}

/** One credential is the trunk in both directions. */
function toTrunk(credentialId: string, terminationUri: string | null = null) {
  return { terminationUri, inboundTrunkId: credentialId, outboundTrunkId: credentialId, dispatchRuleId: null };
}

/** An imported number, with the host of its trunk, which the vendor shows in the credential only. */
export function toImportedNumber(body: NumberBody, order: Import, credentialId: string): VendorNumber {
  const trunk = toTrunk(credentialId, order.source.terminationUri);
  return { ...toVendorNumber(body, order.number), trunk };
}

/** The SIP host of the region that this API host is in; the key belongs to the same (docs.vapi.ai/advanced/sip, 2026-08). */
export function toSipHost(baseUrl: string): string {
  return /(^|\.)eu\./.test(new URL(baseUrl).hostname) ? 'sip.eu.vapi.ai' : 'sip.vapi.ai';
}

// In what is sent, an undefined member is one that JSON leaves out.

/** Where an order has a marker, that is the name until the label follows. */
function toRouting({ agentId, label, marker }: Order) {
  return { name: marker ?? label ?? undefined, assistantId: agentId ?? undefined };
}

/** What the vendor picks. */
export function toPurchaseBody(order: AnyOrder) {
  return { ...toRouting(order), provider: 'vapi', numberDesiredAreaCode: order.areaCode ?? undefined };
}

/** Holds the user's login. */
export function toSipBody(user: SipUser, sipUri: string) {
  const { username, password } = user;
  return { ...toRouting(user), provider: 'vapi', sipUri, authentication: { username, password } };
}

/** Holds the trunk's login. */
export function toTrunkBody({ source }: Import, name: string) {
  const { terminationUri, username, password, carrier } = source;
  const [host = '', port] = terminationUri.split(':');
  // What takes calls must be an IPv4 address; a host name is for making calls only (SIP trunk guide, 2026-08).
  const gateway = { ip: host, ...(port !== undefined && { port: Number(port) }), inboundEnabled: isIPv4(host) };
  return {
    provider: 'byo-sip-trunk',
    name,
    gateways: [gateway],
    outboundAuthenticationPlan: { authUsername: username, authPassword: password },
    // These two dial with a plus in front, others without (SIP trunk guide, 2026-08).
    outboundLeadingPlusEnabled: /twilio|vonage/i.test(`${carrier} ${host}`),
  };
}

/** The number that the trunk brings. */
export function toImportBody(order: Import, credentialId: string) {
  return { ...toRouting(order), provider: 'byo-phone-number', number: order.number, credentialId };
}

/** Names only what is to change, and the provider, by which the vendor tells what kind of change it is. */
export function toUpdateBody(provider: string | null | undefined, { agentId, label }: Change) {
  // No page says that a name may be null; an empty one is allowed, and is none.
  return { provider: provider ?? undefined, assistantId: agentId, name: label === null ? '' : label };
}

/** A null agent unlinks. */
export type Change = Pick<NumberChange, 'label'> & { readonly agentId?: string | null };
