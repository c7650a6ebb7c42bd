import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Kysely, sql, type Transaction } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqlite } from '../../src/database/sqlite.ts';
import type { Tables } from '../../src/database/tables.ts';

let folder: string;
let database: Kysely<Tables>;
let outside: DatabaseSync;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'phone-numbers-test-'));
  const file = join(folder, 'test.db');
  database = openSqlite(file, () => undefined);
  await sql`create table notes (text text primary key)`.execute(database);
  outside = new DatabaseSync(file);
});
afterEach(async () => {
  outside.close();
  await database.destroy();
  rmSync(folder, { recursive: true });
});

const add = (text: string) => (transaction: Transaction<Tables>) =>
  sql`insert into notes (text) values (${text})`.execute(transaction);
const run = (work: (transaction: Transaction<Tables>) => Promise<unknown>) => database.transaction().execute(work);
const outcomesOf = async (running: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(running)).map(({ status }) => status);
/** What is committed, as another process sees it. */
const committed = () =>
  outside
    .prepare('select text from notes order by text')
    .all()
    .map(({ text }) => text);

describe('transactions that wait for the disk at the same moment', () => {
  it('are committed together, and have not ended before', async () => {
    const seen: unknown[] = [];
    const running = ['a', 'b', 'c'].map((text) =>
      run(async (transaction) => {
        await add(text)(transaction);
        seen.push(committed());
      }).then(() => expect(committed()).toEqual(['a', 'b', 'c'])),
    );
    await Promise.all(running);
    expect(seen).toEqual([[], [], []]);
  });

  it('fail each for itself', async () => {
    const fails = async (transaction: Transaction<Tables>) => {
      await add('never')(transaction);
      throw new Error('Changed its mind.');
    };
    const running = [run(fails), run(add('a')), run(fails), run(add('a')), run(add('b'))];
    expect(await outcomesOf(running)).toEqual(['rejected', 'fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(committed()).toEqual(['a', 'b']);
  });

  it('are all there, however many', async () => {
    const texts = Array.from({ length: 300 }, (_, index) => String(index).padStart(3, '0'));
    await Promise.all(texts.map((text) => run(add(text))));
    expect(committed()).toEqual(texts);
  });

  it('are not seen by anybody else before', async () => {
    const read = async () => {
      const { rows } = await sql<{ text: string }>`select text from notes`.execute(database);
      return { seen: rows.map(({ text }) => text), onDisk: committed() };
    };
    let reading = read();
    const writing = run(async (transaction) => {
      await add('a')(transaction);
      reading = read();
    });
    await writing;
    expect(await reading).toEqual({ seen: ['a'], onDisk: ['a'] });
  });

  it('are there where their callers were told so, and only there, though the disk is full for one', async () => {
    await run(add('before'));
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(database);
    await sql.raw(`pragma max_page_count = ${(rows[0]?.page_count ?? 0) + 4}`).execute(database);
    const texts = ['small', 'x'.repeat(200_000), 'last'];
    const outcomes = await outcomesOf(texts.map((text) => run(add(text))));
    expect(outcomes[1]).toBe('rejected');
    const told = texts.filter((_, index) => outcomes[index] === 'fulfilled');
    expect(committed()).toEqual(['before', ...told].sort());
    await run(add('after'));
    expect(committed()).toContain('after');
  });
});
