import { setImmediate as breathe } from 'node:timers/promises';
import { type AliasableExpression, type Kysely, sql } from 'kysely';
import { isPostgres } from './database.ts';
import type { Tables } from './tables.ts';

/** On SQLite a statement stops the whole process: one that looks at so many rows takes some hundredths of a second. */
const ROWS_AT_ONCE = 20_000;

/** Some rows of a table, to select from in its place. */
export type Part<Table extends keyof Tables> = AliasableExpression<Tables[Table]>;

/** A table that may be too large to be looked through at once. */
export type Parts<Table extends keyof Tables> = {
  /** How many rows it has, as far as is known, where they are more than may be looked at at once; else null. */
  sizeIfLarge(): Promise<number | null>;
  /** Whether it is, as far as is known: a server has processes of its own, and a small table is read in no time. */
  areNeeded(): Promise<boolean>;
  /** All its rows, one part after the other, and for one reader at a time: others come in between. */
  each(): AsyncGenerator<Part<Table>>;
};

/** `size` tells how many rows there are; `rowsAtOnce` is for tests. */
export function createParts<Table extends keyof Tables>(
  database: Kysely<Tables>,
  table: Table,
  {
    size,
    rowsAtOnce = ROWS_AT_ONCE,
  }: { readonly size: () => Promise<number>; readonly rowsAtOnce?: number | undefined },
): Parts<Table> {
  let turn: Promise<void> = Promise.resolve();

  async function readLast(): Promise<number> {
    const last = sql<{ last: number | null }>`select max(rowid) as last from ${sql.table(table)}`;
    return (await last.execute(database)).rows[0]?.last ?? 0;
  }

  async function sizeIfLarge(): Promise<number | null> {
    const rows = await size();
    return rows > rowsAtOnce ? rows : null;
  }

  return {
    sizeIfLarge,

    areNeeded: async () => !isPostgres(database) && (await sizeIfLarge()) !== null,

    async *each() {
      const before = turn;
      const { promise, resolve } = Promise.withResolvers<void>();
      turn = promise;
      await before;
      try {
        const last = await readLast();
        for (let from = 0; from < last; from += rowsAtOnce) {
          // An index would find the rows of a part one by one, and may be the index of something else.
          yield sql<Tables[Table]>`(select * from ${sql.table(table)} not indexed
            where rowid > ${from} and rowid <= ${from + rowsAtOnce})`;
          await breathe();
        }
      } finally {
        resolve();
      }
    },
  };
}
