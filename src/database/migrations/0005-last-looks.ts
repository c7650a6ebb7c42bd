import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../database.ts';

/** When the last look counted that suggested that nothing came of an operation: a look that failed is none. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const text = isPostgres(database) ? sql`text collate "C"` : 'text';
  await database.schema.alterTable('operations').addColumn('not_seen_last', text).execute();
}
