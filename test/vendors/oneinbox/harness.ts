import { Secret } from '../../../src/domain/secret.ts';
import { oneInbox } from '../../../src/vendors/oneinbox/index.ts';
import type { ExactOrder, Import, StockQuery } from '../../../src/vendors/vendor.ts';
import { createVendorHarness } from '../../support/vendor-harness.ts';

export const agentId = '8a0f6c1e-5d1b-4a63-9a53-0d6f2f4b7c11';
export const otherAgentId = '2f6b7c0a-3a53-4a0c-8a34-51d3f0f7a922';
export const vendorId = '0d3f1a77-6b0e-4f0e-9a55-2a0d5b6c7e21';
export const order: ExactOrder = {
  number: '+14155550123',
  agentId,
  label: null,
  marker: null,
  inboundRouting: null,
};
export const imported: Import = {
  ...order,
  number: '+15735550188',
  source: {
    kind: 'SIP_TRUNK',
    terminationUri: 'example-trunk.pstn.twilio.com',
    username: 'example-user',
    password: new Secret('example-password'),
    carrier: 'twilio',
  },
};
export const query: StockQuery = { country: 'US', areaCode: '415', contains: null, limit: 10 };
/** The number of the fixtures, as this service understands it. */
export const mapped = {
  vendorId,
  kind: 'PSTN',
  address: '+14155550123',
  agentId,
  status: 'ACTIVE',
  label: 'Front desk',
  inboundRouting: {
    agentId,
    fallbackAgentId: otherAgentId,
    voicemailMessage: 'Please call again.',
  },
  carrier: 'twilio',
  smsCapable: true,
  trunk: {
    terminationUri: null,
    inboundTrunkId: 'trunk-in-example',
    outboundTrunkId: 'trunk-out-example',
    dispatchRuleId: 'rule-example',
  },
  createdAt: '2026-07-01T09:00:00.000Z',
  updatedAt: '2026-07-02T08:30:00.500Z',
};

/** What tests of the OneInbox adapter work with. */
export function createOneInboxHarness() {
  return createVendorHarness({
    definition: oneInbox,
    folder: new URL('.', import.meta.url),
    basePath: '',
    settings: (baseUrl) => ({ API_KEY: 'key-of-the-test', BASE_URL: baseUrl }),
    credentials: { authorization: 'Bearer key-of-the-test' },
    fixtures: ['number', 'registered-number', 'search-array', 'search-items', 'validation-error'],
  });
}
