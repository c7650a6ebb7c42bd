import { type Kysely, sql, type Transaction } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forCopies } from '../../src/database/database.ts';
import type { Tables } from '../../src/database/tables.ts';
import { engines, openTestDatabase, type TestDatabase } from '../support/databases.ts';

const MANY = 120;

describe.each(engines)('what is only a copy, on %s,', (engine) => {
  let opened: TestDatabase;
  beforeEach(async () => {
    opened = await openTestDatabase(engine);
  });
  afterEach(() => opened.close());

  /** Whether commits of this transaction wait for the disk, as the database itself says. */
  async function waitsForDisk(transaction: Transaction<Tables>): Promise<boolean> {
    const { rows } =
      engine === 'SQLite'
        ? await sql<{ setting: number }>`select synchronous as setting from pragma_synchronous`.execute(transaction)
        : await sql<{ setting: string }>`select current_setting('synchronous_commit') as setting`.execute(transaction);
    const setting = rows[0]?.setting;
    expect([1, 2, 'on', 'off']).toContain(setting);
    return setting === 2 || setting === 'on';
  }

  const record = (database: Kysely<Tables>, vendor: string) =>
    database.transaction().execute(async (transaction) => {
      await transaction.insertInto('vendor_syncs').values({ vendor, synced_at: '2026-07-01T00:00:00.000Z' }).execute();
      return waitsForDisk(transaction);
    });
  const recorded = async () => {
    const rows = await opened.database.selectFrom('vendor_syncs').select('vendor').execute();
    return rows.map(({ vendor }) => vendor).toSorted();
  };

  it('is committed without the disk, and seen by everybody at once', async () => {
    expect(await record(forCopies(opened.database), 'A')).toBe(false);
    expect(await recorded()).toEqual(['A']);
    expect(await record(opened.database, 'B')).toBe(true);
    expect(await record(forCopies(opened.database), 'C')).toBe(false);
    expect(await recorded()).toEqual(['A', 'B', 'C']);
  });

  it('keeps nothing else from waiting for the disk, in whatever order they come', async () => {
    const isCopy = (index: number) => index % 3 === 0 || index % 7 === 1;
    // Whatever is set up at the first use would let the others go first.
    await record(forCopies(opened.database), 'before');
    const work = Array.from({ length: MANY }, (_, index) =>
      record(isCopy(index) ? forCopies(opened.database) : opened.database, String(index)),
    );
    const waited = await Promise.all(work);
    expect(waited.filter((waits, index) => !waits && !isCopy(index))).toEqual([]);
    expect(await recorded()).toHaveLength(MANY + 1);
  });

  it('fails for itself', async () => {
    await record(opened.database, 'A');
    const outcomes = await Promise.allSettled([
      record(forCopies(opened.database), 'B'),
      record(forCopies(opened.database), 'A'),
      record(opened.database, 'C'),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await recorded()).toEqual(['A', 'B', 'C']);
  });
});
