import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../database.ts';

/** Every call that was recorded: append-only, in the order of `seq`. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  const text = isPostgres(database) ? sql`text collate "C"` : 'text';
  await schema
    .createTable('operation_calls')
    .addColumn('operation_id', text, (column) => column.notNull())
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('operation_calls_key', ['operation_id', 'attempt'])
    .execute();
  await schema.createIndex('operation_calls_seq').unique().on('operation_calls').column('seq').execute();
}
