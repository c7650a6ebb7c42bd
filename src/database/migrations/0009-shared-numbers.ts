import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../database.ts';

const older = sql.table('phone_numbers');
const numbers = sql.table('numbers');
const shares = sql.table('number_shares');

/**
 * Agents that share a number's calls, and where calls go that no agent answers. `agent_id` stays the column that lists and
 * counts go by: of a number that is shared, it is the first of its agents. The others are found by `number_shares`, which the
 * database keeps itself, and which is empty where no number is shared. See docs/decisions/0052.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`alter table ${older} rename to numbers`.execute(database);
  // Instances of the release before read and write on by the old name. What they have asked before must not get columns more:
  // PostgreSQL refuses a statement that it has planned with others.
  if (isPostgres(database)) await sql`create view ${older} as select * from ${numbers}`.execute(database);
  const text = isPostgres(database) ? sql`text collate "C"` : sql`text`;
  for (const column of ['agents', 'fallback_address'])
    await database.schema.alterTable('numbers').addColumn(column, text).execute();
  await database.schema
    .createTable('number_shares')
    .addColumn('sharing_agent', text, (column) => column.notNull())
    .addColumn('number_id', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('number_shares_key', ['sharing_agent', 'number_id'])
    .execute();
  await sql`create index number_shares_number_id on ${shares} (number_id)`.execute(database);
  await (isPostgres(database) ? keepOnPostgres(database) : keepOnSqlite(database));
}

const wasShared = sql`(old.agents is not null)`;
const isShared = sql`(new.agents is not null)`;
const forget = sql`delete from ${shares} where number_id = old.id;`;

async function keepOnSqlite(database: Kysely<unknown>): Promise<void> {
  const keep = sql`insert into ${shares} (sharing_agent, number_id)
    select distinct value ->> 'agentId', new.id from json_each(new.agents) where value ->> 'agentId' <> new.agent_id;`;
  await sql`create trigger number_shares_inserted after insert on ${numbers} when ${isShared}
    begin ${keep} end`.execute(database);
  await sql`create trigger number_shares_deleted after delete on ${numbers} when ${wasShared}
    begin ${forget} end`.execute(database);
  // Of no agents, `json_each` makes no rows.
  await sql`create trigger number_shares_changed after update of agent_id, agents on ${numbers}
    when (old.agent_id, old.agents) is not (new.agent_id, new.agents) and (${wasShared} or ${isShared})
    begin ${forget} ${keep} end`.execute(database);
}

async function keepOnPostgres(database: Kysely<unknown>): Promise<void> {
  const keep = sql`insert into ${shares} (sharing_agent, number_id)
    select distinct share ->> 'agentId', new.id from json_array_elements(new.agents::json) as listed (share)
      where share ->> 'agentId' <> new.agent_id;`;
  const create = (name: string, what: ReturnType<typeof sql>) => sql`
    create function ${sql.table(name)}() returns trigger language plpgsql as $$
      begin ${what} return null; end $$`;
  await create('keep_shares', keep).execute(database);
  await create('forget_shares', forget).execute(database);
  await create('change_shares', sql`${forget} ${keep}`).execute(database);
  await sql`create trigger shares_inserted after insert on ${numbers} for each row
    when ${isShared} execute function ${sql.table('keep_shares')}()`.execute(database);
  await sql`create trigger shares_deleted after delete on ${numbers} for each row
    when ${wasShared} execute function ${sql.table('forget_shares')}()`.execute(database);
  await sql`create trigger shares_changed after update of agent_id, agents on ${numbers} for each row
    when ((old.agent_id, old.agents) is distinct from (new.agent_id, new.agents) and (${wasShared} or ${isShared}))
    execute function ${sql.table('change_shares')}()`.execute(database);
}
