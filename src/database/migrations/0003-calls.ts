import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../database.ts';

/**
 * Every call to a vendor gets a row of its own, that stays. Of each operation the last call is known, and of an operation
 * that failed it is not known why: its call counts as one that was not answered.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  const text = isPostgres(database) ? sql`text collate "C"` : 'text';
  await schema
    .createTable('operation_calls')
    .addColumn('operation_id', text, (column) => column.notNull().references('operations.id'))
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('vendor', text, (column) => column.notNull())
    .addColumn('account', text, (column) => column.notNull())
    .addColumn('target', text)
    .addColumn('marker', text)
    .addColumn('prior_number_ids', text, (column) => column.notNull())
    .addColumn('released_number_ids', text, (column) => column.notNull())
    .addColumn('sent_at', text, (column) => column.notNull())
    .addColumn('ended_at', text)
    .addColumn('outcome', text)
    .addPrimaryKeyConstraint('operation_calls_key', ['operation_id', 'attempt'])
    .execute();
  await schema.createIndex('operation_calls_target').on('operation_calls').columns(['vendor', 'target']).execute();
  await schema.createIndex('operation_calls_marker').on('operation_calls').columns(['vendor', 'marker']).execute();
  await schema.createIndex('operation_calls_seq').on('operation_calls').column('seq').execute();
  await sql`
    insert into ${sql.table('operation_calls')} (operation_id, attempt, seq, vendor, account, target, marker, prior_number_ids,
      released_number_ids, sent_at, ended_at, outcome)
    select id, attempts, 0, vendor, '', target, marker, prior_number_ids, '[]', sent_at, null,
      case when status = 'SUCCEEDED' then 'done' end
    from ${sql.table('operations')} where sent_at is not null and attempts > 0`.execute(database);
  await schema.alterTable('operations').dropColumn('prior_number_ids').execute();
  await schema.alterTable('operations').addColumn('not_seen_since', text).execute();
  await schema
    .alterTable('operations')
    .addColumn('not_seen_looks', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await schema.alterTable('operations').addColumn('settled_at', text).execute();
  await schema.alterTable('phone_numbers').addColumn('obtained_at', text).execute();
  await schema
    .createTable('vendor_accounts')
    .addColumn('vendor', text, (column) => column.notNull())
    .addColumn('digest', text, (column) => column.notNull())
    .addColumn('confirmed_at', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('vendor_accounts_key', ['vendor', 'digest'])
    .execute();
}
