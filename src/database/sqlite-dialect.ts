import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type DatabaseConnection,
  type Driver,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely';

/** For how long another process may keep the file locked before a statement fails, in ms. */
const BUSY_TIMEOUT_MS = 5_000;
const LONGEST_PAUSE_MS = 25;
/** SQLITE_BUSY. */
const BUSY = 5;
const MAX_PREPARED = 500;

/** Kysely's dialect on node:sqlite. It waits for locks itself: SQLite's own waiting stops the whole process. */
export class SqliteFileDialect extends SqliteDialect {
  readonly #connection: DatabaseSync;

  constructor(connection: DatabaseSync) {
    super({ database: adapt(connection) });
    this.#connection = connection;
  }

  override createDriver(): Driver {
    return new FileDriver(this.#connection);
  }
}

class FileDriver extends SqliteDriver {
  readonly #connection: DatabaseSync;
  #patient: DatabaseConnection | null = null;

  constructor(connection: DatabaseSync) {
    super({ database: adapt(connection) });
    this.#connection = connection;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#patient ??= patiently(await super.acquireConnection(), this.#connection);
    return this.#patient;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    // One whose end failed must not be in the way of the next.
    if (this.#connection.isTransaction) await super.rollbackTransaction(connection);
    await super.beginTransaction(connection);
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // SQLite has ended it by itself where the disk is full. Why the transaction failed says more than that its end did.
    if (this.#connection.isTransaction) await super.rollbackTransaction(connection).catch(() => undefined);
  }
}

/** Tries statements again that found the file locked, where they are not part of a transaction: that has its lock. */
function patiently(connection: DatabaseConnection, file: DatabaseSync): DatabaseConnection {
  return {
    async executeQuery(query) {
      const giveUpAt = performance.now() + BUSY_TIMEOUT_MS;
      for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
        try {
          return await connection.executeQuery(query);
        } catch (error) {
          if (!isBusy(error) || file.isTransaction || performance.now() > giveUpAt) throw error;
        }
        await sleep(pauseMs);
      }
    },
    streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
  };
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === BUSY;
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
