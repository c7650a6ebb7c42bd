import { Secret } from '../../../src/domain/secret.ts';
import { elevenLabs } from '../../../src/vendors/elevenlabs/index.ts';
import type { Import } from '../../../src/vendors/vendor.ts';
import { createVendorHarness } from '../../support/vendor-harness.ts';

export const agentId = 'agent_01jyelevenfake0concierge1';
export const otherAgentId = 'agent_01jyelevenfake000000survey';
export const vendorId = 'phnum_01jyelevenfake00000000001';
export const root = '/v1/convai/phone-numbers';
export const pagedRoot = '/v1/convai/v2/phone-numbers';
/** The headers that carry a key which the sandbox takes. */
export const credentials = { 'xi-api-key': 'sandbox' };

export const imported: Import = {
  number: '+13235550141',
  agentId,
  label: 'Front desk',
  marker: 'pns-0123456789abcdef0123456789abcdef',
  inboundRouting: null,
  source: {
    kind: 'SIP_TRUNK',
    terminationUri: 'trunk.example.net',
    username: 'example-user',
    password: new Secret('example-password'),
    carrier: null,
  },
};

/** The numbers of the fixtures, as this service understands them. */
export const linked = {
  vendorId,
  kind: 'PSTN',
  address: '+13235550141',
  agentId,
  status: 'ACTIVE',
  label: 'Concierge desk',
  marker: null,
  trunk: { terminationUri: 'trunk.example.net', inboundTrunkId: null, outboundTrunkId: null, dispatchRuleId: null },
};
export const ofTwilio = {
  vendorId: 'phnum_01jyelevenfake00000000002',
  kind: 'PSTN',
  address: '+442079460142',
  agentId: null,
  status: 'ACTIVE',
  label: 'London survey',
  marker: null,
  carrier: 'twilio',
};

/** What tests of the ElevenLabs adapter work with. */
export function createElevenLabsHarness() {
  return createVendorHarness({
    definition: elevenLabs,
    folder: new URL('.', import.meta.url),
    basePath: '',
    settings: (baseUrl) => ({ API_KEY: 'key-of-the-test', BASE_URL: baseUrl }),
    credentials: { 'xi-api-key': 'key-of-the-test' },
    fixtures: ['number', 'unlinked-number', 'twilio-number', 'imported', 'first-page', 'last-page', 'validation-error'],
  });
}
