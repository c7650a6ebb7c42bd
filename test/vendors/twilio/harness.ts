import { twilio } from '../../../src/vendors/twilio/index.ts';
import type { StockQuery } from '../../../src/vendors/vendor.ts';
import { createVendorHarness } from '../../support/vendor-harness.ts';

export const account = 'AC5a4db0c5a0e0d4e6a8f1b2c3d4e5f607';
export const vendorId = 'PN2a0747eba6abf96b7e3c3ff0b4530160';
export const number = '+14155580160';
export const root = `/2010-04-01/Accounts/${account}`;
export const numbers = `${root}/IncomingPhoneNumbers`;
export const query: StockQuery = { country: 'US', areaCode: '415', contains: null, limit: 5 };

const apiKey = 'SK6b5ec1d6b1f1e5f7b902c3d4e5f60718';

/** The headers of a login with that key. */
export const credentials = { authorization: `Basic ${Buffer.from(`${apiKey}:secret-of-the-test`).toString('base64')}` };

/** The settings of an account that is called here. */
export const settingsAt = (baseUrl: string) => ({
  ACCOUNT_SID: account,
  API_KEY: apiKey,
  API_KEY_SECRET: 'secret-of-the-test',
  BASE_URL: baseUrl,
  PRICING_URL: baseUrl,
});

/** The number of the fixtures, as this service understands it. */
export const held = {
  vendorId,
  kind: 'PSTN',
  address: number,
  agentId: null,
  status: 'ACTIVE',
  label: 'Front desk',
  marker: null,
  carrier: 'twilio',
  smsCapable: true,
  trunk: {
    terminationUri: null,
    inboundTrunkId: 'TK0a3d5f7c9b1e4628a0c2e4f6081a3c5e',
    outboundTrunkId: null,
    dispatchRuleId: null,
  },
  createdAt: '2026-07-01T09:00:00.000Z',
  updatedAt: '2026-07-01T09:00:00.000Z',
};

/** What tests of the Twilio adapter work with. */
export function createTwilioHarness() {
  return createVendorHarness({
    definition: twilio,
    folder: new URL('.', import.meta.url),
    basePath: '',
    settings: settingsAt,
    credentials,
    fixtures: ['number', 'first-page', 'last-page', 'search', 'prices', 'unavailable'],
  });
}
