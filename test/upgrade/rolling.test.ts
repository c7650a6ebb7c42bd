import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { MAX_PER_AREA_CODE } from '../../src/sandbox/stock.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { runCommand } from '../support/command.ts';
import { createPostgresDatabase } from '../support/databases.ts';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.ts';
import { listed, unlisted } from '../support/vendors.ts';
import { createBalancer } from './balancer.ts';
import { startBuyers } from './buyers.ts';
import { checkOut, OLDER_COMMIT } from './older-release.ts';

/** How many more numbers are bought before each step. */
const BETWEEN_STEPS = 40;

it('two instances are rolled from the release before to this one while callers buy: nothing is lost, sold twice or refused', {
  timeout: 240_000,
}, async () => {
  const older = checkOut(OLDER_COMMIT);
  onTestFinished(older.remove);
  const database = await createPostgresDatabase();
  onTestFinished(database.drop);
  const sandbox = await startSandbox({ vendors: builtInVendors });
  onTestFinished(() => sandbox.stop());
  const { control } = sandbox;
  control.setStock(MAX_PER_AREA_CODE);
  // What is known only later must come to the same end, whichever version finds it out.
  control.addFault({ vendor: listed.name, operation: 'purchase', kind: '500-after', probability: 0.05 });
  const balancer = createBalancer();
  onTestFinished(() => balancer.stop());

  const env = { PURCHASE_LIMIT_PER_DAY: 'none' };
  const start = async (dataDir: string, main?: string): Promise<ServiceProcess> => {
    const settings = { sandbox, dataDir, databaseUrl: database.url, vendorTimeoutMs: 30_000, shutdownDelaySeconds: 2 };
    const service = await startServiceProcess({ ...settings, env, ...(main !== undefined && { main }) });
    onTestFinished(async () => void (await service.end('SIGKILL')));
    balancer.add(service);
    await balancer.until(service, true);
    return service;
  };
  const folders = [1, 2].map(() => mkdtempSync(join(tmpdir(), 'upgrade-')));
  onTestFinished(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  const before: ServiceProcess[] = [];
  for (const folder of folders) before.push(await start(folder, older.main));
  const own = { vendor: listed.name, exactly: true };
  const any = { vendor: unlisted.name, exactly: false };
  const buyers = startBuyers(balancer, [own, any, own, any, own, any]);
  const buyOn = async (): Promise<void> => {
    const wanted = buyers.told.bought.size + BETWEEN_STEPS;
    await vi.waitFor(() => expect(buyers.told.bought.size).toBeGreaterThanOrEqual(wanted), { timeout: 60_000 });
  };
  await buyOn();
  // As a deployment does: a new one is ready before an old one ends. Each has a folder of its own.
  const after: ServiceProcess[] = [];
  for (const [index, old] of before.entries()) {
    after.push(await start(mkdtempSync(join(folders[index] ?? '', 'new-'))));
    await buyOn();
    const ending = old.end('SIGTERM');
    await balancer.until(old, false);
    await buyOn();
    expect(await ending).toBe(0);
  }
  await buyOn();
  const { bought, refused } = await buyers.stop();
  control.clearFaults();

  expect(refused).toEqual([]);
  expect(balancer.turnedAway()).toBe(0);
  const sold = control.sales().map(({ number }) => number);
  expect(sold.toSorted()).toEqual([...new Set(bought.values())].toSorted());
  expect(sold).toHaveLength(bought.size);
  const audit = await runCommand(['audit'], {
    cwd: folders[0] ?? '',
    env: { ...sandbox.environment, ...env, DATA_DIR: folders[0] ?? '', DATABASE_URL: database.url },
  });
  expect(audit).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringMatching(/Contradictions: 0\n/) });
});
