import { Kysely, type LogConfig, sql, type Transaction } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';
import { type Database, tellOf } from './database.ts';
import { adaptPool, PostgresPoolDialect, settleSession } from './postgres-dialect.ts';
import type { Tables } from './tables.ts';

const MAX_CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 5_000;
/** After a failover, a connection may lead to a former primary for so long. */
const MAX_LIFETIME_SECONDS = 60;
/** Longer than the server's own: this one is for a server that says nothing any more. */
const ANSWER_TIMEOUT_MS = 20_000;
/** For what is done once, and may take long: an index of a million numbers. */
const PATIENT_TIMEOUT_MS = 3_600_000;
const SCHEMA_LOCK = 4_602_718_336;

// Counts and counters, all far below 2^53; pg would hand them over as texts.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

type Place = { readonly url: string; readonly schema: string };
type Logging = { readonly logger: Logger; readonly log: LogConfig };

/**
 * Opens a pool of connections. Tables lie in a schema of their own, which is created if need be. A connection that is
 * lost is replaced at its next use. Throws if the server cannot be reached.
 */
export async function openPostgres(place: Place, logging: Logging): Promise<Database> {
  const database = openPostgresPool(place, { ...logging, readOnly: false });
  try {
    await database.transaction().execute(async (transaction) => {
      await lockSchema(transaction);
      await transaction.schema.createSchema(place.schema).ifNotExists().execute();
    });
  } catch (error) {
    await database.destroy();
    throw error;
  }
  return database;
}

type Use = {
  /** To read and no more: the server refuses everything else, unless a pooler stands before it. */
  readonly readOnly: boolean;
  /** Whether an answer may take an hour. */
  readonly isPatient?: boolean;
};

/** The same where the schema is there already: nothing is tried yet. */
export function openPostgresPool(
  { url, schema }: Place,
  { logger, log, readOnly, isPatient = false }: Logging & Use,
): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    application_name: 'phone-numbers-subgraph',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: isPatient ? PATIENT_TIMEOUT_MS : ANSWER_TIMEOUT_MS,
    maxLifetimeSeconds: MAX_LIFETIME_SECONDS,
    keepAlive: true,
    onConnect: (client) => settleSession(client, { readOnly }),
  });
  // Without listeners, a connection that breaks would end the process: the pool tells of idle ones, and only the client
  // itself of one that is in use but not waiting for an answer, as between two statements of a transaction.
  pool.on('connect', (client) => {
    client.on('error', (error) => logger.warn({ err: error }, 'a database connection was lost'));
  });
  pool.on('error', () => undefined);
  const adapted = adaptPool(pool);
  const database = new Kysely<Tables>({ dialect: new PostgresPoolDialect(adapted, schema), log });
  const dialectForCopies = new PostgresPoolDialect(adapted, schema, { isForCopies: true });
  tellOf(database, {
    forCopies: new Kysely<Tables>({ dialect: dialectForCopies, log }),
    connectionUse: () => ({
      used: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      max: MAX_CONNECTIONS,
      waiting: pool.waitingCount,
    }),
  });
  return database;
}

/**
 * Lets one instance at a time make the schema and its tables, until the transaction ends: of two that start at once, both
 * would try. Those that wait do so for as long as a statement may take.
 */
export async function lockSchema(transaction: Transaction<Tables>): Promise<void> {
  await sql`set local lock_timeout = 0`.execute(transaction);
  await sql`select pg_advisory_xact_lock(${SCHEMA_LOCK})`.execute(transaction);
}
