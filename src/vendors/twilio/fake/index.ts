import type { FakeVendor } from '../../fake-kit/fake-vendor.ts';
import { toTrunks } from '../../fake-kit/trunks.ts';
import { createApi } from './api.ts';
import { createSeed } from './seed.ts';
import { type AccountState, accountState } from './state.ts';

/** The fake Twilio. Its prices are asked for at the same place as its numbers. */
export const fakeTwilio: FakeVendor<AccountState> = {
  basePath: '',
  agents: [],
  stock: { exchange: '558', firstLine: 0, lineCount: 100 },
  settingsAt: (baseUrl, platforms = []) => ({
    ACCOUNT_SID: 'AC5a4db0c5a0e0d4e6a8f1b2c3d4e5f607',
    API_KEY: 'SK6b5ec1d6b1f1e5f7b902c3d4e5f60718',
    API_KEY_SECRET: 'sandbox',
    BASE_URL: baseUrl,
    PRICING_URL: baseUrl,
    TRUNKS: toTrunks(platforms, '203.0.113.20', (digest) => `TK${digest}`),
  }),
  state: accountState,
  seed: createSeed,
  create: createApi,
};
