import type { FakeVendor } from '../../fake-kit/fake-vendor.ts';
import { createApi, type SearchShape } from './api.ts';
import { agents, createSeed } from './seed.ts';
import { type AccountState, accountState } from './state.ts';

/** Makes the fake OneInbox. `searchShape` is how it wraps the results of a search. */
export function createFakeOneInbox({
  searchShape = 'items',
}: {
  searchShape?: SearchShape;
} = {}): FakeVendor<AccountState> {
  return {
    basePath: '',
    agents,
    // The first halves of the hundreds hold the numbers of the vendor's examples.
    stock: { exchange: '555', firstLine: 0, lineCount: 50 },
    settingsAt: (baseUrl) => ({ API_KEY: 'sandbox', BASE_URL: baseUrl }),
    state: accountState,
    seed: createSeed,
    readVersion1: ({ oneInbox }) => ({ numbers: oneInbox }),
    create: (account) => createApi(account, searchShape),
  };
}
