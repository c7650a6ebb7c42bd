import {
  CompiledQuery,
  type DatabaseConnection,
  type DialectAdapter,
  type Driver,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  type PostgresPool,
  type PostgresPoolClient,
  type QueryCompiler,
} from 'kysely';
import type pg from 'pg';
import { SchemaAdapter, SchemaCompiler } from './schema.ts';
import { StatementNames } from './statement-names.ts';

const LOCK_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 15_000;

/** A server, role or database may have it off: what a transaction has committed must wait for the disk all the same. */
const SYNCHRONOUS_COMMIT = `case current_setting('synchronous_commit') when 'off' then 'on' else current_setting('synchronous_commit') end`;

/** Settings, and the values they take, as SQL. */
const settings = new Map([
  ['lock_timeout', `'${LOCK_TIMEOUT_MS}'`],
  ['statement_timeout', `'${STATEMENT_TIMEOUT_MS}'`],
  ['idle_in_transaction_session_timeout', `'${STATEMENT_TIMEOUT_MS}'`],
  ['synchronous_commit', SYNCHRONOUS_COMMIT],
]);

const BEGIN_IN_OWN_SESSION = 'begin isolation level read committed';

/**
 * One message, so that it costs no round trip more than `begin`. None of it travels with the start of a connection: a
 * pooler may drop that, or refuse it.
 */
const BEGIN = `${BEGIN_IN_OWN_SESSION}; select ${[...settings]
  .map(([name, value]) => `set_config('${name}', ${value}, true)`)
  .join(', ')}`;

/** What is only a copy need not wait for the disk. */
const FOR_COPY = "; set local synchronous_commit = 'off'";

/**
 * Gives a new connection the same settings for statements outside of transactions. One that ends at a pooler is left as
 * it is: its server may be somebody else's the next moment. It is told by the id of its server's process, for which a
 * pooler gives an id of its own.
 */
export async function settleSession(
  client: pg.ClientBase,
  { readOnly }: { readonly readOnly: boolean },
): Promise<void> {
  if (!('processID' in client) || typeof client.processID !== 'number') return;
  const values = [...settings].map(([name, value]) => `('${name}', ${value})`);
  if (readOnly) values.push(`('default_transaction_read_only', 'on')`);
  const { rows } = await client.query(
    `select set_config(name, value, false) from (values ${values.join(', ')}) as settings (name, value) where pg_backend_pid() = $1`,
    [client.processID],
  );
  if (rows.length > 0) ownSessions.add(client);
}

/** Connections that end at the server itself. */
const ownSessions = new WeakSet<pg.ClientBase>();

/** Kysely's dialect; its statements name the schema, and its transactions bring their settings along. */
export class PostgresPoolDialect extends PostgresDialect {
  readonly #pool: PostgresPool;
  readonly #schema: string;
  readonly #begin: string;

  /** The pool as `adaptPool` makes it, once for all that share it. `isForCopies`: transactions do not wait for the disk. */
  constructor(pool: PostgresPool, schema: string, { isForCopies = false } = {}) {
    super({ pool });
    this.#begin = isForCopies ? `${BEGIN}${FOR_COPY}` : BEGIN;
    this.#pool = pool;
    this.#schema = schema;
  }

  override createDriver(): Driver {
    return new PoolDriver({ pool: this.#pool }, this.#begin);
  }

  override createQueryCompiler(): QueryCompiler {
    return new SchemaCompiler(this.#schema);
  }

  override createAdapter(): DialectAdapter {
    return new SchemaAdapter(this.#schema);
  }
}

/** Gives pg the shape Kysely knows. In a session of its own, it has less to say: settings and statements are kept there. */
export function adaptPool(pool: pg.Pool): PostgresPool {
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  const names = new StatementNames();
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect();
      const known = clients.get(client);
      if (known) return known;
      const adapted = ownSessions.has(client) ? adaptOwn(client, names) : client;
      clients.set(client, adapted);
      return adapted;
    },
  };
}

function adaptOwn(client: pg.PoolClient, names: StatementNames): PostgresPoolClient {
  const query = (text: string, parameters: readonly unknown[]): Promise<unknown> => {
    if (text.startsWith(BEGIN)) return client.query(text.replace(BEGIN, BEGIN_IN_OWN_SESSION));
    const values = [...parameters];
    if (values.length === 0) return client.query(text, values);
    // As the last answer of the server says: in no transaction.
    const isAlone = client.getTransactionStatus() === 'I';
    return names.run(text, (name) => client.query({ ...(name !== undefined && { name }), text, values }), isAlone);
  };
  return Object.assign(Object.create(client), { query });
}

class PoolDriver extends PostgresDriver {
  readonly #begin: string;

  constructor(config: PostgresDialectConfig, begin: string) {
    super(config);
    this.#begin = begin;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(this.#begin));
  }

  override async rollbackTransaction(...args: Parameters<PostgresDriver['rollbackTransaction']>): Promise<void> {
    // A connection that is lost is discarded. Why the transaction failed says more than that its end failed too.
    await super.rollbackTransaction(...args).catch(() => undefined);
  }
}
