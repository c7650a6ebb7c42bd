import type { NumberRecord, WorkspaceState } from './state.ts';

const RECEPTION = '9c2e7f35-1b5e-4b1e-8f2f-7a5f0d3c6b20';
const AFTER_HOURS = 'b4d0a6f8-6c1d-4e0a-9d57-3e8f1c2a7b41';

/** The agents of the workspace. */
export const agents = [
  { id: RECEPTION, name: 'Reception', language: 'en' },
  { id: AFTER_HOURS, name: 'After hours', language: 'en' },
] as const;

const numbers: readonly NumberRecord[] = [
  { id: '4f1d5a2e-7b7e-4f8d-9d3f-0a6f2b9c1d10', number: '+14155550160', type: 'PSTN', agentId: RECEPTION },
  { id: '1c8b9d64-52ce-4a0b-8a7e-6f0d4e2b9a55', number: '+12125550175', type: 'PSTN', agentId: null },
  { id: 'e5a7c2d0-9f34-4c6b-b1d8-2a4e7f9c0b66', number: '+442079460171', type: 'PSTN', agentId: AFTER_HOURS },
  { id: '77a8e3c0-0a4b-4b34-9e50-3d2c8f6e5a31', number: 'acme-desk', type: 'SIP_USERNAME', agentId: null },
];

/** The workspace when nobody has done anything yet; ids are those of the vendor's examples. */
export function createSeed(): WorkspaceState {
  return {
    rows: numbers.map((number, index) => ({ order: index + 1, number: { ...number } })),
    lastOrder: numbers.length,
  };
}
