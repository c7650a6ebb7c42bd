import type { FakeVendor } from '../../fake-kit/fake-vendor.ts';
import { createApi } from './api.ts';
import { agents, createSeed } from './seed.ts';
import { type WorkspaceState, workspaceState } from './state.ts';

/** The fake ElevenLabs. It sells nothing. */
export const fakeElevenLabs: FakeVendor<WorkspaceState> = {
  basePath: '',
  agents,
  stock: null,
  settingsAt: (baseUrl) => ({ API_KEY: 'sandbox', BASE_URL: baseUrl }),
  state: workspaceState,
  seed: createSeed,
  create: createApi,
};
