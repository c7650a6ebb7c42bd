import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { type Database, isPassing } from '../../src/database/database.ts';
import { openTestDatabase } from '../support/databases.ts';
import { collectEndings } from '../support/endings.ts';

const endings = collectEndings();

async function open(): Promise<Database> {
  const { database, close } = await openTestDatabase('PostgreSQL');
  endings.push(close);
  return database;
}

/** In a transaction, so that the session is the same; a kept statement belongs to one. */
async function countKept(database: Database, ask: (database: Database) => Promise<unknown>): Promise<number> {
  return database.transaction().execute(async (transaction) => {
    await ask(transaction);
    const kept = await sql<{ count: number }>`select count(*) from pg_prepared_statements where name <> ${''}`.execute(
      transaction,
    );
    return kept.rows[0]?.count ?? Number.NaN;
  });
}

const numbersOf = (database: Database, ids: readonly string[]) =>
  database.selectFrom('numbers').selectAll().where('id', 'in', ids).execute();

it('a list of values makes one statement, however long it is', async () => {
  const database = await open();
  const before = await countKept(database, (transaction) => numbersOf(transaction, ['a']));
  const after = await countKept(database, async (transaction) => {
    for (let length = 2; length <= 20; length += 1) {
      await numbersOf(
        transaction,
        Array.from({ length }, (_, index) => `id-${index}`),
      );
    }
  });
  expect(after).toBe(before);
});

it('a session keeps no more than 200 statements, and no long ones', async () => {
  const database = await open();
  const kept = await countKept(database, async (transaction) => {
    await sql`select ${'long'}::text as ${sql.raw(`a${' '.repeat(2_000)}`)}`.execute(transaction);
    for (let index = 0; index < 250; index += 1) {
      await sql`select ${'short'}::text as ${sql.raw(`a${index}`)}`.execute(transaction);
    }
  });
  expect(kept).toBe(200);
});

it('a migration by a newer version fails no read, in no session', async () => {
  const database = await open();
  const read = () => numbersOf(database, ['a']);
  // As many at a time as there are sessions.
  const readOften = () => Promise.all(Array.from({ length: 20 }, read));
  await readOften();
  await sql`alter table ${sql.table('numbers')} add column newer text`.execute(database);
  expect(await readOften()).toEqual(Array.from({ length: 20 }, () => []));
});

it('a migration by a newer version makes one piece of work fail in a way that passes', async () => {
  const database = await open();
  const work = () => database.transaction().execute((transaction) => numbersOf(transaction, ['a']));
  await work();
  await sql`alter table ${sql.table('numbers')} add column newer text`.execute(database);
  await expect(work()).rejects.toSatisfy(isPassing);
  expect(await work()).toEqual([]);
});
