import type { FakeVendor } from '../../fake-kit/fake-vendor.ts';
import { createApi } from './api.ts';
import { agents, createSeed } from './seed.ts';
import { type AccountState, accountState } from './state.ts';

/** The fake Retell. */
export const fakeRetell: FakeVendor<AccountState> = {
  basePath: '',
  agents,
  stock: { exchange: '553', firstLine: 0, lineCount: 100 },
  settingsAt: (baseUrl) => ({ API_KEY: 'sandbox', BASE_URL: baseUrl }),
  state: accountState,
  seed: createSeed,
  create: createApi,
};
