import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import { migrate } from '../../src/database/migrate.ts';
import { openPostgres } from '../../src/database/postgres.ts';
import { openSqlite } from '../../src/database/sqlite.ts';
import { createLogger } from '../../src/telemetry/logger.ts';

export type Engine = 'SQLite' | 'PostgreSQL';

export const engines: readonly Engine[] = ['SQLite', 'PostgreSQL'];

export type TestDatabase = { readonly database: Database; close(): Promise<void> };

/** An empty, migrated database of its own. */
export function openTestDatabase(engine: Engine): Promise<TestDatabase> {
  return engine === 'SQLite' ? openSqliteFile() : openPostgresDatabase();
}

async function openSqliteFile(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'phone-numbers-'));
  const database = openSqlite(join(folder, 'test.db'), () => undefined);
  await migrate(database);
  return {
    database,
    async close() {
      await database.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openPostgresDatabase(): Promise<TestDatabase> {
  const { url, drop } = await createPostgresDatabase();
  const logger = createLogger('silent');
  const database = await openPostgres({ url, schema: 'phone_numbers' }, { logger, log: () => undefined });
  await migrate(database);
  return {
    database,
    async close() {
      await database.destroy();
      await drop();
    },
  };
}

/** A database of its own on a PostgreSQL server, the run's unless reported: empty, or a copy of one that nobody uses. */
export async function createPostgresDatabase({
  serverUrl = inject('postgresUrl'),
  copyOf = null,
  icuLocale = null,
}: {
  readonly serverUrl?: string;
  readonly copyOf?: string | null;
  /** Whose order of texts the database has, where it is not that of their bytes. */
  readonly icuLocale?: string | null;
} = {}): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const template = copyOf === null ? 'template1' : new URL(copyOf).pathname.slice(1);
  const order = icuLocale === null ? '' : `locale_provider icu icu_locale '${icuLocale}'`;
  await runAlone(serverUrl, `create database ${name} template ${order === '' ? template : 'template0'} ${order}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => runAlone(serverUrl, `drop database ${name} with (force)`) };
}

async function runAlone(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
