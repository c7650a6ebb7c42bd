import { type Kysely, PostgresAdapter, type SelectQueryBuilder, sql, type Transaction } from 'kysely';
import { isOutdatedPlan } from './statement-names.ts';
import type { Tables } from './tables.ts';

/** The registry and the ledger, on SQLite or PostgreSQL. */
export type Database = Kysely<Tables>;

/** How many connections are in use, idle and possible, and how much waits for one. */
export type ConnectionUse = {
  readonly used: number;
  readonly idle: number;
  readonly max: number;
  readonly waiting: number;
};

/** What only whoever opens a database knows of it. */
type Opened = { readonly forCopies: Database; readonly connectionUse: () => ConnectionUse };
const opened = new WeakMap<Database, Opened>();

/** Makes that known. */
export function tellOf(database: Database, told: Opened): void {
  opened.set(database, told);
}

/**
 * The same database for what is only a copy of what vendors tell, and can be read there again: its commits do not wait for the
 * disk. A crash of the process loses none of it; one of the machine may lose what came last. Whatever else is committed
 * after a copy takes it along to the disk, so nothing that is kept rests on a copy that may be lost.
 */
export function forCopies(database: Database): Database {
  return opened.get(database)?.forCopies ?? database;
}

/** How the connections of a database are used at this moment; null where nobody tells. */
export function connectionUseOf(database: Database): ConnectionUse | null {
  return opened.get(database)?.connectionUse() ?? null;
}

/** Whether the database is PostgreSQL: several processes at once, and locks of rows. */
export function isPostgres(database: Pick<Database, 'getExecutor'>): boolean {
  return database.getExecutor().adapter instanceof PostgresAdapter;
}

/**
 * Lets one transaction at a time pass here, until it ends. On SQLite every transaction that writes is alone anyway.
 */
export async function passAlone(transaction: Transaction<Tables>, gate: Gate): Promise<void> {
  if (isPostgres(transaction)) await sql`select pg_advisory_xact_lock(${gates[gate]})`.execute(transaction);
}

/** Numbers of PostgreSQL's advisory locks; chosen at random once, so that no other program uses them. */
const gates = { 'purchase-limit': 7_310_448_221, bulk: 6_082_917_354, 'vendor-accounts': 2_957_106_834 } as const;
type Gate = keyof typeof gates;

/** Locks the rows that a query finds until the transaction ends. On SQLite a transaction that writes is alone anyway. */
export function lockingRows<Table extends keyof Tables, Row>(
  transaction: Transaction<Tables>,
  query: SelectQueryBuilder<Tables, Table, Row>,
): SelectQueryBuilder<Tables, Table, Row> {
  return isPostgres(transaction) ? query.forUpdate() : query;
}

/** Whether the statement broke the unique index of this name, or of these columns, as SQLite tells it. */
export function isTakenBy(error: unknown, index: { readonly name: string; readonly columns: string }): boolean {
  if (!(error instanceof Error)) return false;
  if ('constraint' in error && error.constraint === index.name) return true;
  return error.message.includes(`UNIQUE constraint failed: ${index.columns}`);
}

/**
 * SQLSTATE classes and codes of trouble that passes: connection, resources (a full disk among them), shutdown, a standby
 * that is no primary yet, serialization, deadlock, locks.
 */
const PASSING_STATES = /^(08...|53...|57P0[1-3]|25006|40001|40P01|55P03|57014)$/;
const CONNECTION_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);
/** SQLITE_BUSY, SQLITE_LOCKED and SQLITE_FULL. */
const PASSING_CODES = new Set([5, 6, 13]);

/** Whether the same work may go well a moment later: the server is away, others are in the way, or the disk is full. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.some(isPassing);
  if (isOutdatedPlan(error)) return true;
  if ('errcode' in error && typeof error.errcode === 'number') return PASSING_CODES.has(error.errcode & 0xff);
  if ('code' in error && typeof error.code === 'string') {
    return PASSING_STATES.test(error.code) || CONNECTION_CODES.has(error.code);
  }
  // pg gives no code to what it says itself of a connection.
  return /^(Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(
    error.message,
  );
}
