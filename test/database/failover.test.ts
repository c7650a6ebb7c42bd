import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { runCommand } from '../support/command.ts';
import { collectEndings } from '../support/endings.ts';
import { type Link, openLink } from '../support/frozen-link.ts';
import { documentOf, mutate, type ShownPayload } from '../support/mutations.ts';
import { type PostgresServer, type Standby, startPostgresServer } from '../support/postgres-server.ts';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.ts';
import { listed } from '../support/vendors.ts';

const CALLERS = 6;
const KEYS_PER_CALLER = 4;
/** From the first call for a key to its end; a lease has to run out meanwhile. */
const PATIENCE_MS = 90_000;
const MACHINE = { timeout: 60_000, interval: 20 };

const endings = collectEndings();

let primary: PostgresServer;
let standby: Standby;
let link: Link;
let sandbox: Sandbox;
beforeEach(async () => {
  primary = await startPostgresServer();
  endings.push(() => primary.remove());
  standby = await primary.copyToStandby();
  endings.push(() => standby.remove());
  await standby.start();
  link = await openLink(primary.url);
  endings.push(() => link.close());
  sandbox = await startSandbox({ vendors: builtInVendors });
  endings.push(() => sandbox.stop());
}, 120_000);

/** An instance in a process of its own, which reaches PostgreSQL by the link. */
async function startInstance(): Promise<{ service: ServiceProcess; dataDir: string }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'phone-numbers-'));
  endings.push(() => rmSync(dataDir, { recursive: true, force: true }));
  const service = await startServiceProcess({ sandbox, dataDir, vendorTimeoutMs: 500, databaseUrl: link.url });
  endings.push(() => service.end('SIGTERM'));
  return { service, dataDir };
}

const numberOf = (key: number): string => listed.stockNumber('305', key);

function buy(service: ServiceProcess, key: number): Promise<ShownPayload> {
  return mutate(service, 'purchaseNumber', {
    idempotencyKey: `key-${key}`,
    vendor: listed.name,
    number: numberOf(key),
  });
}

/** Asks again with the same key until told an end. Returns all that was told; some of it cannot be read meanwhile. */
async function buyWithPatience(service: ServiceProcess, key: number): Promise<ShownPayload[]> {
  const input = { idempotencyKey: `key-${key}`, vendor: listed.name, number: numberOf(key) };
  const told: ShownPayload[] = [];
  for (const startedAt = performance.now(); performance.now() - startedAt < PATIENCE_MS; await sleep(100)) {
    const { data } = await service.graphql(documentOf('purchaseNumber'), { input });
    const payload: ShownPayload | null = data?.purchaseNumber ?? null;
    if (payload) told.push(payload);
    if (payload?.operation?.status === 'SUCCEEDED') return told;
  }
  throw new Error(`No end for ${numberOf(key)}: ${JSON.stringify(told.at(-1))}`);
}

/** The primary is lost with its machine, and the standby takes its place. */
async function failOver(): Promise<void> {
  link.cut();
  await primary.kill();
  await standby.start();
  await standby.promote();
  link.pointTo(standby.url);
  link.mend();
}

describe('a primary that is lost in the middle of purchases', () => {
  it('costs nothing and buys nothing twice where its standby is synchronous', async () => {
    await primary.run(`alter system set synchronous_standby_names = 'standby'`);
    await primary.run('select pg_reload_conf()');
    await vi.waitFor(
      async () =>
        expect(await primary.run('select sync_state from pg_stat_replication')).toEqual([{ sync_state: 'sync' }]),
      MACHINE,
    );
    const services = await Promise.all([1, 2].map(async () => (await startInstance()).service));
    sandbox.control.addFault({ vendor: listed.name, operation: 'purchase', kind: 'late', delayMs: 100 });
    const callers = Array.from({ length: CALLERS }, async (_, caller) => {
      const told: ShownPayload[][] = [];
      for (let key = 0; key < KEYS_PER_CALLER; key += 1) {
        const service = services[caller % services.length];
        if (service) told.push(await buyWithPatience(service, caller * KEYS_PER_CALLER + key));
      }
      return told;
    });
    await vi.waitFor(() => expect(sandbox.control.sales().length).toBeGreaterThan(CALLERS), MACHINE);
    await failOver();

    const told = (await Promise.all(callers)).flat();
    const sold = sandbox.control.sales().map(({ number }) => number);
    expect(sold.toSorted()).toEqual(Array.from({ length: told.length }, (_, key) => numberOf(key)).toSorted());
    for (const payloads of told) {
      expect(new Set(payloads.flatMap(({ operation }) => operation?.id ?? [])).size).toBe(1);
      // What the primary was lost in front of was never sent, and may be told as failed: nothing happened, and it is asked for again.
      const failed = payloads.filter(({ operation }) => operation?.status === 'FAILED');
      expect(failed.filter(({ operation }) => operation?.attempts !== 0)).toEqual([]);
      expect(payloads.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).not.toContain('FORBIDDEN');
    }
    const rows = await standby.run(`select target, status from phone_numbers.operations order by target`);
    expect(rows).toEqual(sold.toSorted().map((target) => ({ target, status: 'SUCCEEDED' })));
  }, 240_000);

  it('is noticed where its standby lacks the last call, and nothing is bought until an operator says so', async () => {
    const { service, dataDir } = await startInstance();
    const { service: other } = await startInstance();
    expect((await buy(service, 0)).operation?.status).toBe('SUCCEEDED');
    await vi.waitFor(
      async () => expect(await standby.run('select 1 from phone_numbers.operations')).toHaveLength(1),
      MACHINE,
    );
    await standby.stop();
    expect((await buy(service, 1)).operation?.status).toBe('SUCCEEDED');
    await failOver();

    const answers: ShownPayload[] = [];
    await vi.waitFor(async () => {
      const answer = await buy(service, 1);
      answers.push(answer);
      expect(answer.userErrors).toMatchObject([
        { code: 'FORBIDDEN', retryable: true, message: expect.stringContaining('phone-numbers accept-ledger') },
      ]);
    }, MACHINE);
    expect((await buy(service, 2)).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect((await buy(other, 3)).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect((await buy(service, 0)).operation?.status).toBe('SUCCEEDED');
    expect(sandbox.control.sales()).toHaveLength(2);

    const env = { ...sandbox.environment, SANDBOX: 'false', DATA_DIR: dataDir, DATABASE_URL: link.url };
    expect(await runCommand(['accept-ledger'], { cwd: dataDir, env })).toMatchObject({ exitCode: 0 });
    expect((await buy(service, 2)).operation?.status).toBe('SUCCEEDED');
    expect((await buy(other, 3)).operation?.status).toBe('SUCCEEDED');
    expect(sandbox.control.sales()).toHaveLength(4);
  }, 240_000);
});
