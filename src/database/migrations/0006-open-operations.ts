import { type Kysely, sql } from 'kysely';

/** What is open, or needs a person, is counted often, and is little of all that there is. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createIndex('operations_open')
    .on('operations')
    .columns(['status', 'created_at'])
    .where(sql<boolean>`status in ('PENDING', 'NEEDS_ATTENTION')`)
    .execute();
}
