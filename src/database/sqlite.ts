import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, type LogConfig } from 'kysely';
import { type Database, tellOf } from './database.ts';
import { CopyDriver, SqliteFileDialect } from './sqlite-dialect.ts';
import { SqliteFileDriver } from './sqlite-driver.ts';
import type { Tables } from './tables.ts';

/** While the file is opened, SQLite itself waits for locks: nothing is served yet. */
const OPENING_TIMEOUT_MS = 5_000;

/**
 * Opens the SQLite file, creating it readable by its owner alone. A committed row survives a crash of the process and
 * of the machine: `synchronous=FULL` waits for the disk at every commit.
 */
export function openSqlite(file: string, log: LogConfig): Database {
  if (!existsSync(file)) writeFileSync(file, '', { mode: 0o600 });
  chmodSync(file, 0o600);
  const connection = new DatabaseSync(file, { timeout: OPENING_TIMEOUT_MS });
  connection.exec('PRAGMA journal_mode = WAL');
  connection.exec('PRAGMA synchronous = FULL');
  connection.exec('PRAGMA foreign_keys = ON');
  return toDatabase(connection, log);
}

/** Opens the SQLite file beside whoever writes to it, to read and no more. Throws if there is none. */
export function openSqliteToRead(file: string, log: LogConfig): Database {
  return toDatabase(new DatabaseSync(file, { timeout: OPENING_TIMEOUT_MS, readOnly: true }), log);
}

function toDatabase(connection: DatabaseSync, log: LogConfig): Database {
  connection.exec('PRAGMA busy_timeout = 0');
  const driver = new SqliteFileDriver(connection);
  const database = new Kysely<Tables>({ dialect: new SqliteFileDialect(driver), log });
  const forCopies = new Kysely<Tables>({ dialect: new SqliteFileDialect(new CopyDriver(driver)), log });
  tellOf(database, { forCopies, connectionUse: () => driver.use() });
  return database;
}
