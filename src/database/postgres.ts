import { Kysely, type LogConfig, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

const MAX_CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 5_000;
const LOCK_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 15_000;
/** Longer than the server's own: this one is for a server that says nothing any more. */
const ANSWER_TIMEOUT_MS = 20_000;
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
  const database = openPool(place, logging);
  try {
    await createSchema(database, place.schema);
  } catch (error) {
    await database.destroy();
    throw error;
  }
  return database;
}

/** The same to read and no more: the server refuses everything else. Nothing is created, and nothing is tried yet. */
export function openPostgresToRead(place: Place, logging: Logging): Database {
  return openPool(place, logging, '-c default_transaction_read_only=on');
}

function openPool({ url, schema }: Place, { logger, log }: Logging, options = ''): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    application_name: 'phone-numbers-subgraph',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
    keepAlive: true,
    options: `-c search_path=${schema} ${options}`,
  });
  // Without listeners, a connection that breaks would end the process: the pool tells of idle ones, and only the client
  // itself of one that is in use but not waiting for an answer, as between two statements of a transaction.
  pool.on('connect', (client) => {
    client.on('error', (error) => logger.warn({ err: error }, 'a database connection was lost'));
  });
  pool.on('error', () => undefined);
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }), log });
}

/** `if not exists` alone is not safe: two instances that start at once would both try. */
async function createSchema(database: Database, schema: string): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${SCHEMA_LOCK})`.execute(transaction);
    await transaction.schema.createSchema(schema).ifNotExists().execute();
  });
}

/** Settings that keep a committed row through a crash. */
const DURABILITY = ['fsync', 'full_page_writes', 'synchronous_commit'] as const;

/** Which of the settings that keep a committed row through a crash are off. Throws if the server does not answer. */
export async function findDurabilityGaps(database: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from pg_settings where name in (${sql.join([...DURABILITY])}) and setting = 'off'`.execute(database);
  return rows.map(({ name }) => name);
}
