import { expect, it } from 'vitest';
import { createLedger } from '../../../src/ledger/sql-ledger.ts';
import { adoptNumber } from '../../../src/operations/adopt-number.ts';
import { linkNumberToAgent } from '../../../src/operations/link-number-to-agent.ts';
import { purchaseNumber } from '../../../src/operations/purchase-number.ts';
import { createReconciliationWorker } from '../../../src/operations/reconciliation/worker.ts';
import { releaseNumber } from '../../../src/operations/release-number.ts';
import { readAddress } from '../../../src/vendors/reported-number.ts';
import {
  busy,
  caller,
  createInstance,
  failing,
  GRACE_MS,
  idOf,
  input,
  LONGEST_CALL_MS,
  lost,
  once,
  open,
} from '../../support/interleavings-harness.ts';

const phoneNumberId = idOf('v-1');

it('a sync does not release what another instance, whose clock is 2 s behind, buys meanwhile', async () => {
  const { account, database, now, pass, sync, read } = await open();
  const behind = createInstance(database, account.vendor, () => new Date(now().getTime() - 2_000));
  account.add('+14155550199');
  once(
    (hook) => (account.onPage = hook),
    async () => {
      pass(500);
      await purchaseNumber(behind.parts, caller, input);
      pass(500);
    },
  );
  await sync();
  expect(await read('v-2')).toMatchObject({ status: 'ACTIVE', acquisition: 'PURCHASED' });
});

it('a clock that is set back during a sync releases nothing', async () => {
  const { account, parts, pass, sync } = await open();
  account.add('+14155550151');
  account.add('+14155550152');
  await sync();
  pass(60_000);
  once(
    (hook) => (account.onPage = hook),
    async () => pass(-1_000),
  );
  await sync();
  expect(await parts.registry.count({})).toBe(2);
});

it('a clock that was set back does not keep the account from being read', async () => {
  const { account, pass, sync, read } = await open();
  account.add('+14155550151');
  account.add('+14155550152');
  await sync();
  pass(-10_800_000);
  account.remove('v-1');
  await sync();
  expect(await read('v-1')).toMatchObject({ status: 'RELEASED' });
});

it('a number that was bought just before the clock was set ahead is not released because lists miss it', async () => {
  const { account, parts, pass, sync, read } = await open();
  account.add('+14155550199');
  await purchaseNumber(parts, caller, input);
  account.remove('v-2');
  pass(3_600_000);
  const setAtMs = parts.now().getTime();
  Object.assign(parts, { clockSetAtMs: () => setAtMs });
  await sync();
  expect(await read('v-2')).toMatchObject({ status: 'ACTIVE' });
  pass(GRACE_MS + 1);
  await sync();
  expect(await read('v-2')).toMatchObject({ status: 'RELEASED' });
});

it('what was read before a link does not undo it', async () => {
  const { account, parts, sync, read } = await open();
  account.add('+14155550151');
  await sync();
  once(
    (hook) => (account.onGet = hook),
    async () => void (await linkNumberToAgent(parts, caller, { phoneNumberId, agentId: 'agent-2' })),
  );
  await adoptNumber(parts, caller, { vendor: 'LISTED', vendorId: 'v-1' });
  expect((await read('v-1'))?.agentId).toBe('agent-2');
});

it('what was read before a release does not bring the number back', async () => {
  const { account, parts, sync, read } = await open();
  account.add('+14155550151');
  await sync();
  const release = { idempotencyKey: null, phoneNumberId, confirmAddress: '+14155550151' };
  once(
    (hook) => (account.onGet = hook),
    async () => void (await releaseNumber(parts, caller, release)),
  );
  await adoptNumber(parts, caller, { vendor: 'LISTED', vendorId: 'v-1' });
  expect((await read('v-1'))?.status).toBe('RELEASED');
});

it('a run of reconciliation ends though each operation takes longer than the pause before its next check', async () => {
  const { account, parts, reconcile, pass } = await open();
  account.onPurchase = failing(lost);
  await purchaseNumber(parts, caller, input);
  await purchaseNumber(parts, caller, { ...input, idempotencyKey: 'key-2' });
  pass(30_000);
  let looks = 0;
  account.onPage = async () => {
    looks += 1;
    pass(looks < 10 ? 60_000 : 0);
    throw busy();
  };
  await reconcile();
  expect(looks).toBe(2);
});

it('two instances come to an end with an account that takes longer to read than a lease', async () => {
  const { account, database, parts, now, pass, statusOf } = await open();
  const leaseMs = 300;
  const pauseMs = () => 100;
  const instances = [1, 2].map(() => ({
    ...{ ...parts, now, pauseMs, graceMs: 0, longestCallMs: 0 },
    ledger: createLedger({ database, now, leaseMs, pauseMs, limits: { inAll: null, perActor: null }, waitMs: 0 }),
  }));
  account.onPurchase = failing(lost);
  const [one] = instances;
  if (!one) throw new Error('There is none.');
  const { operation } = await purchaseNumber(one, caller, input);
  // Six pages of 100 ms each: two leases.
  for (let at = 0; at < 600; at += 1) account.add(`+1415555${1_000 + at}`);
  const workers = instances.map((instance) =>
    createReconciliationWorker(instance, { intervalMs: 100, retentionDays: null }),
  );
  let pages = 0;
  const runs: Promise<void>[] = [];
  const runBoth = () => runs.push(...workers.map((worker) => worker.runOnce()));
  // As their timers would: whatever one is reading, the other looks for work every 100 ms.
  account.onPage = async () => {
    pages += 1;
    pass(100);
    runBoth();
  };
  for (let look = 0; look < 50 && (await statusOf(operation?.id)) === 'PENDING'; look += 1) {
    pass(100);
    runBoth();
    await Promise.all(runs);
  }
  expect(await statusOf(operation?.id)).toBe('FAILED');
  await Promise.all(runs);
  // One instance reads all, and perhaps another the beginning.
  expect(pages).toBeLessThanOrEqual(12);
});

it('a number that a sync began to read before it was bought is shown as it was asked for, though the vendor writes it without its country', async () => {
  const { account, parts, sync, reconcile, pass, read } = await open();
  const british = '+442079460833';
  account.onPurchase = failing(lost);
  once(
    (hook) => (account.onPage = hook),
    async () => {
      const asked = { ...input, country: 'GB', areaCode: null, number: british };
      await purchaseNumber(parts, caller, asked);
    },
  );
  // Sold, though nobody heard of it, while the page was on its way.
  account.numbers.push({ ...account.add('+14155550199'), vendorId: 'sold', ...readAddress('020 7946 0833') });
  await sync();
  account.onPage = failing(busy);
  account.onGet = failing(busy);
  pass(GRACE_MS + LONGEST_CALL_MS + 60_000);
  await reconcile();
  const again = await purchaseNumber(parts, caller, { ...input, country: 'GB', areaCode: null, number: british });
  expect(again).toMatchObject({ operation: { status: 'SUCCEEDED' }, phoneNumber: { address: british, country: 'GB' } });
  expect(await read('sold')).toMatchObject({ address: british });
});
