import { vapi } from '../../../src/vendors/vapi/index.ts';
import { createVendorHarness } from '../../support/vendor-harness.ts';

export const vendorId = 'a1f4c0de-52b7-4f19-8e3d-6c7b8a901234';
export const agentId = '2b6f0c9d-7a41-4e5b-8c3d-90e1f2a3b4c5';
export const trunkId = 'e5f8a4d2-96fb-4d5e-8c7b-a0bf1ce45678';
const common = {
  status: 'ACTIVE',
  marker: null,
  createdAt: '2026-07-01T09:00:00.000Z',
  updatedAt: '2026-07-02T10:30:00.000Z',
} as const;
/** The numbers of the fixtures, as this service understands them. */
export const linked = { ...common, vendorId, kind: 'PSTN', address: '+14155550160', agentId, label: 'Front desk' };
export const sipAddress = {
  ...common,
  vendorId: 'b2e5d1cf-63c8-4a2b-9f4e-7d8c9ba12345',
  kind: 'SIP',
  address: 'sip:acme-lobby@sip.vapi.ai',
  agentId: null,
  label: 'Lobby',
};
export const ofTwilio = {
  ...common,
  vendorId: 'c3d6e2b0-74d9-4b3c-8a5f-8e9dacb23456',
  kind: 'PSTN',
  address: '+12125550175',
  agentId: null,
  label: null,
  carrier: 'twilio',
};
const trunk = { inboundTrunkId: trunkId, outboundTrunkId: trunkId, dispatchRuleId: null };
export const overTrunk = {
  ...common,
  vendorId: 'd4e7f3c1-85ea-4c4d-9b6a-9fae0bd34567',
  kind: 'PSTN',
  address: '+442079460123',
  agentId,
  label: 'London',
  trunk: { terminationUri: null, ...trunk },
};
export const imported = { ...overTrunk, trunk: { terminationUri: 'trunk.example.com', ...trunk } };

/** What tests of the Vapi adapter work with. */
export function createVapiHarness() {
  return createVendorHarness({
    definition: vapi,
    folder: new URL('.', import.meta.url),
    basePath: '',
    settings: (baseUrl) => ({ API_KEY: 'key-of-the-test', BASE_URL: baseUrl }),
    credentials: { authorization: 'Bearer key-of-the-test' },
    fixtures: ['number', 'unlinked-number', 'sip-address', 'twilio-number', 'trunk-number', 'trunk', 'page'],
  });
}
