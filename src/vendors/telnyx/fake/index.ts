import type { FakeVendor } from '../../fake-kit/fake-vendor.ts';
import { toTrunks } from '../../fake-kit/trunks.ts';
import { createApi } from './api.ts';
import { type AccountState, accountState } from './state.ts';

const SINCE = '2026-07-01T09:00:00Z';

/** The fake Telnyx. A carrier has no agents. */
export const fakeTelnyx: FakeVendor<AccountState> = {
  basePath: '/v2',
  agents: [],
  stock: { exchange: '552', firstLine: 0, lineCount: 100 },
  state: accountState,
  settingsAt: (baseUrl, platforms = []) => ({
    API_KEY: 'sandbox',
    BASE_URL: baseUrl,
    TRUNKS: toTrunks(platforms, '203.0.113.21', (digest) => String(Number.parseInt(digest.slice(0, 12), 16))),
  }),
  seed: () => ({
    numbers: [
      seeded('1293384261075731499', '+14155520120', 'Main line'),
      { ...seeded('1293384261075731733', '+13125520150', 'Never to be lost'), deletion_lock_enabled: true },
      seeded('1293384261075731620', '+442079460552', null),
    ],
    orders: [],
  }),
  create: createApi,
};

function seeded(id: string, number: string, reference: string | null) {
  const facts = { status: 'active', deletion_lock_enabled: false, created_at: SINCE, connection_id: null };
  return { id, phone_number: number, customer_reference: reference, ...facts };
}
