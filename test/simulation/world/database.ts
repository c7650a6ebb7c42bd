import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite';
import { type Driver, Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely';
import type { Database } from '../../../src/database/database.ts';
import { migrate } from '../../../src/database/migrate.ts';
import { FileCompiler } from '../../../src/database/sqlite-dialect.ts';
import type { Tables } from '../../../src/database/tables.ts';

/** One process with a connection to the database. */
export type Client = {
  /** Called before each transaction, or statement by itself, and after each, when it is committed. */
  pass(): Promise<void>;
  readonly isDead: boolean;
};

export type RawRow = Readonly<Record<string, SQLOutputValue>>;

/** A SQLite database in memory, shared by the processes of a world: one transaction at a time. */
export type SharedDatabase = {
  /** A connection that dies with its process. */
  connect(client: Client): Database;
  /** What has died lets go of the connection; what it had not committed is undone. */
  dropDead(): void;
  /** Empties all tables. */
  reset(): void;
  /** A copy of everything, and the way back to it. */
  save(): Uint8Array;
  load(copy: Uint8Array): void;
  /** Reads beside all connections. */
  read(text: string, ...parameters: SQLInputValue[]): RawRow[];
  /** Called after each transaction, or statement by itself. */
  onCommit: () => void;
};

type Waiting = { readonly client: Client; readonly grant: () => void };

/** Opens one, migrated. */
export async function openSharedDatabase(): Promise<SharedDatabase> {
  const raw = new DatabaseSync(':memory:');
  const { database, forget } = adapt(raw);
  let holder: Client | null = null;
  let waiting: Waiting[] = [];

  function grantNext(): void {
    waiting = waiting.filter(({ client }) => !client.isDead);
    const next = waiting.shift();
    holder = next?.client ?? null;
    next?.grant();
  }

  function connect(client: Client): Database {
    const dialect = new SqliteDialect({ database });
    const plain = dialect.createDriver();
    // Whatever a dead process asks for is never answered: it goes no further.
    const whileAlive = <Given extends unknown[], Answer>(call: (...given: Given) => Promise<Answer>) => {
      return (...given: Given): Promise<Answer> => (client.isDead ? never() : call(...given));
    };
    const driver: Driver = {
      init: (options) => plain.init(options),
      async acquireConnection(options) {
        await client.pass();
        if (holder === null) holder = client;
        else await new Promise<void>((grant) => waiting.push({ client, grant }));
        const connection = await plain.acquireConnection(options);
        return {
          executeQuery: whileAlive((query, given) => connection.executeQuery(query, given)),
          streamQuery: (query, size, given) => connection.streamQuery(query, size, given),
        };
      },
      beginTransaction: whileAlive((connection, settings) => plain.beginTransaction(connection, settings)),
      commitTransaction: whileAlive((connection) => plain.commitTransaction(connection)),
      rollbackTransaction: whileAlive((connection) => plain.rollbackTransaction(connection)),
      releaseConnection: whileAlive(async () => {
        shared.onCommit();
        grantNext();
        await client.pass();
      }),
      destroy: async () => undefined,
    };
    return new Kysely<Tables>({
      dialect: {
        createAdapter: () => dialect.createAdapter(),
        createDriver: () => driver,
        createIntrospector: (kysely) => dialect.createIntrospector(kysely),
        createQueryCompiler: () => new FileCompiler(),
      },
    });
  }

  function load(copy: Uint8Array): void {
    if (raw.isTransaction) raw.exec('rollback');
    forget();
    holder = null;
    waiting = [];
    raw.deserialize(copy);
  }

  const readers = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  const forgetReaders = (): void => readers.clear();

  const shared: SharedDatabase = {
    connect,
    dropDead() {
      if (!holder?.isDead) return;
      if (raw.isTransaction) raw.exec('rollback');
      grantNext();
    },
    reset() {
      if (raw.isTransaction) raw.exec('rollback');
      holder = null;
      waiting = [];
      reset();
    },
    save: () => raw.serialize(),
    load(copy) {
      forgetReaders();
      load(copy);
    },
    read(text, ...parameters) {
      const reader = readers.get(text) ?? raw.prepare(text);
      readers.set(text, reader);
      return reader.all(...parameters);
    },
    onCommit: () => undefined,
  };
  await migrate(connect({ pass: async () => undefined, isDead: false }));
  const reset = createReset(raw);
  return shared;
}

/** How to make all tables as they are now. Quicker than to load a copy, after which every statement is prepared anew. */
function createReset(raw: DatabaseSync): () => void {
  // What the index of texts holds goes with the numbers, as do their counts, which are emptied after them.
  const tables = raw
    .prepare(
      `select name from sqlite_master where type = 'table' and name not like 'kysely%' and name not like 'number_texts%'
        order by rowid`,
    )
    .all();
  const statements = tables.flatMap(({ name }) => {
    const rows = raw.prepare(`select * from ${name}`).all();
    const inserts = rows.map((row) => {
      const names = Object.keys(row);
      const statement = raw.prepare(`insert into ${name} (${names.join()}) values (${names.map(() => '?').join()})`);
      return () => void statement.run(...Object.values(row));
    });
    const emptied = raw.prepare(`delete from ${name}`);
    return [() => void emptied.run(), ...inserts];
  });
  return () => {
    raw.exec('begin');
    // Rows refer to those of other tables, which may be gone before.
    raw.exec('pragma defer_foreign_keys = on');
    for (const run of statements) run();
    raw.exec('commit');
  };
}

/** Gives node:sqlite the shape Kysely knows, keeping prepared statements until all are forgotten. */
function adapt(raw: DatabaseSync): { database: SqliteDatabase; forget(): void } {
  const prepared = new Map<string, SqliteStatement>();
  return {
    forget: () => prepared.clear(),
    database: {
      close: () => undefined,
      prepare(text) {
        const known = prepared.get(text);
        if (known) return known;
        const statement = raw.prepare(text === 'begin' ? 'begin immediate' : text);
        const adapted: SqliteStatement = {
          reader: statement.columns().length > 0,
          all: (parameters) => statement.all(...parameters.map(toInput)),
          run: (parameters) => statement.run(...parameters.map(toInput)),
          iterate: (parameters) => statement.iterate(...parameters.map(toInput)),
        };
        prepared.set(text, adapted);
        return adapted;
      },
    },
  };
}

/** What is dead never goes on. */
export function never(): Promise<never> {
  return new Promise(() => undefined);
}

function toInput(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
    return value;
  throw new TypeError(`The tables hold no ${typeof value}.`);
}
