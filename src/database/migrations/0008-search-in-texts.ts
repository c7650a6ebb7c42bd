import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../database.ts';
import { schemaOf } from '../schema.ts';

/** Finds numbers by any three characters of their address or label: rare ones at once, however many numbers there are. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await (isPostgres(database) ? indexOnPostgres(database) : indexOnSqlite(database));
}

const numbers = sql.table('phone_numbers');
const texts = sql.table('number_texts');

/** FTS5 is a part of the SQLite that Node brings. The index keeps no texts: what it finds is looked up by its rowid. */
async function indexOnSqlite(database: Kysely<unknown>): Promise<void> {
  await sql`create virtual table ${texts} using fts5(address, label, tokenize = 'trigram case_sensitive 1',
    content = '', contentless_delete = 1)`.execute(database);
  const columns = sql.raw('rowid, address, label');
  await sql`insert into ${texts} (${columns}) select rowid, address_folded, label_folded from ${numbers}`.execute(
    database,
  );
  await sql`create trigger number_texts_inserted after insert on ${numbers} begin
    insert into ${texts} (${columns}) values (new.rowid, new.address_folded, new.label_folded); end`.execute(database);
  await sql`create trigger number_texts_deleted after delete on ${numbers} begin
    delete from ${texts} where rowid = old.rowid; end`.execute(database);
  await sql`create trigger number_texts_changed after update of address_folded, label_folded on ${numbers}
    when (old.address_folded, old.label_folded) is not (new.address_folded, new.label_folded) begin
    update ${texts} set address = new.address_folded, label = new.label_folded where rowid = new.rowid; end`.execute(
    database,
  );
}

/**
 * The extension comes with PostgreSQL, and whoever may create something in the database may create it. Where it is missing, a
 * text is looked for in all numbers: that takes longer, and is the same.
 */
async function indexOnPostgres(database: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ isThere: boolean; may: boolean; schema: string | null }>`
    select exists (select from pg_extension where extname = 'pg_trgm') as "isThere",
      exists (select from pg_available_extensions where name = 'pg_trgm')
        and has_database_privilege(current_database(), 'create') as may,
      (select nspname from pg_namespace where nspname = 'public') as schema`.execute(database);
  const [found] = rows;
  if (!found?.isThere) {
    if (!found?.may) return;
    // Not in the schema of the tables: those of the sandbox, beside them, use it too.
    await sql`create extension pg_trgm schema ${sql.id(found.schema ?? schemaOf(database) ?? 'public')}`.execute(
      database,
    );
  }
  const { rows: places } = await sql<{ schema: string }>`select nspname as schema from pg_extension
    join pg_namespace on pg_namespace.oid = extnamespace where extname = 'pg_trgm'`.execute(database);
  const operators = sql.id(places[0]?.schema ?? 'public', 'gin_trgm_ops');
  // What is new waits to be put into the index, and each search reads all that waits: 128 kB instead of 4 MB.
  // An index of a million rows takes longer than a statement of the service may.
  await sql`set local statement_timeout = 0`.execute(database);
  await sql`create index phone_numbers_texts on ${numbers}
    using gin (address_folded ${operators}, label_folded ${operators}) with (gin_pending_list_limit = 128)`.execute(
    database,
  );
}
