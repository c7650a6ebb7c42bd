import type { NumberRecord, WorkspaceState } from './state.ts';

const CONCIERGE = 'agent_01jyelevenfake0concierge1';
const SURVEY = 'agent_01jyelevenfake000000survey';

/** The agents of the workspace. */
export const agents = [
  { id: CONCIERGE, name: 'Concierge' },
  { id: SURVEY, name: 'Survey' },
] as const;

const numbers: readonly NumberRecord[] = [
  {
    phone_number_id: 'phnum_01jyelevenfake00000000001',
    phone_number: '+13235550141',
    label: 'Concierge desk',
    provider: 'sip_trunk',
    agentId: CONCIERGE,
    trunkAddress: 'trunk.example.net',
    hasLogin: true,
  },
  {
    phone_number_id: 'phnum_01jyelevenfake00000000002',
    phone_number: '+442079460142',
    label: 'London survey',
    provider: 'twilio',
    agentId: null,
    trunkAddress: null,
    hasLogin: false,
  },
];

/** The workspace when nobody has done anything yet. */
export function createSeed(): WorkspaceState {
  return {
    rows: numbers.map((number, index) => ({ order: index + 1, number: { ...number } })),
    lastOrder: numbers.length,
  };
}
