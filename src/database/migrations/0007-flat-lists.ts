import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../database.ts';

const numbers = sql.table('phone_numbers');
const counts = sql.table('number_counts');

const LINKED = '(cast(agent_id is not null as integer))';

/** What lists are ordered by; the id breaks ties. */
const sortColumns = ['created_sort', 'address_folded', 'label_folded'];

/**
 * Indexes by which each list of numbers is found in its order, whatever it is narrowed by; and how many numbers there are of
 * each kind, kept by the database itself, so that nothing is looked through to be counted. See docs/decisions/0043.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  // An index of a million rows takes longer than a statement of the service may.
  if (isPostgres(database)) await sql`set local statement_timeout = 0`.execute(database);
  await createIndexes(database);
  await createCounts(database);
}

async function createIndexes(database: Kysely<unknown>): Promise<void> {
  const create = (name: string, columns: string, where?: string) =>
    sql`create index ${sql.ref(`phone_numbers_${name}`)} on ${numbers} (${sql.raw(columns)})
      ${where === undefined ? sql`` : sql`where ${sql.raw(where)}`}`.execute(database);
  const drop = (name: string) => sql`drop index ${sql.table(`phone_numbers_${name}`)}`.execute(database);

  await drop('agent_id_created_sort_id');
  for (const column of sortColumns) {
    await drop(`${column}_id`);
    // Released numbers are left out of nearly all lists, and may lie close together. With the status, so that SQLite counts
    // without reading the numbers.
    await create(`in_account_${column}`, `${column}, id, status`, `status <> 'RELEASED'`);
    await create(`group_${column}`, `status, vendor, kind, ${LINKED}, ${column}, id`);
    await create(`country_${column}`, `country, status, vendor, ${LINKED}, ${column}, id`, 'country is not null');
    await create(`agent_${column}`, `agent_id, ${column}, id, status`, 'agent_id is not null');
  }
  await create('released_address', 'address_folded', `status = 'RELEASED'`);
}

/** What is counted: numbers that are the same in all of these; a number without a country has an empty one. */
const GROUP = ['status', 'vendor', 'kind', 'linked', 'country'];
const group = sql.raw(GROUP.join(', '));

/** The group of a row that a trigger names. */
function groupOf(row: 'old' | 'new' | 'changed') {
  return sql.raw(
    `${row}.status, ${row}.vendor, ${row}.kind, cast(${row}.agent_id is not null as integer), coalesce(${row}.country, '')`,
  );
}

async function createCounts(database: Kysely<unknown>): Promise<void> {
  const text = isPostgres(database) ? sql`text collate "C"` : 'text';
  await database.schema
    .createTable('number_counts')
    .addColumn('status', text, (column) => column.notNull())
    .addColumn('vendor', text, (column) => column.notNull())
    .addColumn('kind', text, (column) => column.notNull())
    .addColumn('linked', 'integer', (column) => column.notNull())
    .addColumn('country', text, (column) => column.notNull())
    .addColumn('count', 'bigint', (column) => column.notNull())
    .execute();
  await sql`insert into ${counts} (${group}, count)
    select ${groupOf('changed')}, count(*) from ${numbers} as changed group by 1, 2, 3, 4, 5`.execute(database);
  await (isPostgres(database) ? keepOnPostgres(database) : keepOnSqlite(database));
}

/** One transaction writes at a time: a group has one row, which goes up and down. */
async function keepOnSqlite(database: Kysely<unknown>): Promise<void> {
  await sql`create unique index number_counts_group on ${counts} (${group})`.execute(database);
  const add = (row: 'old' | 'new', difference: 1 | -1) => sql`
    insert into ${counts} (${group}, count) values (${groupOf(row)}, ${sql.lit(difference)})
      on conflict (${group}) do update set count = count + ${sql.lit(difference)};`;
  await sql`create trigger phone_numbers_inserted after insert on ${numbers} begin ${add('new', 1)} end`.execute(
    database,
  );
  await sql`create trigger phone_numbers_deleted after delete on ${numbers} begin ${add('old', -1)} end`.execute(
    database,
  );
  await sql`create trigger phone_numbers_changed after update of status, vendor, kind, agent_id, country on ${numbers}
    when (${groupOf('old')}) is not (${groupOf('new')})
    begin ${add('old', -1)} ${add('new', 1)} end`.execute(database);
}

/**
 * Transactions must not wait for each other at a row that they all count in: each adds rows of its own, and the count of a
 * group is their sum. After two hundred rows or so, one transaction makes one row of those that are there; nobody waits for
 * that either.
 */
async function keepOnPostgres(database: Kysely<unknown>): Promise<void> {
  const fold = sql`
    get diagnostics added = row_count;
    if random() < added * 0.005 and pg_try_advisory_xact_lock(${sql.lit(FOLDING_LOCK)}) then
      with folded as (delete from ${counts} returning ${group}, count)
      insert into ${counts} (${group}, count)
        select ${group}, sum(count) from folded group by ${group} having sum(count) <> 0;
    end if;
    return null;`;
  const createFunction = (name: string, body: ReturnType<typeof groupOf>) =>
    sql`
    create function ${sql.table(name)}() returns trigger language plpgsql as $$
      declare added integer; begin ${body} ${fold} end $$`.execute(database);
  const addAll = (difference: 1 | -1) => sql`
    insert into ${counts} (${group}, count)
      select ${groupOf('changed')}, ${sql.lit(difference)} * count(*) from changed group by 1, 2, 3, 4, 5;`;
  await createFunction('count_inserted', addAll(1));
  await createFunction('count_deleted', addAll(-1));
  await createFunction(
    'count_changed',
    sql`insert into ${counts} (${group}, count) values (${groupOf('old')}, -1), (${groupOf('new')}, 1);`,
  );
  await sql`create trigger inserted after insert on ${numbers} referencing new table as changed
    for each statement execute function ${sql.table('count_inserted')}()`.execute(database);
  await sql`create trigger deleted after delete on ${numbers} referencing old table as changed
    for each statement execute function ${sql.table('count_deleted')}()`.execute(database);
  // By row, with a condition: a sync that confirms a hundred thousand numbers changes no group.
  await sql`create trigger changed after update of status, vendor, kind, agent_id, country on ${numbers} for each row
    when ((${groupOf('old')}) is distinct from (${groupOf('new')}))
    execute function ${sql.table('count_changed')}()`.execute(database);
}

/** Chosen at random once: whoever has this advisory lock of PostgreSQL makes one row of many. */
const FOLDING_LOCK = 5_128_806_437;
