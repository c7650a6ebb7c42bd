import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { mutate, type ShownPayload } from '../support/mutations.ts';
import { type PostgresServer, startPostgresServer } from '../support/postgres-server.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { listed } from '../support/vendors.ts';

const PURCHASES = 6;

let server: PostgresServer;
let sandbox: Sandbox;
let app: TestApp;
beforeEach(async () => {
  // Unless a commit waits for it, nothing is written for as long as the test takes.
  server = await startPostgresServer(['-c', 'wal_writer_delay=10s', '-c', 'wal_writer_flush_after=1GB']);
  sandbox = await startSandbox({ vendors: builtInVendors });
  app = await startTestApp({ databaseUrl: server.url, sandbox: false, accounts: sandbox.accounts });
});
afterEach(async () => {
  await app.stop();
  await sandbox.stop();
  await server.remove();
});

async function set(setting: string): Promise<void> {
  await server.run(`alter system set ${setting}`);
  await server.run('select pg_reload_conf()');
}

function buy(key: number): Promise<ShownPayload> {
  const number = listed.stockNumber('305', key);
  return mutate(app, 'purchaseNumber', { idempotencyKey: `key-${key}`, vendor: listed.name, number });
}

describe('a setting that is switched off while the service runs', () => {
  it('synchronous_commit costs no answered purchase, though PostgreSQL is killed', async () => {
    await set('synchronous_commit = off');
    await server.run('alter role postgres set synchronous_commit = off');
    const answered: ShownPayload[] = [];
    for (let key = 0; key < PURCHASES; key += 1) answered.push(await buy(key));
    await server.kill();
    await server.start();
    const rows = await server.run('select status from phone_numbers.operations');
    expect(answered.map(({ operation }) => operation?.status)).toEqual(Array(PURCHASES).fill('SUCCEEDED'));
    expect(rows).toEqual(Array(PURCHASES).fill({ status: 'SUCCEEDED' }));
  });

  it.each(['fsync', 'full_page_writes'])('%s is noticed by the next purchase, and so is its end', async (setting) => {
    expect((await buy(1)).userErrors).toEqual([]);
    await set(`${setting} = off`);
    for (const key of [2, 3]) {
      expect((await buy(key)).userErrors).toMatchObject([
        { code: 'FORBIDDEN', retryable: true, charged: 'NO', message: expect.stringContaining(`${setting} off`) },
      ]);
    }
    await set(`${setting} = on`);
    expect((await buy(2)).phoneNumber?.address).toBe(listed.stockNumber('305', 2));
    expect(sandbox.control.sales()).toHaveLength(2);
  });
});
