import type { FakeVendor } from 'phone-numbers-subgraph/vendor-fake';
import { createApi } from './api.ts';
import { type AccountState, accountState, assistants } from './state.ts';

/** The fake Pickwick. */
export const fakePickwick: FakeVendor<AccountState> = {
  basePath: '/v3',
  agents: assistants,
  stock: { exchange: '556', firstLine: 0, lineCount: 100 },
  state: accountState,
  settingsAt: (baseUrl) => ({ API_KEY: 'sandbox', BASE_URL: baseUrl }),
  seed: () => ({
    lines: [{ line: '+14155560120', name: 'Club', assistant: 'asst_sam', since: '2026-07-01T09:00:00Z' }],
  }),
  create: createApi,
};
