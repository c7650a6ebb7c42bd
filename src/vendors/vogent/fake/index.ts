import type { FakeVendor } from '../../fake-kit/fake-vendor.ts';
import { createApi } from './api.ts';
import { agents, createSeed } from './seed.ts';
import { type WorkspaceState, workspaceState } from './state.ts';

/** The fake Vogent. */
export const fakeVogent: FakeVendor<WorkspaceState> = {
  basePath: '/api',
  agents,
  // Canadian numbers are filed under the US code (telephony page, 2026-07).
  stock: { exchange: '555', firstLine: 50, lineCount: 50, filedUnder: { US: ['CA'] } },
  settingsAt: (baseUrl) => ({ API_KEY: 'sandbox', BASE_URL: baseUrl }),
  state: workspaceState,
  seed: createSeed,
  readVersion1: ({ vogent, lastOrder }) => ({ rows: vogent, lastOrder }),
  create: createApi,
};
