import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../database.ts';

/** The registry (`phone_numbers`, `vendor_syncs`) and the ledger (`operations`, `operation_steps`). */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  // Compared and ordered by bytes, so that lists and cursors mean the same on every engine.
  const text = isPostgres(database) ? sql`text collate "C"` : 'text';
  await schema
    .createTable('phone_numbers')
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('vendor', text, (column) => column.notNull())
    .addColumn('vendor_id', text, (column) => column.notNull())
    .addColumn('kind', text, (column) => column.notNull())
    .addColumn('address', text, (column) => column.notNull())
    .addColumn('address_folded', text, (column) => column.notNull())
    .addColumn('label', text)
    .addColumn('label_folded', text, (column) => column.notNull())
    .addColumn('status', text, (column) => column.notNull())
    .addColumn('agent_id', text)
    .addColumn('inbound_routing', text)
    .addColumn('acquisition', text, (column) => column.notNull())
    .addColumn('locked', 'integer', (column) => column.notNull())
    .addColumn('country', text)
    .addColumn('carrier', text)
    .addColumn('sms_capable', 'integer')
    .addColumn('trunk', text)
    .addColumn('created_at', text)
    .addColumn('created_sort', text, (column) => column.notNull())
    .addColumn('updated_at', text)
    .addColumn('synced_at', text, (column) => column.notNull())
    .addColumn('first_seen_at', text, (column) => column.notNull())
    .addColumn('touched', 'bigint', (column) => column.notNull())
    .addColumn('met', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('phone_numbers_vendor_id', ['vendor', 'vendor_id'])
    .execute();
  await createIndex(schema, 'phone_numbers', ['created_sort', 'id']);
  await createIndex(schema, 'phone_numbers', ['address_folded', 'id']);
  await createIndex(schema, 'phone_numbers', ['label_folded', 'id']);
  await createIndex(schema, 'phone_numbers', ['agent_id', 'created_sort', 'id']);
  await createIndex(schema, 'phone_numbers', ['vendor', 'synced_at']);
  await createIndex(schema, 'phone_numbers', ['vendor', 'address']);

  await schema
    .createTable('operations')
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('account', text, (column) => column.notNull())
    .addColumn('actor', text)
    .addColumn('idempotency_key', text)
    .addColumn('kind', text, (column) => column.notNull())
    .addColumn('status', text, (column) => column.notNull())
    .addColumn('vendor', text, (column) => column.notNull())
    .addColumn('fingerprint', text, (column) => column.notNull())
    .addColumn('request', text, (column) => column.notNull())
    .addColumn('target', text)
    .addColumn('held_ids', text, (column) => column.notNull())
    .addColumn('sent_at', text)
    .addColumn('pending_agent_id', text)
    .addColumn('phone_number_id', text)
    .addColumn('errors', text, (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('checks', 'integer', (column) => column.notNull())
    .addColumn('due_at', text)
    .addColumn('lease', text)
    .addColumn('lease_until', text)
    .addColumn('created_at', text, (column) => column.notNull())
    .addColumn('updated_at', text, (column) => column.notNull())
    .addUniqueConstraint('operations_key', ['account', 'idempotency_key'])
    .execute();
  await createIndex(schema, 'operations', ['due_at']);
  await createIndex(schema, 'operations', ['created_at', 'id']);
  await createIndex(schema, 'operations', ['phone_number_id']);
  // For the limit of purchases a day.
  await createIndex(schema, 'operations', ['kind', 'sent_at']);
  // A target is one operation's alone while its outcome is open.
  await schema
    .createIndex('operations_open_target')
    .unique()
    .on('operations')
    .columns(['vendor', 'target'])
    .where(sql.ref('status'), 'in', [sql.lit('PENDING'), sql.lit('NEEDS_ATTENTION')])
    .execute();

  await schema
    .createTable('operation_steps')
    .addColumn('operation_id', text, (column) => column.notNull().references('operations.id'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('at', text, (column) => column.notNull())
    .addColumn('status', text, (column) => column.notNull())
    .addColumn('note', text)
    .addPrimaryKeyConstraint('operation_steps_key', ['operation_id', 'position'])
    .execute();

  await schema
    .createTable('vendor_syncs')
    .addColumn('vendor', text, (column) => column.primaryKey())
    .addColumn('synced_at', text, (column) => column.notNull())
    .execute();
  await createMoments(database);
}

/** A counter that only goes forward: where several clocks would have to agree, it says what came first. */
async function createMoments(database: Kysely<unknown>): Promise<void> {
  if (isPostgres(database)) return void (await sql`create sequence ${sql.table('moments')}`.execute(database));
  await database.schema
    .createTable('moments')
    .addColumn('last', 'integer', (column) => column.notNull())
    .execute();
  await sql`insert into moments (last) values (0)`.execute(database);
}

async function createIndex(schema: Kysely<unknown>['schema'], table: string, columns: string[]): Promise<void> {
  await schema
    .createIndex(`${table}_${columns.join('_')}`)
    .on(table)
    .columns(columns)
    .execute();
}
