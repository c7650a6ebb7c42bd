import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { Kysely, type LogConfig, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

const BUSY_TIMEOUT_MS = 5_000;

/**
 * Opens the SQLite file, creating it readable by its owner alone. A committed row survives a crash of the process and
 * of the machine: `synchronous=FULL` waits for the disk at every commit.
 */
export function openSqlite(file: string, log: LogConfig): Database {
  if (!existsSync(file)) writeFileSync(file, '', { mode: 0o600 });
  chmodSync(file, 0o600);
  const connection = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
  connection.exec('PRAGMA journal_mode = WAL');
  connection.exec('PRAGMA synchronous = FULL');
  connection.exec('PRAGMA foreign_keys = ON');
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: adapt(connection) }), log });
}

/** Opens the SQLite file beside whoever writes to it, to read and no more. Throws if there is none. */
export function openSqliteToRead(file: string, log: LogConfig): Database {
  const connection = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS, readOnly: true });
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: adapt(connection) }), log });
}

/** Gives node:sqlite the shape Kysely knows, keeping prepared statements. */
function adapt(connection: DatabaseSync): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>();
  return {
    close: () => connection.close(),
    prepare(text) {
      const known = prepared.get(text);
      if (known) return known;
      // A transaction takes its write lock at once: one that reads first and writes later could not wait for another.
      const statement = adaptStatement(connection.prepare(text === 'begin' ? 'begin immediate' : text));
      if (prepared.size >= MAX_PREPARED) prepared.clear();
      prepared.set(text, statement);
      return statement;
    },
  };
}

const MAX_PREPARED = 500;

function adaptStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...toInput(parameters)),
    run: (parameters) => statement.run(...toInput(parameters)),
    iterate: (parameters) => statement.iterate(...toInput(parameters)),
  };
}

function toInput(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (value === null || typeof value === 'string' || typeof value === 'number') return value;
    if (typeof value === 'bigint') return value;
    throw new TypeError(`The tables hold no ${typeof value}.`);
  });
}
