import { type Kysely, sql, type Transaction } from 'kysely';
import { isPostgres } from './database.ts';
import type { Tables } from './tables.ts';

/**
 * A point in the order of what this service does, on all its instances. Of two moments, the larger one was taken later:
 * clocks differ, and are set back. What a vendor tells at a read shows everything that was done there before the moment
 * at which the read began.
 */
export type Sequence = number;

/** The next moment. Each is given out once. */
export async function nextSequence(database: Kysely<Tables> | Transaction<Tables>): Promise<Sequence> {
  const next = isPostgres(database)
    ? sql<{ moment: Sequence }>`select nextval('moments') as moment`
    : sql<{ moment: Sequence }>`update moments set last = last + 1 returning last as moment`;
  const { rows } = await next.execute(database);
  const [row] = rows;
  if (!row) throw new Error('The database gives out no moments.');
  return row.moment;
}
