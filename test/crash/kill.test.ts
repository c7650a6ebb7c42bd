import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext, vi } from 'vitest';
import type { VendorName } from '../../src/domain/phone-number.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { mutate, type ShownOperation, untilOperation } from '../support/mutations.ts';
import { agentsOf, purchaseInput } from '../support/purchases.ts';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.ts';
import { listed, unlisted } from '../support/vendors.ts';

/** Short, since an operation may be taken up 5 s after twice this time at the earliest. */
const VENDOR_TIMEOUT_MS = 1_000;
const TEST_TIMEOUT_MS = 90_000;

/** A sandbox, and a way to start the service on one folder, gone when the test is over. */
async function setUp({ onTestFinished }: TestContext, vendorTimeoutMs = VENDOR_TIMEOUT_MS) {
  const dataDir = mkdtempSync(join(tmpdir(), 'crash-'));
  const sandbox = await startSandbox({ vendors: builtInVendors });
  const services: ServiceProcess[] = [];
  onTestFinished(async () => {
    await Promise.all(services.map((service) => service.end('SIGKILL')));
    await sandbox.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return {
    control: sandbox.control,
    async start() {
      const service = await startServiceProcess({ sandbox, dataDir, vendorTimeoutMs });
      services.push(service);
      return service;
    },
  };
}

type Stage = {
  readonly vendor: VendorName;
  readonly kind: Fault['kind'];
  /** What the vendor is being asked for when the process is killed. */
  readonly asked: 'search' | 'purchase' | 'update';
};

/** Kills the service in the middle of a purchase, starts it again and waits until the operation is in this status. */
async function killDuring(context: TestContext, { vendor, kind, asked }: Stage, status: ShownOperation['status']) {
  const { expect } = context;
  const { control, start } = await setUp(context);
  const first = await start();
  control.addFault({ vendor, operation: asked, kind });
  const input = purchaseInput(vendor, { agentId: agentsOf(vendor).second, label: 'Kept' });
  const answer = mutate(first, 'purchaseNumber', input).then(
    () => 'answered',
    () => 'cut off',
  );
  const operations = () => control.calls().map(({ operation }) => operation);
  await vi.waitFor(() => expect(operations()).toContain(asked), { timeout: 30_000, interval: 5 });
  await first.end('SIGKILL');
  const killedAt = new Date().toISOString();
  expect(await answer).toBe('cut off');
  control.clearFaults();

  const service = await start();
  const { data } = await service.graphql(
    'query ($key: IdempotencyKey!) { numberOperation(idempotencyKey: $key) { id history { at status } } }',
    { key: input['idempotencyKey'] },
  );
  // Written down before the vendor was called, and so still there.
  const before = data.numberOperation.history.filter(({ at }: { at: string }) => at < killedAt);
  expect(before.at(-1)).toMatchObject({ status: asked === 'update' ? 'SUCCEEDED' : 'PENDING' });
  const operation = await untilOperation(service, data.numberOperation.id, { status });
  return { control, service, input, operation };
}

describe.concurrent('a service that is killed', { timeout: TEST_TIMEOUT_MS }, () => {
  it('after a vendor with a list has sold a number finds it, finishes it and buys no other', async (context) => {
    const { expect } = context;
    const stage = { vendor: listed.name, kind: 'hang-after', asked: 'purchase' } as const;
    const { control, service, input, operation } = await killDuring(context, stage, 'SUCCEEDED');
    const done = await untilOperation(service, operation.id, { status: 'SUCCEEDED', errorCodes: [] });
    const [sale] = control.sales();
    expect(done.phoneNumber).toMatchObject({
      address: sale?.number,
      acquisition: 'PURCHASED',
      label: 'Kept',
      agent: { id: agentsOf(listed.name).second },
    });
    const repeated = await mutate(service, 'purchaseNumber', input);
    expect(repeated).toEqual({ phoneNumber: done.phoneNumber, operation: done, userErrors: [] });
    expect(control.sales()).toHaveLength(1);
  });

  it('after a vendor without a list has sold a number leaves it to a person and buys no other', async (context) => {
    const { expect } = context;
    const stage = { vendor: unlisted.name, kind: 'hang-after', asked: 'purchase' } as const;
    const { control, service, input, operation } = await killDuring(context, stage, 'NEEDS_ATTENTION');
    const repeated = await mutate(service, 'purchaseNumber', input);
    // The vendor is asked for the same number again, and refuses: that tells nothing.
    const { id, userErrors } = operation;
    expect(repeated.operation).toMatchObject({ id, status: 'NEEDS_ATTENTION', userErrors, attempts: 2 });
    const [sale] = control.sales();
    expect(operation.userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN', charged: 'UNKNOWN' }]);
    expect(operation.userErrors[0]?.message).toContain(sale?.number);
    expect(control.sales()).toHaveLength(1);
  });

  it.for([
    { vendor: listed.name, kind: 'hang', asked: 'search' },
    { vendor: unlisted.name, kind: 'hang', asked: 'purchase' },
  ] as const)('before $vendor has sold anything ($asked) fails, and a repeat buys', async (stage, context) => {
    const { expect } = context;
    const { control, service, input, operation } = await killDuring(context, stage, 'FAILED');
    expect(operation.userErrors).toMatchObject([{ retryable: true, charged: 'NO' }]);
    expect(control.sales()).toEqual([]);
    const repeated = await mutate(service, 'purchaseNumber', input);
    expect(repeated.userErrors).toEqual([]);
    expect(repeated.operation?.id).toBe(operation.id);
    expect(control.sales()).toMatchObject([{ number: repeated.phoneNumber?.address }]);
  });

  it('between the purchase and its link makes the link', async (context) => {
    const { expect } = context;
    const stage = { vendor: listed.name, kind: 'hang', asked: 'update' } as const;
    const { control, service, operation } = await killDuring(context, stage, 'SUCCEEDED');
    const done = await untilOperation(service, operation.id, { status: 'SUCCEEDED', errorCodes: [] });
    expect(done.phoneNumber?.agent).toEqual({ id: agentsOf(listed.name).second });
    expect(control.sales()).toMatchObject([{ number: done.phoneNumber?.address }]);
  });
});

it.concurrent('a service that is asked to stop answers a slow purchase before it ends', async (context) => {
  const { expect } = context;
  const { control, start } = await setUp(context, 5_000);
  const service = await start();
  control.addFault({ vendor: listed.name, operation: 'purchase', kind: 'late', delayMs: 500 });
  const answer = mutate(service, 'purchaseNumber', purchaseInput(listed.name));
  await vi.waitFor(() => expect(control.sales()).toHaveLength(1), { timeout: 30_000, interval: 5 });
  const end = service.end('SIGTERM');
  const { phoneNumber, userErrors } = await answer;
  const answeredAt = performance.now();
  expect(userErrors).toEqual([]);
  expect(control.sales()).toMatchObject([{ number: phoneNumber?.address }]);
  expect(await end).toBe(0);
  // Whoever restarts it should not have to wait for connections that nobody uses.
  expect(performance.now() - answeredAt).toBeLessThan(4_000);
});
