import { type Kysely, sql, type Transaction } from 'kysely';
import { schemaOf } from './schema.ts';
import type { Tables } from './tables.ts';

/**
 * A number in the order of what this service does, on all its instances. Of two, the larger one was taken later: clocks
 * differ, and are set back. What a vendor tells at a read shows everything that was done there before the read took its
 * sequence number.
 */
export type Sequence = number;

/** The next sequence number. Each is given out once. */
export async function nextSequence(database: Kysely<Tables> | Transaction<Tables>): Promise<Sequence> {
  const schema = schemaOf(database);
  const next =
    schema !== undefined
      ? sql<{ sequence: Sequence }>`select nextval(${`${schema}.event_sequence`}) as sequence`
      : sql<{ sequence: Sequence }>`update event_sequence set last = last + 1 returning last as sequence`;
  const { rows } = await next.execute(database);
  const [row] = rows;
  if (!row) throw new Error('The database gives out no sequence numbers.');
  return row.sequence;
}
