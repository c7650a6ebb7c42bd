import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LogConfig } from 'kysely';
import type { Logger } from 'pino';
import type { Secret } from '../domain/secret.ts';
import { prepareDataFolder } from './data-folder.ts';
import type { Database } from './database.ts';
import { isMigrated, isOfOlderVersion, migrate } from './migrate.ts';
import { openPostgres, openPostgresPool } from './postgres.ts';
import { openSqlite, openSqliteToRead } from './sqlite.ts';

type DatabaseSettings = {
  readonly dataDir: string;
  /** PostgreSQL, if not a file below `dataDir`. */
  readonly databaseUrl: Secret<string> | null;
  /** Numbers of the sandbox must never be taken for real ones: each has tables of its own. */
  readonly sandbox: boolean;
};

/**
 * Opens the database, and brings it to the newest schema. Creates `dataDir`, for its owner alone. Throws if the database
 * cannot be had, and `UnsafeFolderError`.
 */
export async function openDatabase(settings: DatabaseSettings, logger: Logger): Promise<Database> {
  prepareDataFolder(settings.dataDir);
  const log = logTo(logger);
  const { databaseUrl } = settings;
  const place = databaseUrl === null ? null : { url: databaseUrl.reveal(), schema: schemaOf(settings) };
  const database =
    place === null ? openSqlite(sqliteFileOf(settings), log) : await openPostgres(place, { logger, log });
  try {
    const isOutdated = await isOfOlderVersion(database);
    if (isOutdated) logger.info('the tables are being brought up to date');
    const newer =
      place === null || !isOutdated
        ? await migrate(database)
        : await migratePatiently(openPostgresPool(place, { logger, log, readOnly: false, isPatient: true }));
    if (newer.length > 0) logger.warn({ newer }, 'the tables are of a newer version, which this one can work on');
    return database;
  } catch (error) {
    await database.destroy();
    throw error;
  }
}

async function migratePatiently(database: Database): Promise<string[]> {
  try {
    return await migrate(database);
  } finally {
    await database.destroy();
  }
}

/** There is nothing to read here; the message says why, for people. */
export class NothingToReadError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NothingToReadError';
  }
}

/**
 * Opens the database beside a service that runs on it: to read and no more, unless told otherwise. Throws
 * `NothingToReadError` where a service of this version has never run on it, and anything else if it cannot be had.
 */
export async function openExistingDatabase(
  settings: DatabaseSettings,
  { logger, readOnly = true }: { readonly logger: Logger; readonly readOnly?: boolean },
): Promise<Database> {
  const place = settings.databaseUrl === null ? sqliteFileOf(settings) : `schema ${schemaOf(settings)} of DATABASE_URL`;
  if (settings.databaseUrl === null && !existsSync(place)) {
    throw new NothingToReadError(`There is no ${place}: no service has run with this DATA_DIR and these keys yet.`);
  }
  const log = logTo(logger);
  const database =
    settings.databaseUrl === null
      ? (readOnly ? openSqliteToRead : openSqlite)(place, log)
      : openPostgresPool({ url: settings.databaseUrl.reveal(), schema: schemaOf(settings) }, { logger, log, readOnly });
  try {
    if (await isMigrated(database)) return database;
    throw new NothingToReadError(`In ${place} are no tables of this version: start the service, which makes them.`);
  } catch (error) {
    await database.destroy();
    throw error;
  }
}

/** Where the SQLite file is. */
export function sqliteFileOf({ dataDir, sandbox }: Pick<DatabaseSettings, 'dataDir' | 'sandbox'>): string {
  return join(dataDir, sandbox ? 'sandbox.db' : 'phone-numbers.db');
}

function schemaOf({ sandbox }: DatabaseSettings): string {
  return sandbox ? 'phone_numbers_sandbox' : 'phone_numbers';
}

/** Logs each statement where anybody wants to read that; a call for each statement would cost, for nothing. */
function logTo(logger: Logger): LogConfig {
  if (!logger.isLevelEnabled('trace')) return [];
  return (event) => logger.trace({ sql: event.query.sql, durationMs: event.queryDurationMillis }, 'sql');
}
