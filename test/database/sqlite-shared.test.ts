import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../../src/database/migrate.ts';
import { openSqlite } from '../../src/database/sqlite.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { countOperations, mutate } from '../support/mutations.ts';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.ts';
import { listed } from '../support/vendors.ts';

const KEYS = 20;

let dataDir: string;
let sandbox: Sandbox;
let services: readonly ServiceProcess[];
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'phone-numbers-'));
  sandbox = await startSandbox({ vendors: builtInVendors });
  services = [];
});
afterEach(async () => {
  await Promise.all(services.map((service) => service.end('SIGTERM')));
  await sandbox.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('two processes on one SQLite file', () => {
  it('start at once on an empty folder, and buy once for each key that both are sent', async () => {
    const starting = [1, 2].map(() => startServiceProcess({ sandbox, dataDir, vendorTimeoutMs: 20_000 }));
    const started = await Promise.allSettled(starting);
    services = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(started.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    const inputs = Array.from({ length: KEYS }, (_, key) => ({
      idempotencyKey: `key-${key}`,
      vendor: listed.name,
      number: listed.stockNumber('305', key),
    }));
    const payloads = await Promise.all(
      inputs.map((input) => Promise.all(services.map((service) => mutate(service, 'purchaseNumber', input)))),
    );

    for (const [index, answers] of payloads.entries()) {
      const [one, other] = answers;
      expect(one?.userErrors).toEqual([]);
      expect(one?.operation).toMatchObject({ status: 'SUCCEEDED', attempts: 1 });
      expect(one?.phoneNumber?.address).toBe(inputs[index]?.number);
      expect(other).toEqual(one);
    }
    expect(sandbox.control.sales()).toHaveLength(KEYS);
    expect(await Promise.all(services.map(countOperations))).toEqual([KEYS, KEYS]);
  });
});

describe('a migration that fails', () => {
  it('leaves nothing behind', async () => {
    const database = openSqlite(join(dataDir, 'test.db'), () => {});
    const tables = async () => (await database.introspection.getTables()).map(({ name }) => name);
    await database.schema.createTable('operation_steps').addColumn('in_the_way', 'text').execute();
    await expect(migrate(database)).rejects.toThrow('The database could not be migrated.');
    expect(await tables()).toEqual(['operation_steps']);

    await database.schema.dropTable('operation_steps').execute();
    await migrate(database);
    expect(await tables()).toContain('numbers');
    await database.destroy();
  });
});
