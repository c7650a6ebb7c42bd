import { telnyx } from '../../../src/vendors/telnyx/index.ts';
import type { ExactOrder, StockQuery } from '../../../src/vendors/vendor.ts';
import { createVendorHarness } from '../../support/vendor-harness.ts';

export const vendorId = '1293384261075731499';
export const marker = 'pns-0123456789abcdef0123456789abcdef';
export const number = '+14155550123';
export const query: StockQuery = { country: 'US', areaCode: '415', contains: null, limit: 5 };
export const order: ExactOrder = { number, agentId: null, label: null, marker, inboundRouting: null };

/** The numbers of the fixtures, as this service understands them. */
export const held = {
  vendorId,
  kind: 'PSTN',
  address: number,
  agentId: null,
  status: 'ACTIVE',
  label: 'Front desk',
  marker: null,
  trunk: {
    terminationUri: null,
    inboundTrunkId: '1293384261075731461',
    outboundTrunkId: null,
    dispatchRuleId: null,
  },
  createdAt: '2026-11-01T09:00:05.000Z',
  updatedAt: '2026-11-02T10:00:00.000Z',
};
export const british = { ...held, vendorId: '1293384261075731620', address: '+442079460123', label: null, trunk: null };
export const bought = { ...held, label: null, marker, trunk: null };

/** What tests of the Telnyx adapter work with. */
export function createTelnyxHarness() {
  return createVendorHarness({
    definition: telnyx,
    folder: new URL('.', import.meta.url),
    basePath: '/v2',
    settings: (baseUrl) => ({ API_KEY: 'key-of-the-test', BASE_URL: baseUrl }),
    credentials: { authorization: 'Bearer key-of-the-test' },
    fixtures: [
      ...['number', 'bought-page', 'first-page', 'last-page', 'search', 'orders'],
      ...['order-pending', 'order-success', 'order-failure', 'order-waiting'],
      ...['not-authorized', 'number-already-held'],
    ],
  });
}
