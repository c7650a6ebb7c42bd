import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import type { LeasedOperation, Ledger, Result } from '../../src/ledger/ledger.ts';
import { createLedger } from '../../src/ledger/sql-ledger.ts';
import { openTestDatabase, type TestDatabase } from '../support/databases.ts';
import { beginSent, newOperation, reportedNumber } from '../support/ledger-harness.ts';

const ANOTHER_BEGIN = 'key-2';
/** Longer than the caller of a result waits for the disk, in ms. */
const LONG = 8_000;

let opened: TestDatabase;
let ledger: Ledger;
let leased: LeasedOperation;
beforeEach(async () => {
  opened = await openTestDatabase('SQLite');
  const clock = { now: () => new Date(), leaseMs: 60_000, pauseMs: () => 1_000, waitMs: 0 };
  ledger = createLedger({ ...clock, database: opened.database, limits: { inAll: null, perActor: null } });
  leased = await beginSent(ledger, '+14155550151');
});
afterEach(() => opened.close());

/** How many pages the file may have, as a disk that has no more. */
async function allowPages(database: Database, pages: number): Promise<void> {
  await sql`pragma max_page_count = ${sql.lit(pages)}`.execute(database);
}

async function fillDisk({ database }: TestDatabase): Promise<void> {
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(database);
  await allowPages(database, rows[0]?.page_count ?? 0);
}

const makeRoom = ({ database }: TestDatabase): Promise<void> => allowPages(database, 1_000_000);

const bought: Result = {
  status: 'SUCCEEDED',
  note: 'Bought.',
  errors: [],
  followUp: null,
  // Fits in none of the pages that there are.
  number: { vendor: 'LISTED', vendorId: 'v-1', reported: { ...reportedNumber('v-1'), label: 'Desk'.repeat(5_000) } },
};

describe('a disk that is full', () => {
  it('is named by what fails', async () => {
    await fillDisk(opened);
    const request = { areaCode: '415', label: 'Desk'.repeat(5_000) };
    const begun = ledger.begin(newOperation({ idempotencyKey: ANOTHER_BEGIN, request }));
    await expect(begun).rejects.toThrow('database or disk is full');
    await makeRoom(opened);
    expect((await ledger.begin(newOperation({ idempotencyKey: ANOTHER_BEGIN, request }))).state).toBe('new');
  });

  it('is waited for with a known answer', async () => {
    await fillDisk(opened);
    const finishing = ledger.finish(leased, bought);
    setTimeout(() => void makeRoom(opened), 500);
    expect((await finishing).operation.status).toBe('SUCCEEDED');
  });

  it('costs no known answer, however long it lasts', async () => {
    await fillDisk(opened);
    const startedAt = performance.now();
    await expect(ledger.finish(leased, bought)).rejects.toThrow('database or disk is full');
    expect(performance.now() - startedAt).toBeLessThan(LONG);
    await makeRoom(opened);
    await vi.waitFor(async () => expect((await ledger.find(leased.id))?.status).toBe('SUCCEEDED'), LONG);
  });

  it('costs no known answer though the lease is lost meanwhile', async () => {
    await fillDisk(opened);
    await expect(ledger.finish(leased, bought)).rejects.toThrow('database or disk is full');
    const free = { lease: null, lease_until: null };
    await opened.database.updateTable('operations').set(free).where('id', '=', leased.id).execute();
    await makeRoom(opened);
    await vi.waitFor(async () => expect((await ledger.find(leased.id))?.status).toBe('SUCCEEDED'), 2 * LONG);
  });
});
