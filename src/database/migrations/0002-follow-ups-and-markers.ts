import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../database.ts';

/**
 * Operations keep the marker that was sent along, numbers the one that was seen on them, and any follow-up in place of a pending agent alone. Columns take the
 * names that the code has for them.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  const text = isPostgres(database) ? sql`text collate "C"` : 'text';
  await schema.alterTable('phone_numbers').renameColumn('touched', 'written_seq').execute();
  await schema.alterTable('phone_numbers').renameColumn('met', 'seen_seq').execute();
  await schema.alterTable('operations').renameColumn('held_ids', 'prior_number_ids').execute();
  await schema.alterTable('operations').addColumn('marker', text).execute();
  await schema.alterTable('phone_numbers').addColumn('marker', text).execute();
  await schema.createIndex('phone_numbers_marker').on('phone_numbers').column('marker').execute();
  await schema.alterTable('operations').addColumn('follow_up', text).execute();
  const followUp = isPostgres(database)
    ? sql`json_build_object('agentId', pending_agent_id)::text`
    : sql`json_object('agentId', pending_agent_id)`;
  await sql`update ${sql.table('operations')} set follow_up = ${followUp} where pending_agent_id is not null`.execute(
    database,
  );
  await schema.alterTable('operations').dropColumn('pending_agent_id').execute();
  // On PostgreSQL it is a sequence of its own, on SQLite a table of one row.
  await (isPostgres(database)
    ? sql`alter sequence ${sql.table('moments')} rename to event_sequence`.execute(database)
    : schema.alterTable('moments').renameTo('event_sequence').execute());
}
