import { expect, it } from 'vitest';
import { createLedger } from '../../../src/ledger/sql-ledger.ts';
import { purchaseNumber } from '../../../src/operations/purchase-number.ts';
import { VendorError } from '../../../src/vendors/vendor-error.ts';
import {
  caller,
  createInstance,
  failing,
  GRACE_MS,
  input,
  lost,
  once,
  open,
} from '../../support/interleavings-harness.ts';

const limited = (opened: Awaited<ReturnType<typeof open>>, inAll: number) => {
  const { database, now, parts } = opened;
  const ledger = createLedger({
    ...{ database, now, leaseMs: 25_000, pauseMs: () => 15_000, waitMs: 0 },
    limits: { inAll, perActor: null },
  });
  return { ...parts, ledger };
};

it('a key that asks again does not count twice against the limit, nor is it stopped by it', async () => {
  const opened = await open();
  const { account, pass } = opened;
  const parts = limited(opened, 1);
  once((hook) => (account.onPurchase = hook), failing(lost));
  const first = await purchaseNumber(parts, caller, input);
  expect(first.operation?.status).toBe('PENDING');
  const other = await purchaseNumber(parts, caller, { ...input, idempotencyKey: 'key-2' });
  expect(other.userErrors).toMatchObject([{ code: 'LIMIT_REACHED' }]);
  pass(GRACE_MS + 1);
  const again = await purchaseNumber(parts, caller, input);
  expect(again.operation?.status).toBe('SUCCEEDED');
  expect(again.replayed).toBeUndefined();
  expect((await purchaseNumber(parts, caller, input)).replayed).toBe(true);
});

it('repeats of a key, however many, ask the vendor once in a grace period', async () => {
  const { account, parts, pass } = await open();
  let asked = 0;
  account.onPurchase = async () => {
    asked += 1;
    throw lost();
  };
  for (let at = 0; at < 10 * GRACE_MS; at += 5_000) {
    await purchaseNumber(parts, caller, input);
    pass(5_000);
  }
  expect(asked).toBeGreaterThan(3);
  expect(asked).toBeLessThanOrEqual(10);
});

it('two instances that are asked by one key at the same time ask the vendor once', async () => {
  const { account, parts, database, now, pass, reconcile } = await open();
  const other = createInstance(database, account.vendor, now);
  account.onPurchase = failing(lost);
  await purchaseNumber(parts, caller, input);
  pass(GRACE_MS + 1);
  account.onPurchase = async () => undefined;
  await Promise.all([
    purchaseNumber(parts, caller, input),
    purchaseNumber(other.parts, caller, input),
    reconcile(),
    other.reconcile(),
  ]);
  await purchaseNumber(parts, caller, input);
  expect(account.sales).toHaveLength(1);
});

it('what a repeat sends is not said to be replayed, also where it chooses another number', async () => {
  const { account, parts, pass, statusOf } = await open();
  once(
    (hook) => (account.onPurchase = hook),
    async () => {
      throw new VendorError({ vendor: 'LISTED', outcome: 'rejected', reason: 'number-unavailable', message: 'Gone.' });
    },
  );
  // Nobody can be asked whose it is.
  account.onPage = failing(lost);
  const { operation } = await purchaseNumber(parts, caller, input);
  expect(await statusOf(operation?.id)).toBe('PENDING');
  account.onPage = async () => undefined;
  pass(1_000);
  const again = await purchaseNumber(parts, caller, input);
  expect(again.operation?.status).toBe('SUCCEEDED');
  expect(account.sales).toHaveLength(1);
  expect(again.replayed).toBeUndefined();
});
