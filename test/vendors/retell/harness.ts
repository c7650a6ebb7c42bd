import { Secret } from '../../../src/domain/secret.ts';
import { retell } from '../../../src/vendors/retell/index.ts';
import type { AnyOrder, Import } from '../../../src/vendors/vendor.ts';
import { createVendorHarness } from '../../support/vendor-harness.ts';

export const agentId = 'agent_1f7d0c52a9e84b3fb6';
export const otherAgentId = 'agent_84c6e02d7b1f49a5c3';
export const vendorId = '+14155530120';
export const marker = `pns-${'0f'.repeat(16)}`;
export const order: AnyOrder = {
  country: 'US',
  areaCode: '415',
  agentId,
  label: 'Hotline',
  marker,
  inboundRouting: null,
};
export const imported: Import = {
  number: '+442079460174',
  agentId,
  label: 'Front desk',
  marker: null,
  inboundRouting: null,
  source: {
    kind: 'SIP_TRUNK',
    terminationUri: 'trunk.example.com',
    username: 'example-user',
    password: new Secret('example-password'),
    carrier: null,
  },
};
const trunk = {
  terminationUri: 'trunk.example.com',
  inboundTrunkId: null,
  outboundTrunkId: null,
  dispatchRuleId: null,
};
const common = {
  kind: 'PSTN',
  status: 'ACTIVE',
  marker: null,
  fallbackAddress: null,
  updatedAt: '2026-07-01T09:00:00.500Z',
};
/** The numbers of the fixtures, as this service understands them. */
export const linked = {
  ...common,
  vendorId,
  address: vendorId,
  agentId,
  agents: [{ agentId, weight: 1 }],
  label: 'Hotline',
  carrier: 'twilio',
  trunk: null,
};
export const importedNumber = {
  ...common,
  vendorId: '+442079460174',
  address: '+442079460174',
  agentId: null,
  agents: [],
  label: null,
  trunk,
};

/** What tests of the Retell adapter work with. */
export function createRetellHarness() {
  return createVendorHarness({
    definition: retell,
    folder: new URL('.', import.meta.url),
    basePath: '',
    settings: (baseUrl) => ({ API_KEY: 'key-of-the-test', BASE_URL: baseUrl }),
    credentials: { authorization: 'Bearer key-of-the-test' },
    fixtures: ['number', 'unlinked-number', 'weighted-number', 'imported-number', 'first-page', 'last-page'],
  });
}
