import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../database.ts';

const numbers = sql.table('numbers');

/**
 * Since when a number is linked to nothing, and when a sync found it gone; with an index for each list of `numberDrift`, in its
 * order. Of what was so before, nobody knows since when.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  // An index of a million rows takes longer than a statement of the service may.
  if (isPostgres(database)) await sql`set local statement_timeout = 0`.execute(database);
  const text = isPostgres(database) ? sql`text collate "C"` : 'text';
  for (const column of ['unlinked_at', 'gone_at']) {
    await database.schema.alterTable('numbers').addColumn(column, text).execute();
  }
  const create = (name: string, column: string, where: string) =>
    sql`create index ${sql.ref(`numbers_drift_${name}`)} on ${numbers} (${sql.raw(column)}, id)
      where ${sql.raw(where)}`.execute(database);
  await create(
    'unlinked',
    'created_sort',
    `status || '' = 'ACTIVE' and kind = 'PSTN' and agent_id is null and inbound_routing is null and acquisition <> 'SIP_IMPORTED'`,
  );
  await create(
    'unknown_here',
    'first_seen_at',
    `acquisition = 'DISCOVERED' and written_seq = 0 and status <> 'RELEASED'`,
  );
  await create('gone_there', 'gone_at', `status || '' = 'RELEASED' and gone_at is not null`);
}
