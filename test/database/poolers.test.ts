import { sql } from 'kysely';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { openPostgres } from '../../src/database/postgres.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { createPostgresDatabase } from '../support/databases.ts';
import { collectEndings } from '../support/endings.ts';
import { countOperations, mutate } from '../support/mutations.ts';
import { listNumbers } from '../support/numbers.ts';
import { openPooler, type PoolingMode } from '../support/pooler.ts';
import { accountsAt } from '../support/shared-sandbox.ts';
import { startTestApp, type TestApp, type TestSettings } from '../support/test-app.ts';
import { listed } from '../support/vendors.ts';

const endings = collectEndings();

async function emptyDatabase(): Promise<string> {
  const { url, drop } = await createPostgresDatabase();
  endings.push(drop);
  return url;
}

async function poolerBefore(databaseUrl: string, mode: PoolingMode) {
  const pooler = await openPooler(databaseUrl, mode);
  endings.push(() => pooler.close());
  return pooler;
}

async function vendorsForReal(): Promise<Sandbox> {
  const sandbox = await startSandbox({ vendors: builtInVendors });
  endings.push(() => sandbox.stop());
  return sandbox;
}

async function start(settings: TestSettings): Promise<TestApp> {
  const app = await startTestApp(settings);
  endings.push(() => app.stop());
  return app;
}

const live = (sandbox: Sandbox, databaseUrl: string) => ({
  databaseUrl,
  sandbox: false,
  accounts: accountsAt(sandbox),
});

async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** The schemas in which somebody has made tables. */
async function schemasWithTables(url: string): Promise<unknown[]> {
  const rows = await ask(
    url,
    `select distinct schemaname from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  );
  return rows.map(({ schemaname }) => schemaname);
}

const purchase = { idempotencyKey: 'key-1', vendor: listed.name, number: listed.stockNumber('305') };

/** Ways to a database whose search path is not ours. */
const ways: [string, (databaseUrl: string) => Promise<string>][] = [
  [
    'a DATABASE_URL with options',
    async (databaseUrl) => {
      await ask(databaseUrl, 'create schema elsewhere');
      return `${databaseUrl}?options=${encodeURIComponent('-c search_path=elsewhere')}`;
    },
  ],
  [
    'a role whose search path was changed',
    async (databaseUrl) => {
      await ask(databaseUrl, 'create schema elsewhere');
      await ask(databaseUrl, `alter database ${new URL(databaseUrl).pathname.slice(1)} set search_path = elsewhere`);
      return databaseUrl;
    },
  ],
  ['a pooler that drops startup parameters', async (databaseUrl) => (await poolerBefore(databaseUrl, 'session')).url],
  ['a pooler of transactions', async (databaseUrl) => (await poolerBefore(databaseUrl, 'transaction')).url],
];

describe.each(ways)('by %s', (_way, open) => {
  it('a key that has bought is known, and buys nothing again', async () => {
    const databaseUrl = await emptyDatabase();
    const sandbox = await vendorsForReal();
    const direct = await start(live(sandbox, databaseUrl));
    const bought = await mutate(direct, 'purchaseNumber', purchase);
    const other = await start(live(sandbox, await open(databaseUrl)));
    expect(await mutate(other, 'purchaseNumber', purchase)).toEqual(bought);
    expect(sandbox.control.sales()).toHaveLength(1);
    expect(await schemasWithTables(databaseUrl)).toEqual(['phone_numbers']);
  });

  it('the sandbox keeps its hands off the tables of real vendors', async () => {
    const databaseUrl = await emptyDatabase();
    const sandbox = await vendorsForReal();
    const direct = await start(live(sandbox, databaseUrl));
    await mutate(direct, 'purchaseNumber', purchase);
    const before = await listNumbers(direct, { maxAge: 0 });
    const playful = await start({ databaseUrl: await open(databaseUrl) });
    await listNumbers(playful, { maxAge: 0 });
    expect(await countOperations(playful)).toBe(0);
    const after = await listNumbers(direct);
    expect(after.edges.map(({ node }) => node.id)).toEqual(before.edges.map(({ node }) => node.id));
    expect(await schemasWithTables(databaseUrl)).toEqual(['phone_numbers', 'phone_numbers_sandbox']);
  });
});

describe('a pooler of transactions', () => {
  it('lets instances start at once, and each key that they are all sent buys once', async () => {
    const databaseUrl = await emptyDatabase();
    const sandbox = await vendorsForReal();
    const { url } = await poolerBefore(databaseUrl, 'transaction');
    const apps = await Promise.all([1, 2, 3].map(() => start(live(sandbox, url))));
    const inputs = Array.from({ length: 8 }, (_, index) => ({
      idempotencyKey: `key-${index}`,
      vendor: listed.name,
      number: listed.stockNumber('305', index),
    }));
    const payloads = await Promise.all(
      inputs.flatMap((input) => apps.map((app) => mutate(app, 'purchaseNumber', input))),
    );
    expect(payloads.map(({ operation }) => operation?.status)).toEqual(payloads.map(() => 'SUCCEEDED'));
    expect(sandbox.control.sales()).toHaveLength(inputs.length);
  });

  it('brings the settings with each transaction, and leaves none to others', async () => {
    const databaseUrl = await emptyDatabase();
    const pooler = await poolerBefore(databaseUrl, 'transaction');
    await ask(databaseUrl, `alter database ${new URL(databaseUrl).pathname.slice(1)} set synchronous_commit = off`);
    const afresh = await poolerBefore(databaseUrl, 'transaction');
    const logging = { logger: createLogger('silent'), log: () => undefined };
    const database = await openPostgres({ url: afresh.url, schema: 'phone_numbers' }, logging);
    endings.push(() => database.destroy());
    const settings = sql<{ wait: string; ends: string; commit: string }>`
      select current_setting('lock_timeout') as wait, current_setting('statement_timeout') as ends,
        current_setting('synchronous_commit') as commit`;
    const within = await database.transaction().execute(async (transaction) => settings.execute(transaction));
    expect(within.rows).toEqual([{ wait: '5s', ends: '15s', commit: 'on' }]);
    for (let connection = 0; connection < 5; connection += 1) {
      expect((await settings.execute(database)).rows).toEqual([{ wait: '0', ends: '0', commit: 'off' }]);
    }
    // What a pooler refuses unless it is told to drop it.
    expect([...afresh.parameters].sort()).toEqual(['application_name', 'client_encoding', 'database', 'user']);
    expect(pooler.parameters.size).toBe(0);
  });

  it('keeps two sandboxes off one database', async () => {
    const { url } = await poolerBefore(await emptyDatabase(), 'transaction');
    await start({ databaseUrl: url });
    await expect(start({ databaseUrl: url })).rejects.toThrow(
      'The sandbox in DATABASE_URL is in use by another process.',
    );
  });
});

it('without a pooler, statements outside of transactions have the settings too', async () => {
  const databaseUrl = await emptyDatabase();
  const logging = { logger: createLogger('silent'), log: () => undefined };
  const database = await openPostgres({ url: databaseUrl, schema: 'phone_numbers' }, logging);
  endings.push(() => database.destroy());
  const { rows } = await sql`select current_setting('statement_timeout') as ends`.execute(database);
  expect(rows).toEqual([{ ends: '15s' }]);
});

it('a pooler of statements is refused in a sentence', async () => {
  const { url } = await poolerBefore(await emptyDatabase(), 'statement');
  await expect(start({ databaseUrl: url })).rejects.toThrow(
    'PostgreSQL is behind a pooler that allows no transactions: let it pool by session or by transaction.',
  );
});
