import type { StockQuery } from '../../../src/vendors/vendor.ts';
import { vogent } from '../../../src/vendors/vogent/index.ts';
import { createVendorHarness } from '../../support/vendor-harness.ts';

export const agentId = '9c2e7f35-1b5e-4b1e-8f2f-7a5f0d3c6b20';
export const vendorId = '4f1d5a2e-7b7e-4f8d-9d3f-0a6f2b9c1d10';
export const query: StockQuery = { country: 'US', areaCode: '415', contains: null, limit: 5 };
/** The numbers of the fixtures, as this service understands them. */
export const linked = { vendorId, kind: 'PSTN', address: '+14155550160', agentId, status: 'ACTIVE' };
export const sipUser = {
  vendorId: '77a8e3c0-0a4b-4b34-9e50-3d2c8f6e5a31',
  kind: 'SIP',
  address: 'sip:acme-desk@sip.vogent.ai',
  agentId: null,
  status: 'ACTIVE',
};

/** What tests of the Vogent adapter work with. */
export function createVogentHarness() {
  return createVendorHarness({
    definition: vogent,
    folder: new URL('.', import.meta.url),
    basePath: '/api',
    settings: (baseUrl) => ({ API_KEY: 'key-of-the-test', BASE_URL: baseUrl }),
    credentials: { authorization: 'Bearer key-of-the-test' },
    fixtures: ['number', 'unlinked-number', 'sip-user', 'first-page', 'last-page', 'search'],
  });
}
