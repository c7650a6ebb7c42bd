import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { explain } from '../../bench/growth/explain.ts';
import { openFilled } from '../../bench/growth/stores.ts';
import { createLedgerReads } from '../../src/ledger/reads.ts';
import { everything } from '../support/registry-harness.ts';

it('operations of some numbers, and of a bulk, are found by these, whatever else they are narrowed by', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'phone-numbers-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const filled = await openFilled('SQLite', { size: 1, folder, serverUrl: '', listens: true });
  onTestFinished(() => filled.database.destroy());
  const ledger = createLedgerReads(filled.database, () => new Date());
  const narrow = { kinds: ['PURCHASE', 'RELEASE'], statuses: ['SUCCEEDED'] } as const;
  const bulk = await explain(filled, async () => {
    await ledger.page({ filter: { account: 'default', bulkKey: 'one', ...narrow }, paging: everything });
    await ledger.count({ account: 'default', bulkKey: 'one', ...narrow });
  });
  expect(
    bulk.match(/SEARCH operations USING INDEX sqlite_autoindex_operations_\d+ \(account=\? AND idempotency_key>/g),
  ).toHaveLength(2);
  for (const filter of [{ phoneNumberIds: ['one', 'other'] }, { phoneNumberId: 'one' }]) {
    const plan = await explain(filled, async () => {
      await ledger.page({ filter: { ...filter, ...narrow }, paging: everything });
      await ledger.count({ ...filter, ...narrow });
    });
    expect(plan.match(/SEARCH operations USING INDEX operations_phone_number_id/g)).toHaveLength(2);
  }
});
