import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../database.ts';

/** What this ledger is called, by which a service knows it again; and the names it had before, which are accepted too. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  const text = isPostgres(database) ? sql`text collate "C"` : 'text';
  await schema
    .createTable('ledger_identities')
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('is_current', 'integer', (column) => column.notNull())
    .addColumn('pruned_seq', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createIndex('ledger_identities_current')
    .unique()
    .on('ledger_identities')
    .column('is_current')
    .where(sql.ref('is_current'), '=', sql.lit(1))
    .execute();
  const values = sql.join([randomUUID(), 1, 0]);
  await sql`insert into ${sql.table('ledger_identities')} (id, is_current, pruned_seq) values (${values})`.execute(
    database,
  );
}
