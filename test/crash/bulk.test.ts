import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext, vi } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { bulkOf, readItems, sendBulk, untilEnded } from '../support/bulks.ts';
import { createPostgresDatabase, type Engine, engines } from '../support/databases.ts';
import type { ShownOperation } from '../support/mutations.ts';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.ts';
import { listed } from '../support/vendors.ts';

const { name: vendor } = listed;
const ITEMS = 10;
const TEST_TIMEOUT_MS = 90_000;
/** An operation may be taken up 5 s after twice this time at the earliest. */
const vendorTimeoutMs = 2_000;
const env = { RECOVERY_PATIENCE_SECONDS: '86400' };

/** A sandbox, and a way to start the service on one database, gone when the test is over. */
async function setUp({ onTestFinished }: TestContext, engine: Engine) {
  const dataDir = mkdtempSync(join(tmpdir(), 'crash-'));
  const database = engine === 'PostgreSQL' ? await createPostgresDatabase() : null;
  const sandbox = await startSandbox({ vendors: builtInVendors });
  const services: ServiceProcess[] = [];
  onTestFinished(async () => {
    await Promise.all(services.map((service) => service.end('SIGKILL')));
    await sandbox.stop();
    await database?.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const settings = { sandbox, dataDir, vendorTimeoutMs, env, ...(database && { databaseUrl: database.url }) };
  return {
    control: sandbox.control,
    async start() {
      const service = await startServiceProcess(settings);
      services.push(service);
      return service;
    },
  };
}

/** What did not succeed may be asked for again: on a busy machine a vendor may seem to be away, or a call may be lost on its way. */
function expectEnds({ expect }: TestContext, operations: readonly ShownOperation[]) {
  for (const { status, userErrors } of operations) {
    if (status !== 'SUCCEEDED') expect(userErrors).toMatchObject([{ retryable: true, charged: 'NO' }]);
  }
}

/** Begins a bulk, and kills or stops the service while its first numbers are being sold: those answers are lost or late. */
async function endDuring(context: TestContext, engine: Engine, signal: 'SIGKILL' | 'SIGTERM') {
  const { expect } = context;
  const { control, start } = await setUp(context, engine);
  const first = await start();
  control.addFault({ vendor, operation: 'purchase', kind: 'late', delayMs: 1_200 });
  const input = bulkOf(vendor, ITEMS);
  const answer = sendBulk(first, 'bulkPurchase', input).catch(() => 'cut off' as const);
  await vi.waitFor(() => expect(control.sales().length).toBeGreaterThan(0), { timeout: 30_000, interval: 5 });
  await first.end(signal);
  const answered = await answer;
  control.clearFaults();
  expect(control.sales().length).toBeLessThan(ITEMS);
  return { control, input, answered, service: await start() };
}

describe.concurrent.each(engines)('a service on %s', { timeout: TEST_TIMEOUT_MS }, (engine) => {
  /** Asks again until all is done: a call that was lost on its way may have to be made anew. */
  const untilDone = (context: TestContext, service: ServiceProcess, input: object) =>
    vi.waitFor(
      async () => {
        const { counts, items, userErrors } = await sendBulk(service, 'bulkPurchase', input);
        context.expect(userErrors).toEqual([]);
        context.expect(counts.succeeded).toBe(ITEMS);
        return items;
      },
      { timeout: 40_000, interval: 200 },
    );

  it('that is killed in the middle of a bulk buys each item once when the key is repeated', async (context) => {
    const { expect } = context;
    const { control, input, service } = await endDuring(context, engine, 'SIGKILL');
    // All that was asked for was on record before the first was bought.
    const before = await readItems(service, input.idempotencyKey);
    expect(before.map(({ bulk }) => bulk.index)).toEqual(input.items.map((_, index) => index));
    const items = await untilDone(context, service, input);
    expect(items.map(({ operation }) => operation?.id)).toEqual(before.map(({ id }) => id));
    const bought = items.map(({ phoneNumber }) => phoneNumber?.address);
    const sold = control.sales().map(({ number }) => number);
    expect(sold.toSorted()).toEqual(bought.toSorted());
    for (const [index, { areaCode }] of input.items.entries()) expect(bought[index]).toContain(`+1${areaCode}`);
  });

  it('that is killed in the middle of a bulk buys what it had not begun, though nobody asks again', async (context) => {
    const { expect } = context;
    const { control, input, service } = await endDuring(context, engine, 'SIGKILL');
    const before = await readItems(service, input.idempotencyKey);
    const ended = await untilEnded(service, input.idempotencyKey);
    expectEnds(context, ended);
    const begunSince = ended.filter(({ status }, index) => before[index]?.attempts === 0 && status === 'SUCCEEDED');
    expect(begunSince).not.toEqual([]);
    await untilDone(context, service, input);
    expect(control.sales()).toHaveLength(ITEMS);
  });

  it('that is asked to stop in the middle of a bulk answers, and another one goes on', async (context) => {
    const { expect } = context;
    const { control, input, answered, service } = await endDuring(context, engine, 'SIGTERM');
    if (answered === 'cut off') throw new Error('It did not answer.');
    expect(answered).toMatchObject({ userErrors: [], counts: { refused: 0, needsAttention: 0 } });
    expect(answered.counts.pending).toBeGreaterThan(0);
    expectEnds(context, await untilEnded(service, input.idempotencyKey));
    await untilDone(context, service, input);
    expect(control.sales()).toHaveLength(ITEMS);
  });
});
