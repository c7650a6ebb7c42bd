import type { VendorNumber } from '../../src/vendors/vendor-number.ts';

/** The vendor whose numbers fill the store: one without an account, so that nothing refreshes them. */
export const FILLED_VENDOR = 'ONEINBOX';
/** When the store was filled, as far as it is concerned: each filling gives the same bytes. */
export const FILLED_AT = new Date('2026-07-01T00:00:00.000Z');

const AGENTS = 201;
const FIRST_AT = Date.parse('2025-01-01T00:00:00.000Z');
const MINUTE_MS = 60_000;

/** The id of one of 201 agents, each of which has as many numbers as the others. */
export const agentIdAt = (index: number): string => toUuid(1, index % AGENTS);

/** The vendor's id of a number of the store. */
export const vendorIdAt = (index: number): string => toUuid(0, index);

/** Whether the number is a SIP address: every fifth. */
export const isSipAt = (index: number): boolean => index % 5 === 4;

/** A number of the store, with all that a vendor may tell of it. */
export function numberAt(index: number): VendorNumber {
  const agentId = agentIdAt(index);
  const fallbackAgentId = index % 3 === 0 ? agentIdAt(index + 1) : null;
  const inboundRouting = { agentId, fallbackAgentId, voicemailMessage: 'Please leave a message, "we" call back.' };
  const trunk = {
    terminationUri: null,
    inboundTrunkId: `trunk-${index}`,
    outboundTrunkId: null,
    dispatchRuleId: `rule-${index}`,
  };
  return {
    vendorId: vendorIdAt(index),
    kind: isSipAt(index) ? 'SIP' : 'PSTN',
    address: isSipAt(index) ? `sip:line-${index}@sip.example.com` : `+1${2_125_550_000 + index}`,
    agentId,
    status: 'ACTIVE',
    label: `Line ${index}`,
    inboundRouting: index % 4 === 0 ? inboundRouting : null,
    ...(!isSipAt(index) && { carrier: 'twilio', smsCapable: true, trunk: index % 7 === 0 ? trunk : null }),
    createdAt: new Date(FIRST_AT + index * MINUTE_MS).toISOString(),
    updatedAt: new Date(FIRST_AT + index * MINUTE_MS * 2).toISOString(),
  };
}

function toUuid(first: number, index: number): string {
  return `${first}0000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
}
