import { expect, it, onTestFinished } from 'vitest';
import type { OperationFilter } from '../../src/domain/operation.ts';
import { createLedgerReads, type LedgerReads } from '../../src/ledger/reads.ts';
import { openTestDatabase } from '../support/databases.ts';
import { newOperation, openLedger } from '../support/ledger-harness.ts';
import { everything } from '../support/registry-harness.ts';

const filters: readonly OperationFilter[] = [
  {},
  { account: 'ours' },
  { actor: 'ann' },
  { actor: null },
  { kinds: ['LINK'] },
  { statuses: ['PENDING'], kinds: ['PURCHASE', 'LINK'] },
  { statuses: ['FAILED'] },
];

/** As with a table of a million rows, which no statement may look through at once. */
it('a list of operations is the same where its table is looked through part by part', async () => {
  const { database, close } = await openTestDatabase('SQLite');
  onTestFinished(close);
  const harness = await openLedger(async () => ({ database, close: async () => undefined }));
  for (let index = 0; index < 15; index += 1) {
    harness.pass(index % 3);
    const actor = index % 2 === 0 ? 'ann' : null;
    const kind = index % 5 === 0 ? 'LINK' : 'PURCHASE';
    await harness.ledger.begin(newOperation({ idempotencyKey: `key-${index}`, actor, kind }));
  }
  const whole = createLedgerReads(database, harness.now);
  const inParts = createLedgerReads(database, harness.now, { rowsAtOnce: 2 });
  const page = async (reads: LedgerReads, filter: OperationFilter, paging: object) =>
    reads.page({ filter, paging: { ...everything, ...paging } });
  for (const filter of filters) {
    expect(await inParts.count(filter)).toBe(await whole.count(filter));
    for (const direction of ['forward', 'backward']) {
      for (const size of [0, 1, 4, 50]) {
        const first = await page(whole, filter, { direction, size });
        expect(await page(inParts, filter, { direction, size })).toEqual(first);
        const edge = direction === 'forward' ? first.edges.at(-1) : first.edges[0];
        const next = { direction, size, [direction === 'forward' ? 'after' : 'before']: edge?.position ?? null };
        expect(await page(inParts, filter, next)).toEqual(await page(whole, filter, next));
      }
    }
  }
});
