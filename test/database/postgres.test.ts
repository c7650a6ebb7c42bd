import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { createPostgresDatabase } from '../support/databases.ts';
import { collectEndings } from '../support/endings.ts';
import { countOperations, mutate } from '../support/mutations.ts';
import { countNumbers, listNumbers } from '../support/numbers.ts';
import { startPostgresServer } from '../support/postgres-server.ts';
import { countCalls } from '../support/purchases.ts';
import { accountsAt } from '../support/shared-sandbox.ts';
import { startTestApp, type TestApp, type TestSettings } from '../support/test-app.ts';
import { listed, unlisted, vendorsWith } from '../support/vendors.ts';

const endings = collectEndings();

async function emptyDatabase(serverUrl?: string): Promise<string> {
  const { url, drop } = await createPostgresDatabase(serverUrl === undefined ? {} : { serverUrl });
  endings.push(drop);
  return url;
}

async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

async function start(settings: TestSettings): Promise<TestApp> {
  const app = await startTestApp(settings);
  endings.push(() => app.stop());
  return app;
}

/** Settings of apps that take one sandbox for real vendors. */
async function prepareLive(databaseUrl: string) {
  const sandbox = await startSandbox({ vendors: builtInVendors });
  endings.push(() => sandbox.stop());
  return { sandbox, settings: { databaseUrl, sandbox: false, accounts: accountsAt(sandbox) } };
}

describe('instances that start at once on an empty database', () => {
  it('bring it to the newest schema once, and all serve', async () => {
    const databaseUrl = await emptyDatabase();
    const { settings } = await prepareLive(databaseUrl);
    const apps = await Promise.all(Array.from({ length: 5 }, () => start(settings)));
    const migrations = await ask(databaseUrl, 'select name from phone_numbers.kysely_migration');
    const files = await readdir(new URL('../../src/database/migrations', import.meta.url));
    expect(migrations).toEqual(files.sort().map((file) => ({ name: basename(file, '.ts') })));
    const answers = await Promise.all(apps.map((app) => fetch(`${app.url}/health/ready`)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await Promise.all(apps.map(countOperations))).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('a database that may lose what was committed', () => {
  const purchase = { idempotencyKey: 'key-1', vendor: listed.name, number: listed.stockNumber('305') };

  async function startLive(databaseUrl: string) {
    const { sandbox, settings } = await prepareLive(databaseUrl);
    return { app: await start(settings), sandbox };
  }

  async function unsafeServer(...settings: string[]): Promise<string> {
    const server = await startPostgresServer(settings.flatMap((setting) => ['-c', setting]));
    endings.push(() => server.remove());
    return emptyDatabase(server.url);
  }

  const unsafeDatabase = () => unsafeServer('fsync=off');

  it.each([
    ['whose server does not flush', () => unsafeServer('fsync=off'), 'fsync'],
    [
      'whose server can be torn',
      () => unsafeServer('full_page_writes=off', 'fsync=off'),
      /fsync, full_page_writes|full_page_writes, fsync/,
    ],
  ])('%s buys nothing with real accounts, and says why', async (_how, open, reason) => {
    const { app, sandbox } = await startLive(await open());
    const { userErrors, operation, phoneNumber } = await mutate(app, 'purchaseNumber', purchase);
    expect([operation, phoneNumber]).toEqual([null, null]);
    expect(userErrors).toMatchObject([{ code: 'FORBIDDEN', retryable: true, charged: 'NO' }]);
    expect(userErrors[0]?.message).toMatch(reason);
    expect(sandbox.control.sales()).toEqual([]);
    expect(await countOperations(app)).toBe(0);
    const refusals = app.logLines.map((line) => JSON.parse(line)).filter(({ level }) => level === 'error');
    expect(refusals.map(({ msg }) => msg)).toEqual([userErrors[0]?.message]);
  });

  it('still tells what became of a key that was used before, and buys nothing with it', async () => {
    const server = await startPostgresServer();
    endings.push(() => server.remove());
    const databaseUrl = server.url;
    const { app, sandbox } = await startLive(databaseUrl);
    const bought = await mutate(app, 'purchaseNumber', purchase);
    sandbox.control.addFault({ vendor: listed.name, operation: 'purchase', kind: '429', times: 1 });
    const other = { ...purchase, idempotencyKey: 'key-2', number: listed.stockNumber('305', 1) };
    const failed = await mutate(app, 'purchaseNumber', other);
    expect([bought.operation?.status, failed.operation?.status]).toEqual(['SUCCEEDED', 'FAILED']);

    const startWith = async (setting: 'on' | 'off') => {
      await server.run(`alter system set fsync = ${setting}`);
      await server.run('select pg_reload_conf()');
      return start({ databaseUrl, sandbox: false, accounts: accountsAt(sandbox) });
    };
    const unsafe = await startWith('off');
    sandbox.control.clearCalls();
    expect(await mutate(unsafe, 'purchaseNumber', purchase)).toEqual(bought);
    const refused = await mutate(unsafe, 'purchaseNumber', other);
    expect(refused.operation).toMatchObject({ id: failed.operation?.id, status: 'FAILED' });
    expect(refused.userErrors).toMatchObject([{ code: 'FORBIDDEN', retryable: true, charged: 'NO' }]);
    expect(await countOperations(unsafe)).toBe(2);
    expect(countCalls({ sandbox }, listed.name, 'purchase')).toBe(0);

    const safeAgain = await startWith('on');
    expect((await mutate(safeAgain, 'purchaseNumber', other)).phoneNumber?.address).toBe(other.number);
    expect(sandbox.control.sales()).toHaveLength(2);
  });

  it('is read from, and changes that cost nothing are made', async () => {
    const { app, sandbox } = await startLive(await unsafeDatabase());
    const page = await listNumbers(app, { maxAge: 0 });
    expect(page.totalCount).toBe(countNumbers({ sandbox }, vendorsWith('LIST')));
    const [number] = sandbox.control.numbers(unlisted.name);
    const adopted = await mutate(app, 'adoptNumber', { vendor: unlisted.name, vendorId: number?.id });
    expect(adopted.phoneNumber?.address).toBe(number?.number);
  });

  it('is good enough for the sandbox', async () => {
    const app = await start({ databaseUrl: await unsafeDatabase() });
    const { phoneNumber } = await mutate(app, 'purchaseNumber', purchase);
    expect(phoneNumber?.address).toBe(purchase.number);
  });

  it('is not one with the settings PostgreSQL comes with', async () => {
    const { app, sandbox } = await startLive(await emptyDatabase());
    expect((await mutate(app, 'purchaseNumber', purchase)).phoneNumber?.address).toBe(purchase.number);
    expect(sandbox.control.sales()).toHaveLength(1);
  });
});
