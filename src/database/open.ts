import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Database } from './database.ts';
import { migrate } from './migrate.ts';
import { findDurabilityGaps, openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';

type DatabaseSettings = {
  readonly dataDir: string;
  /** PostgreSQL, if not a file below `dataDir`. */
  readonly databaseUrl: string | null;
  /** Numbers of the sandbox must never be taken for real ones: each has tables of its own. */
  readonly sandbox: boolean;
};

/**
 * Opens the database, brings it to the newest schema, and tells which settings would let a committed row be lost.
 * Creates `dataDir`, for its owner alone. Throws if the database cannot be had.
 */
export async function openDatabase(
  { dataDir, databaseUrl, sandbox }: DatabaseSettings,
  logger: Logger,
): Promise<{ database: Database; durabilityGaps: readonly string[] }> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const log = (event: { query: { sql: string }; queryDurationMillis: number }): void => {
    logger.trace({ sql: event.query.sql, durationMs: event.queryDurationMillis }, 'sql');
  };
  if (databaseUrl === null) {
    const database = openSqlite(join(dataDir, sandbox ? 'sandbox.db' : 'phone-numbers.db'), log);
    await migrate(database);
    return { database, durabilityGaps: [] };
  }
  const schema = sandbox ? 'phone_numbers_sandbox' : 'phone_numbers';
  const database = await openPostgres({ url: databaseUrl, schema }, { logger, log });
  await migrate(database);
  return { database, durabilityGaps: await findDurabilityGaps(database) };
}
