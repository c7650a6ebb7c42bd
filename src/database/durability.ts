import { type RawBuilder, sql } from 'kysely';
import { type Database, isPostgres } from './database.ts';

/**
 * SQL for the settings that keep a committed row through a crash and are off at this moment: their names, or an empty
 * text. Each may be switched while the server runs. Transactions see to `synchronous_commit` themselves, and SQLite has
 * none that another could switch.
 */
export function durabilityGaps(database: Pick<Database, 'getExecutor'>): RawBuilder<string> {
  if (!isPostgres(database)) return sql<string>`''`;
  const name = (setting: string) =>
    sql`case current_setting(${sql.lit(setting)}) when 'off' then ${sql.lit(setting)} end`;
  return sql<string>`concat_ws(', ', ${name('fsync')}, ${name('full_page_writes')})`;
}
