import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../../src/database/migrate.ts';
import { openSqlite } from '../../src/database/sqlite.ts';
import { beginHeld, intentOf, openBench } from './ledger-bench.ts';
import { describeLedgerContract } from './ledger-contract.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ledger-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function open() {
  const database = openSqlite(join(directory, 'ledger.db'), () => {});
  await migrate(database);
  return { database, close: () => database.destroy() };
}

describe('the ledger on SQLite', () => {
  describeLedgerContract({ open });

  it('finds what was written down after it was closed and opened again', async () => {
    const first = await openBench(open);
    const held = await beginHeld(first.ledger);
    await first.ledger.recordSent(held, { target: '+14155550151', note: 'Asking.' });
    const before = await first.ledger.find(held.id);
    await first.close();
    const second = await openBench(open);
    expect(await second.ledger.find(held.id)).toEqual(before);
    await second.close();
  });

  it('takes a key up once for two processes on one file', async () => {
    const [one, two] = [await openBench(open), await openBench(open)];
    const begun = await Promise.all(
      Array.from({ length: 20 }, (_, caller) => (caller % 2 ? one : two).ledger.begin(intentOf())),
    );
    expect(begun.map(({ state }) => state).toSorted()).toEqual(['new', ...Array(19).fill('running')]);
    await Promise.all([one.close(), two.close()]);
  });
});
