import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { builtInVendors } from '../../../src/vendors/index.ts';
import { mutate, readOperation, untilOperation } from '../../support/mutations.ts';
import { startTestApp } from '../../support/test-app.ts';
import { pickwick } from './pickwick.ts';

const DAY_MS = 86_400_000;
const vendor = pickwick.name;

/** A service whose clock a test can set ahead. */
async function start() {
  let skipped = 0;
  const app = await startTestApp({
    vendors: [...builtInVendors, pickwick],
    now: () => new Date(Date.now() + skipped),
    recoveryGraceSeconds: 0,
    recoveryIntervalSeconds: 0.1,
  });
  onTestFinished(() => app.stop());
  const skipDays = (days: number): void => {
    skipped += days * DAY_MS;
  };
  return { app, control: app.sandbox.control, skipDays };
}

it('a purchase that waits for a person is looked at again and again, and says so once', async () => {
  const { app, control, skipDays } = await start();
  control.addFault({ vendor, operation: 'get', kind: 'refuse', status: 404 });
  const input = { idempotencyKey: randomUUID(), vendor, areaCode: '212' };
  const { operation } = await mutate(app, 'purchaseNumber', input);
  skipDays(2);
  const open = await untilOperation(app, operation?.id, { status: 'NEEDS_ATTENTION' });
  const looks = () => control.calls().filter((call) => call.operation === 'get').length;
  const before = looks();
  while (looks() < before + 4) {
    skipDays(1);
    await sleep(20);
  }
  expect((await readOperation(app, open.id))?.history).toEqual(open.history);
  control.clearFaults();
  skipDays(1);
  const done = await untilOperation(app, open.id, { status: 'SUCCEEDED' });
  expect(done.phoneNumber?.address).toBe(control.sales()[0]?.number);
});

it('a purchase that a person settles is not settled with the number of another call', async () => {
  const { app, control, skipDays } = await start();
  control.addFault({ vendor, operation: 'purchase', kind: 'reset-after', times: 1 });
  control.addFault({ vendor, operation: 'list', kind: '429' });
  const input = { idempotencyKey: randomUUID(), vendor, areaCode: '212' };
  const { operation } = await mutate(app, 'purchaseNumber', input);
  skipDays(2);
  const open = await untilOperation(app, operation?.id, { status: 'NEEDS_ATTENTION' });

  const another = control.addNumber({ vendor, number: '+12125560177', label: `pns-${'0'.repeat(26)}` });
  const settle = async (vendorId: string | undefined) => {
    for (;;) {
      const settled = await mutate(app, 'settleNumberOperation', { operationId: open.id, vendorId, note: 'Looked.' });
      // Reconciliation may be looking at it at this moment.
      if (settled.userErrors.every(({ code }) => code !== 'OUTCOME_UNKNOWN')) return settled;
      await sleep(50);
    }
  };
  const refused = await settle(another.id);
  expect(refused.userErrors).toMatchObject([
    { code: 'INVALID_INPUT', field: ['input', 'vendorId'], message: expect.stringContaining('has the marker') },
  ]);
  const [sale] = control.sales();
  const settled = await settle(sale?.number);
  expect(settled).toMatchObject({ operation: { status: 'SUCCEEDED' }, phoneNumber: { address: sale?.number } });
});
