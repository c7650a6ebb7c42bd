import { expect, it } from 'vitest';
import { adoptNumber } from '../../../src/operations/adopt-number.ts';
import { purchaseNumber } from '../../../src/operations/purchase-number.ts';
import { releaseNumber } from '../../../src/operations/release-number.ts';
import { settleNumberOperation } from '../../../src/operations/settle-number-operation.ts';
import { updateNumber } from '../../../src/operations/update-number.ts';
import { VendorError } from '../../../src/vendors/vendor-error.ts';
import {
  caller,
  createInstance,
  failing,
  GRACE_MS,
  idOf,
  input,
  LONGEST_CALL_MS,
  lost,
  missingOnce,
  once,
  open,
  settlementOf,
} from '../../support/interleavings-harness.ts';

it('a sync that begins before the grace period ends is no evidence that nothing was bought', async () => {
  const { account, parts, reconcile, pass, statusOf } = await open();
  account.add('+14155550199');
  account.onPurchase = failing(lost);
  const { operation } = await purchaseNumber(parts, caller, input);
  pass(GRACE_MS - 5_000);
  once(
    (hook) => (account.onPage = hook),
    async () => {
      // The page has been read. Now the vendor acts, within the grace period; the sync ends after it.
      pass(3_000);
      account.add('+14155550151');
      pass(3_000);
    },
  );
  await reconcile();
  expect(await statusOf(operation?.id)).toBe('PENDING');
  pass(60_000);
  await reconcile();
  expect(await statusOf(operation?.id)).toBe('SUCCEEDED');
});

it('the grace period counts from the end of a call, and where that was not recorded, from the latest it can have', async () => {
  const { account, database, now, parts, pass, statusOf } = await open();
  // The process that made the call has died, as far as another one can tell.
  const other = createInstance(database, account.vendor, now);
  account.onPurchase = async () => {
    pass(LONGEST_CALL_MS);
    throw lost();
  };
  const slow = await purchaseNumber(parts, caller, input);
  account.onPurchase = () => new Promise(() => undefined);
  void purchaseNumber(parts, caller, { ...input, idempotencyKey: 'key-2' });
  await expect.poll(async () => (await parts.ledger.findByKey('acme', 'key-2'))?.sentAt).not.toBeNull();
  const dead = await parts.ledger.findByKey('acme', 'key-2');
  pass(GRACE_MS);
  await other.reconcile();
  expect([await statusOf(slow.operation?.id), await statusOf(dead?.id)]).toEqual(['PENDING', 'PENDING']);
  pass(LONGEST_CALL_MS + 60_000);
  await other.reconcile();
  pass(GRACE_MS);
  await other.reconcile();
  expect([await statusOf(slow.operation?.id), await statusOf(dead?.id)]).toEqual(['FAILED', 'FAILED']);
});

it('a number that is released while its purchase is open was bought all the same', async () => {
  const { account, parts, reconcile, sync, pass, statusOf } = await open();
  account.losesAnswers = true;
  const { operation } = await purchaseNumber(parts, caller, input);
  account.losesAnswers = false;
  await sync();
  const release = { idempotencyKey: null, phoneNumberId: idOf('v-1'), confirmAddress: '+14155550151' };
  expect((await releaseNumber(parts, caller, release)).operation?.status).toBe('SUCCEEDED');
  pass(GRACE_MS + 1);
  await reconcile();
  expect(await statusOf(operation?.id)).toBe('SUCCEEDED');
  const again = await purchaseNumber(parts, caller, input);
  expect(again.phoneNumber).toMatchObject({ address: '+14155550151', status: 'RELEASED', acquisition: 'PURCHASED' });
  expect(account.sales).toEqual(['+14155550151']);
});

it.each(['before', 'while'])('a number renamed %s its purchase is reconciled keeps its new name', async (when) => {
  const { account, parts, reconcile, sync, pass, read } = await open();
  const rename = async () => void (await updateNumber(parts, caller, { phoneNumberId: idOf('v-1'), label: 'New' }));
  account.losesAnswers = true;
  await purchaseNumber(parts, caller, { ...input, label: 'Old' });
  await sync();
  if (when === 'before') await rename();
  else once((hook) => (account.onPage = hook), rename);
  pass(30_000);
  await reconcile();
  expect(await read('v-1')).toMatchObject({ label: 'New', acquisition: 'PURCHASED' });
});

it('a number that was here once, went away unseen and is bought again was bought', async () => {
  const { account, parts, reconcile, sync, pass, statusOf } = await open();
  const { vendorId } = account.add('+14155550151');
  await sync();
  account.remove(vendorId);
  pass(3_600_000);
  account.losesAnswers = true;
  const { operation } = await purchaseNumber(parts, caller, input);
  pass(30_000);
  await reconcile();
  expect(await statusOf(operation?.id)).toBe('SUCCEEDED');
  expect((await purchaseNumber(parts, caller, input)).phoneNumber?.vendorId).toBe('v-2');
  expect(account.sales).toEqual(['+14155550151']);
});

it('a number that another operation obtained may still be sold to this one: given back, by a vendor that is late', async () => {
  const { account, parts, reconcile, pass, statusOf } = await open();
  await purchaseNumber(parts, caller, input);
  pass(GRACE_MS + 1);
  account.onPurchase = failing(lost);
  // Else it would not even be asked for.
  missingOnce(account, '+14155550151');
  const exact = { ...input, idempotencyKey: 'key-2', areaCode: null, number: '+14155550151' };
  const { operation } = await purchaseNumber(parts, caller, exact);
  pass(30_000);
  await reconcile();
  account.remove('v-1');
  account.add('+14155550151');
  pass(30_000);
  await reconcile();
  expect(await statusOf(operation?.id)).toBe('SUCCEEDED');
  expect((await parts.ledger.find(operation?.id ?? ''))?.phoneNumberId).toBe(idOf('v-2'));
});

it('what a vendor without a list has sold is reconciled once somebody adopts it', async () => {
  const { account, database, now, pass, statusOf } = await open();
  const { list: _list, ...vendor } = account.vendor;
  const { parts, reconcile } = createInstance(database, vendor, now);
  account.losesAnswers = true;
  const { operation } = await purchaseNumber(parts, caller, input);
  await adoptNumber(parts, caller, { vendor: 'LISTED', vendorId: 'v-1' });
  pass(GRACE_MS + 1);
  await reconcile();
  expect(await statusOf(operation?.id)).toBe('SUCCEEDED');
});

it('an answer that comes when others have given up the call is kept: the number, and that it was bought', async () => {
  const { account, database, now, pass, statusOf } = await open();
  const { list: _list, ...vendor } = account.vendor;
  const { parts } = createInstance(database, vendor, now);
  const other = createInstance(database, vendor, now);
  // The machine sleeps after the call is on record and before it leaves. Meanwhile another one looks, for more than a day.
  once(
    (hook) => (account.onPurchase = hook),
    async () => {
      for (let hour = 0; hour < 27; hour += 1) {
        pass(3_600_000);
        await other.reconcile();
      }
      expect(await statusOf((await parts.ledger.findByKey('acme', 'key-1'))?.id)).toBe('FAILED');
    },
  );
  const answer = await purchaseNumber(parts, caller, input);
  expect(answer).toMatchObject({ operation: { status: 'SUCCEEDED' }, phoneNumber: { address: '+14155550151' } });
  expect(await parts.registry.count({})).toBe(1);
  const again = await purchaseNumber(parts, caller, input);
  expect(again.phoneNumber?.address).toBe('+14155550151');
  expect(account.sales).toEqual(['+14155550151']);
});

it('an answer that comes when the key was sent again is not lost either', async () => {
  const { account, database, now, pass } = await open();
  const { list: _list, ...vendor } = account.vendor;
  const { parts } = createInstance(database, vendor, now);
  const other = createInstance(database, vendor, now);
  once(
    (hook) => (account.onPurchase = hook),
    async () => {
      pass(2 * 3_600_000);
      expect((await purchaseNumber(other.parts, caller, input)).operation?.status).toBe('SUCCEEDED');
    },
  );
  await purchaseNumber(parts, caller, input);
  expect(await parts.registry.count({})).toBe(account.sales.length);
});

it('a person may settle what a vendor has not answered for a day, and reconciliation goes on', async () => {
  const { account, parts, reconcile, pass, statusOf } = await open();
  account.onPurchase = failing(lost);
  const { operation } = await purchaseNumber(parts, caller, input);
  const other = await purchaseNumber(parts, caller, { ...input, idempotencyKey: 'key-2' });
  account.onPage = async () => {
    throw new VendorError({
      vendor: 'LISTED',
      outcome: 'unreachable',
      reason: 'unreadable',
      message: 'Makes no sense.',
    });
  };
  pass(3_600_000);
  await reconcile();
  expect(await statusOf(operation?.id)).toBe('PENDING');
  pass(86_400_000);
  await reconcile();
  expect(await statusOf(operation?.id)).toBe('NEEDS_ATTENTION');
  const settling = settlementOf(operation, { failed: true });
  expect((await settleNumberOperation(parts, caller, settling)).operation?.status).toBe('FAILED');
  account.onPage = async () => undefined;
  pass(86_400_000);
  await reconcile();
  pass(GRACE_MS);
  await reconcile();
  expect(await statusOf(other.operation?.id)).toBe('FAILED');
});

it('a number whose id comes back was bought again, once its release has had the time to show', async () => {
  const { account, parts, reconcile, pass, statusOf } = await open();
  account.idsAreNumbers = true;
  const first = await purchaseNumber(parts, caller, { ...input, areaCode: null, number: '+14155550151' });
  const { id = '', address = '' } = first.phoneNumber ?? {};
  pass(1);
  await releaseNumber(parts, caller, { idempotencyKey: null, phoneNumberId: id, confirmAddress: address });
  pass(1);
  account.losesAnswers = true;
  const again = { ...input, idempotencyKey: 'key-2', areaCode: null, number: '+14155550151' };
  const { operation } = await purchaseNumber(parts, caller, again);
  await reconcile();
  expect(await statusOf(operation?.id)).toBe('PENDING');
  pass(GRACE_MS + LONGEST_CALL_MS + 60_000);
  await reconcile();
  expect(await statusOf(operation?.id)).toBe('SUCCEEDED');
  const { phoneNumber } = await purchaseNumber(parts, caller, again);
  expect(phoneNumber).toMatchObject({ id, status: 'ACTIVE' });
  expect(account.sales).toEqual(['+14155550151', '+14155550151']);
});

it('an id that is answered after the lease was lost is kept, though the operation has failed by then', async () => {
  const { account, database, now, parts, reconcile, pass, statusOf } = await open();
  const other = createInstance(database, account.vendor, now);
  account.answersIds = true;
  once(
    (hook) => (account.onPurchase = hook),
    async () => {
      pass(GRACE_MS + LONGEST_CALL_MS + 60_000);
      await other.reconcile();
      pass(GRACE_MS);
      await other.reconcile();
      expect((await parts.ledger.findByKey('acme', 'key-1'))?.status).toBe('FAILED');
    },
  );
  const late = await purchaseNumber(parts, caller, input);
  expect(late).toMatchObject({ phoneNumber: null, operation: { status: 'PENDING' } });
  expect(late.userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN', charged: 'UNKNOWN' }]);
  await reconcile();
  expect(await statusOf(late.operation?.id)).toBe('SUCCEEDED');
  expect((await purchaseNumber(parts, caller, input)).phoneNumber?.address).toBe(account.sales[0]);
  expect(account.sales).toHaveLength(1);
});

it('a number whose id came back is there again, though its sale is answered after the lease was lost', async () => {
  const { account, database, now, parts, pass, read } = await open();
  const other = createInstance(database, account.vendor, now);
  account.idsAreNumbers = true;
  const { phoneNumber } = await purchaseNumber(parts, caller, input);
  const { id = '', address = '' } = phoneNumber ?? {};
  const release = { idempotencyKey: null, phoneNumberId: id, confirmAddress: address };
  expect((await releaseNumber(parts, caller, release)).operation?.status).toBe('SUCCEEDED');
  once(
    (hook) => (account.onPurchase = hook),
    async () => {
      pass(LONGEST_CALL_MS + 10_000);
      await other.reconcile();
    },
  );
  const again = { ...input, idempotencyKey: 'key-2', areaCode: null, number: address };
  expect((await purchaseNumber(parts, caller, again)).operation?.status).toBe('SUCCEEDED');
  expect(await read(address)).toMatchObject({ status: 'ACTIVE', acquisition: 'PURCHASED' });
});
