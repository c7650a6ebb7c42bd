import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { type CompiledQuery, type LogConfig, sql } from 'kysely';
import type { Database } from '../../src/database/database.ts';
import { migrate } from '../../src/database/migrate.ts';
import { openPostgres } from '../../src/database/postgres.ts';
import { openSqlite } from '../../src/database/sqlite.ts';
import type { PhoneNumberRow } from '../../src/database/tables.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { makeNumbers } from './numbers.ts';

export type Engine = 'SQLite' | 'PostgreSQL';

/** A database that holds so many numbers, and how long each of them took to insert, in µs. */
export type Filled = {
  readonly database: Database;
  readonly size: number;
  readonly insertUs: number;
  /** What has been asked of it, where that is wanted. */
  readonly statements: CompiledQuery[];
};

type Place = { readonly size: number; readonly folder: string; readonly serverUrl: string; readonly listens: boolean };

const ROWS_AT_ONCE = 5_000;

/** Opens a database in the folder, or on the server, and fills it. */
export async function openFilled(engine: Engine, { size, folder, serverUrl, listens }: Place): Promise<Filled> {
  const statements: CompiledQuery[] = [];
  const log: LogConfig = listens ? ({ query }) => void statements.push(query) : [];
  const file = `${folder}/numbers-${size}.db`;
  const isThere = engine === 'SQLite' && existsSync(file);
  const database = engine === 'SQLite' ? openSqlite(file, log) : await openSchema(serverUrl, size, log);
  await migrate(database);
  const startedAt = performance.now();
  if (isThere) return { database, size, insertUs: Number.NaN, statements };
  if (engine === 'SQLite') fillSqlite(file, size);
  else await fillPostgres(database, size);
  const insertUs = ((performance.now() - startedAt) * 1_000) / size;
  if (engine === 'PostgreSQL') await sql`analyze`.execute(database);
  return { database, size, insertUs, statements };
}

async function openSchema(url: string, size: number, log: LogConfig): Promise<Database> {
  return openPostgres({ url, schema: `numbers_${size}` }, { logger: createLogger('silent'), log });
}

function fillSqlite(file: string, size: number): void {
  using connection = new DatabaseSync(file);
  connection.exec('pragma synchronous = off');
  connection.exec('pragma cache_size = -1000000');
  const [first] = makeNumbers(1);
  const columns = Object.keys(first ?? {});
  const insert = connection.prepare(
    `insert into numbers (${columns.join()}) values (${columns.map(() => '?').join()})`,
  );
  connection.exec('begin');
  for (const row of makeNumbers(size)) insert.run(...Object.values(row));
  connection.exec('commit');
  connection.exec('pragma wal_checkpoint(truncate)');
}

async function fillPostgres(database: Database, size: number): Promise<void> {
  const insert = async (rows: readonly PhoneNumberRow[]) => {
    const table = sql.table('numbers');
    const columns = sql.raw(Object.keys(rows[0] ?? {}).join());
    await sql`insert into ${table} (${columns})
      select ${columns} from json_populate_recordset(null::${table}, ${JSON.stringify(rows)}::json)`.execute(database);
  };
  let rows: PhoneNumberRow[] = [];
  for (const row of makeNumbers(size)) {
    rows.push(row);
    if (rows.length < ROWS_AT_ONCE) continue;
    await insert(rows);
    rows = [];
  }
  if (rows.length > 0) await insert(rows);
}
