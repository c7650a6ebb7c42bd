import type { AccountState } from './state.ts';

const RECEPTION = '8a0f6c1e-5d1b-4a63-9a53-0d6f2f4b7c11';
const NIGHT_LINE = '2f6b7c0a-3a53-4a0c-8a34-51d3f0f7a922';
const SEEDED_AT = '2026-07-01T09:00:00Z';

/** The agents of the account; the first one answers for numbers that nobody named an agent for. */
export const agents = [
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

/** The account when nobody has done anything yet; ids are those of the vendor's examples. */
export function createSeed(): AccountState {
  return {
    numbers: [
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
  };
}
