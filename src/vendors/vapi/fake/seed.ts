import type { AccountState } from './state.ts';

/** The account that everything belongs to. */
export const ORG_ID = '5f0c6b1e-3d2a-4c7f-9b8e-1a2d3c4e5f60';
const CONCIERGE = '2b6f0c9d-7a41-4e5b-8c3d-90e1f2a3b4c5';
const NIGHT_DESK = '8d3e5a7b-1c2f-4d60-a9b8-c7d6e5f40312';

/** The assistants of the account. */
export const assistants = [
  { id: CONCIERGE, name: 'Concierge' },
  { id: NIGHT_DESK, name: 'Night desk' },
] as const;

const common = { orgId: ORG_ID, status: 'active' } as const;
const at = (time: string) => ({ createdAt: time, updatedAt: time });

/** The account when nobody has done anything yet. */
export function createSeed(): AccountState {
  return {
    credentials: [],
    numbers: [
      {
        ...common,
        ...at('2026-07-01T09:00:00.000Z'),
        id: 'a1f4c0de-52b7-4f19-8e3d-6c7b8a901234',
        provider: 'vapi',
        number: '+14155510160',
        name: 'Front desk',
        assistantId: CONCIERGE,
      },
      {
        ...common,
        ...at('2026-07-02T09:00:00.000Z'),
        id: 'b2e5d1cf-63c8-4a2b-9f4e-7d8c9ba12345',
        provider: 'vapi',
        sipUri: 'sip:acme-lobby@sip.vapi.ai',
        name: 'Lobby',
        assistantId: null,
      },
      {
        ...common,
        ...at('2026-07-03T09:00:00.000Z'),
        id: 'c3d6e2b0-74d9-4b3c-8a5f-8e9dacb23456',
        provider: 'twilio',
        number: '+12125510175',
        twilioAccountSid: 'AC00000000000000000000000000000000',
        assistantId: NIGHT_DESK,
      },
    ],
  };
}
