import type { SandboxState } from './state.ts';

const RECEPTION = '8a0f6c1e-5d1b-4a63-9a53-0d6f2f4b7c11';
const NIGHT_LINE = '2f6b7c0a-3a53-4a0c-8a34-51d3f0f7a922';
const VOGENT_RECEPTION = '9c2e7f35-1b5e-4b1e-8f2f-7a5f0d3c6b20';
const VOGENT_AFTER_HOURS = 'b4d0a6f8-6c1d-4e0a-9d57-3e8f1c2a7b41';
const SEEDED_AT = '2026-07-01T09:00:00Z';
const USUAL_STOCK = 100;

/** The agents of the OneInbox account; the first one answers for numbers that nobody named an agent for. */
export const oneInboxAgents = [
  {
    id: RECEPTION,
    name: 'Reception',
    llm_id: '5b1c6a60-94b7-4f6d-8bb0-6f5a2cf0f0aa',
    language: 'en',
    created_at: SEEDED_AT,
    updated_at: SEEDED_AT,
  },
  {
    id: NIGHT_LINE,
    name: 'Night line',
    llm_id: '5b1c6a60-94b7-4f6d-8bb0-6f5a2cf0f0aa',
    language: 'en',
    created_at: SEEDED_AT,
    updated_at: SEEDED_AT,
  },
] as const;

/** The agents of the Vogent account. */
export const vogentAgents = [
  { id: VOGENT_RECEPTION, name: 'Reception', language: 'en' },
  { id: VOGENT_AFTER_HOURS, name: 'After hours', language: 'en' },
] as const;

/** The two accounts as they are when nobody has done anything yet; ids are those of the vendors' examples. */
export function createSeedState(): SandboxState {
  return {
    version: 1,
    perAreaCode: USUAL_STOCK,
    oneInbox: [
      {
        id: '0d3f1a77-6b0e-4f0e-9a55-2a0d5b6c7e21',
        phone_number: '+14155550123',
        friendly_name: 'Front desk',
        provider: 'twilio',
        agent_id: RECEPTION,
        status: 'active',
        inbound_trunk_id: 'trunk-in-example',
        outbound_trunk_id: 'trunk-out-example',
        dispatch_rule_id: 'rule-example',
        inbound_routing: { agent_id: RECEPTION, fallback: null, voicemail_message: null },
        sms_capable: true,
        created_at: SEEDED_AT,
        updated_at: SEEDED_AT,
      },
      {
        id: '6c9a1f0b-2f5f-4c1f-8d4b-9a7b7c1e4f33',
        phone_number: '+15735550188',
        friendly_name: 'Imported line',
        provider: 'twilio',
        agent_id: RECEPTION,
        status: 'active',
        inbound_trunk_id: null,
        outbound_trunk_id: 'trunk-out-example',
        dispatch_rule_id: null,
        inbound_routing: null,
        created_at: SEEDED_AT,
        updated_at: SEEDED_AT,
      },
    ],
    vogent: [
      {
        order: 1,
        number: {
          id: '4f1d5a2e-7b7e-4f8d-9d3f-0a6f2b9c1d10',
          number: '+14155550160',
          type: 'PSTN',
          agentId: VOGENT_RECEPTION,
        },
      },
      {
        order: 2,
        number: {
          id: '1c8b9d64-52ce-4a0b-8a7e-6f0d4e2b9a55',
          number: '+12125550175',
          type: 'PSTN',
          agentId: null,
        },
      },
      {
        order: 3,
        number: {
          id: 'e5a7c2d0-9f34-4c6b-b1d8-2a4e7f9c0b66',
          number: '+442079460171',
          type: 'PSTN',
          agentId: VOGENT_AFTER_HOURS,
        },
      },
      {
        order: 4,
        number: {
          id: '77a8e3c0-0a4b-4b34-9e50-3d2c8f6e5a31',
          number: 'acme-desk',
          type: 'SIP_USERNAME',
          agentId: null,
        },
      },
    ],
    lastOrder: 4,
    soldToOthers: [],
    sales: [],
  };
}
