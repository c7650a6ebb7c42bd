import { createRecord } from './records.ts';
import type { AccountState, NumberRecord } from './state.ts';

const HOTLINE = 'agent_1f7d0c52a9e84b3fb6';
const OVERFLOW = 'agent_84c6e02d7b1f49a5c3';

/** The agents of the account. */
export const agents = [
  { id: HOTLINE, name: 'Hotline' },
  { id: OVERFLOW, name: 'Overflow' },
] as const;

const at = '2026-07-01T09:00:00.000Z';

/** The account when nobody has done anything yet: two agents share the calls of the second number. */
export function createSeed(): AccountState {
  const numbers: NumberRecord[] = [
    createRecord({ number: '+14155530120', nickname: 'Hotline', shares: { [HOTLINE]: 1 }, at }),
    createRecord({
      number: '+12125530121',
      nickname: 'Sales',
      shares: { [HOTLINE]: 0.7, [OVERFLOW]: 0.3 },
      fallback: '+12125550199',
      at,
    }),
    createRecord({ number: '+442079460174', trunk: 'trunk.example.com', at }),
  ];
  return { rows: numbers.map((number, index) => ({ order: index + 1, number })), lastOrder: numbers.length };
}
