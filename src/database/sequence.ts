import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
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
  const drawn = drawnByStatement(database);
  const next = drawn
    ? sql<{ sequence: Sequence }>`select ${drawn} as sequence`
    : sql<{ sequence: Sequence }>`update event_sequence set last = last + 1 returning last as sequence`;
  const { rows } = await next.execute(database);
  const [row] = rows;
  if (!row) throw new Error('The database gives out no sequence numbers.');
  return row.sequence;
}

/** The next sequence number as a value to be written: PostgreSQL draws it as it writes, without a question of its own. */
export async function nextSequenceValue(transaction: Transaction<Tables>): Promise<Sequence | RawBuilder<Sequence>> {
  return drawnByStatement(transaction) ?? (await nextSequence(transaction));
}

/** Undefined on SQLite, which counts in a table. */
function drawnByStatement(database: Kysely<Tables>): RawBuilder<Sequence> | undefined {
  const schema = schemaOf(database);
  return schema === undefined ? undefined : sql<Sequence>`nextval(${sql.lit(`${schema}.event_sequence`)})`;
}
