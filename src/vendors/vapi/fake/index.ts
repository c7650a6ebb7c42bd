import type { FakeVendor } from '../../fake-kit/fake-vendor.ts';
import { createApi } from './api.ts';
import { assistants, createSeed } from './seed.ts';
import { type AccountState, accountState } from './state.ts';

/** The fake Vapi. */
export const fakeVapi: FakeVendor<AccountState> = {
  basePath: '',
  agents: assistants,
  stock: { exchange: '551', firstLine: 0, lineCount: 100 },
  state: accountState,
  settingsAt: (baseUrl) => ({ API_KEY: 'sandbox', BASE_URL: baseUrl }),
  seed: createSeed,
  create: createApi,
};
