import { describe, expect, it, vi } from 'vitest';
import { purchaseNumber } from '../../../src/operations/purchase-number.ts';
import { releaseNumber } from '../../../src/operations/release-number.ts';
import { settleNumberOperation } from '../../../src/operations/settle-number-operation.ts';
import { readAddress } from '../../../src/vendors/reported-number.ts';
import { VendorError } from '../../../src/vendors/vendor-error.ts';
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
  missingOnce,
  once,
  open,
  settlementOf,
} from '../../support/interleavings-harness.ts';

const DAY_MS = 86_400_000;
const FIRST = '+14155550151';
const SECOND = '+14155550152';
/** Keeps the list from being empty, which is not believed at once. */
const ANOTHER = '+14155550199';
const exactly = (number: string, idempotencyKey: string) => ({ ...input, idempotencyKey, areaCode: null, number });
const gone = () =>
  new VendorError({ vendor: 'LISTED', outcome: 'rejected', reason: 'number-unavailable', message: 'Gone.' });

type Opened = Awaited<ReturnType<typeof open>>;

/** Lets as much time pass as two looks need, one grace period apart. */
async function lookTwice({ pass, reconcile }: Pick<Opened, 'pass' | 'reconcile'>): Promise<void> {
  pass(GRACE_MS + LONGEST_CALL_MS + 60_000);
  await reconcile();
  pass(GRACE_MS + 1);
  await reconcile();
}

it('a key whose vendor answered with an id alone asks for no other number, though a person settled it as failed', async () => {
  const { account, parts, reconcile, pass, statusOf } = await open();
  account.answersIds = true;
  account.onGet = failing(lost);
  const { operation } = await purchaseNumber(parts, caller, input);
  pass(DAY_MS + 60_000);
  await reconcile();
  expect(await statusOf(operation?.id)).toBe('NEEDS_ATTENTION');
  const settling = settlementOf(operation, { failed: true });
  expect((await settleNumberOperation(parts, caller, settling)).operation?.status).toBe('FAILED');
  account.onGet = async () => undefined;
  pass(GRACE_MS + 1);
  const asked: string[] = [];
  account.onPurchase = async () => {
    asked.push('once more');
    throw new VendorError({ vendor: 'LISTED', outcome: 'unknown', reason: 'conflict', message: 'Already yours.' });
  };
  await purchaseNumber(parts, caller, input);
  expect(asked).toHaveLength(1);
  await lookTwice({ pass, reconcile });
  expect((await purchaseNumber(parts, caller, input)).phoneNumber?.address).toBe(FIRST);
  expect(account.sales).toEqual([FIRST]);
});

it('two looks count as apart by no more than has passed since the clock was set between them', async () => {
  const { account, parts, reconcile, pass, statusOf } = await open();
  account.add(ANOTHER);
  account.onPurchase = failing(lost);
  const { operation } = await purchaseNumber(parts, caller, exactly(FIRST, 'key-0'));
  pass(GRACE_MS + LONGEST_CALL_MS + 60_000);
  await reconcile();
  pass(GRACE_MS + 1);
  const setAtMs = parts.now().getTime();
  Object.assign(parts, { clockSetAtMs: () => setAtMs });
  await reconcile();
  expect(await statusOf(operation?.id)).toBe('PENDING');
  await lookTwice({ pass, reconcile });
  expect(await statusOf(operation?.id)).toBe('FAILED');
});

it('a number whose id came back is found by the operation that chose it after another was no longer available', async () => {
  const { account, parts, reconcile, sync, pass, statusOf } = await open();
  account.idsAreNumbers = true;
  account.add(ANOTHER);
  await purchaseNumber(parts, caller, exactly(SECOND, 'key-0'));
  await sync();
  pass(GRACE_MS + 1);
  account.remove(SECOND);
  await sync();
  pass(GRACE_MS + 1);

  once((hook) => (account.onPurchase = hook), failing(gone));
  account.losesAnswers = true;
  account.vendor.buying?.choice === 'exact' &&
    Object.assign(account.vendor.buying, { search: async () => [{ number: FIRST }, { number: SECOND }] });
  const { operation } = await purchaseNumber(parts, caller, input);
  expect(account.sales).toEqual([SECOND, SECOND]);
  await lookTwice({ pass, reconcile });
  expect(await statusOf(operation?.id)).toBe('SUCCEEDED');
});

it('a number that was there before, as a read missed, is not taken for one that came of a call after another', async () => {
  const { account, parts, reconcile, sync, pass } = await open();
  account.add(SECOND);
  await sync();
  missingOnce(account, SECOND);
  once(
    (hook) => (account.onPurchase = hook),
    async () => {
      account.onPurchase = failing(lost);
      throw gone();
    },
  );
  const { operation } = await purchaseNumber(parts, caller, input);
  expect((await parts.ledger.find(operation?.id ?? ''))?.target).toBe(SECOND);
  await lookTwice({ pass, reconcile });
  const ended = await parts.ledger.find(operation?.id ?? '');
  expect(ended?.phoneNumberId).toBeNull();
});

it('a number whose id came back is not taken from the operation that bought it by one that asked for it before', async () => {
  const { account, parts, reconcile, sync, pass, statusOf } = await open();
  account.idsAreNumbers = true;
  account.add(ANOTHER);
  account.add(FIRST);
  await sync();
  account.remove(FIRST);
  pass(GRACE_MS + 1);
  await sync();
  once((hook) => (account.onPurchase = hook), failing(lost));
  const first = await purchaseNumber(parts, caller, exactly(FIRST, 'key-1'));
  await lookTwice({ pass, reconcile });
  expect(await statusOf(first.operation?.id)).toBe('FAILED');
  const second = await purchaseNumber(parts, caller, exactly(FIRST, 'key-2'));
  expect(second.operation?.status).toBe('SUCCEEDED');
  pass(GRACE_MS + 1);
  account.onPurchase = failing(
    () => new VendorError({ vendor: 'LISTED', outcome: 'unknown', reason: 'conflict', message: 'Already yours.' }),
  );
  await purchaseNumber(parts, caller, exactly(FIRST, 'key-1'));
  await lookTwice({ pass, reconcile });
  expect(await statusOf(first.operation?.id)).toBe('FAILED');
  expect(account.sales).toEqual([FIRST]);
  await sync();
  expect(await parts.ledger.wakeSeen('LISTED')).toBe(0);
});

it('a number is whose call was the last, whichever of the two asked first', async () => {
  const { account, parts, reconcile, sync, pass, statusOf } = await open();
  account.idsAreNumbers = true;
  account.add(ANOTHER);
  once((hook) => (account.onPurchase = hook), failing(lost));
  const first = await purchaseNumber(parts, caller, exactly(FIRST, 'key-1'));
  await lookTwice({ pass, reconcile });
  expect(await statusOf(first.operation?.id)).toBe('FAILED');
  const refused = { ...exactly(FIRST, 'key-3'), idempotencyKey: 'key-3' };
  once((hook) => (account.onPurchase = hook), failing(busy));
  expect((await purchaseNumber(parts, caller, refused)).operation?.status).toBe('FAILED');
  pass(1);
  await purchaseNumber(parts, caller, exactly(FIRST, 'key-2'));
  pass(1);
  const release = { idempotencyKey: null, phoneNumberId: idOf(FIRST), confirmAddress: FIRST };
  expect((await releaseNumber(parts, caller, release)).operation?.status).toBe('SUCCEEDED');
  expect((await purchaseNumber(parts, caller, refused)).operation?.status).toBe('SUCCEEDED');
  await sync();
  account.onPurchase = failing(lost);
  await purchaseNumber(parts, caller, exactly(FIRST, 'key-1'));
  await lookTwice({ pass, reconcile });
  expect(await statusOf(first.operation?.id)).toBe('FAILED');
});

it.each(['which a read missed', 'which lists missed'])(
  'no other number is chosen once one, %s, was refused as no longer available and is in the account',
  async (how) => {
    const { account, parts, sync, pass, statusOf } = await open();
    account.idsAreNumbers = true;
    account.add(ANOTHER);
    account.add(FIRST);
    await sync();
    pass(GRACE_MS + 1);
    account.remove(FIRST);
    if (how === 'which lists missed') await sync();
    const asked: string[] = [];
    account.onPurchase = async () => {
      // Something in between repeats the call, and gives back what is said to the copy.
      const { address = '' } = account.add(FIRST);
      asked.push(address);
      throw gone();
    };
    const { operation } = await purchaseNumber(parts, caller, input);
    expect(asked).toEqual([FIRST]);
    expect(await statusOf(operation?.id)).toBe('PENDING');
  },
);

describe('a number that two operations asked for, both counted as failed,', () => {
  it.each(['in one process', 'in two'])('heals one of them when it appears: %s', async (where) => {
    const opened = await open('SQLite');
    const { account, parts, reconcile, sync, database, now } = opened;
    const other = createInstance(database, account.vendor, now);
    account.onPurchase = failing(lost);
    const first = await purchaseNumber(parts, caller, exactly(FIRST, 'key-1'));
    await lookTwice(opened);
    const second = await purchaseNumber(parts, caller, exactly(FIRST, 'key-2'));
    await lookTwice(opened);
    const ids = [first.operation?.id, second.operation?.id];
    const statuses = () => Promise.all(ids.map(opened.statusOf));
    expect(await statuses()).toEqual(['FAILED', 'FAILED']);
    account.add(FIRST);
    await sync();
    await Promise.all(where === 'in two' ? [reconcile(), other.reconcile()] : [reconcile()]);
    for (let more = 0; more < 3; more += 1) {
      opened.pass(30_000);
      await sync();
      await reconcile();
    }
    expect((await statuses()).toSorted()).toEqual(['FAILED', 'SUCCEEDED']);
  });
});

it('a number that is being sold to one key is not taken for the one that another key asked for before, in vain', async () => {
  const { account, parts, reconcile, sync, pass, statusOf } = await open();
  account.onPurchase = failing(lost);
  const first = await purchaseNumber(parts, caller, exactly(FIRST, 'key-1'));
  await lookTwice({ pass, reconcile });
  expect(await statusOf(first.operation?.id)).toBe('FAILED');
  const { buying } = account.vendor;
  if (buying?.choice !== 'exact') throw new Error('It sells exact numbers.');
  Object.assign(buying, {
    buy: async () => {
      // Sold; and before that is answered, somebody reads the list.
      const sold = account.add(FIRST);
      await sync();
      pass(1);
      await reconcile();
      return sold;
    },
  });
  const second = await purchaseNumber(parts, caller, exactly(FIRST, 'key-2'));
  expect(second.operation?.status).toBe('SUCCEEDED');
  await sync();
  pass(1);
  await reconcile();
  expect(await statusOf(first.operation?.id)).toBe('FAILED');
});

it('a number that was shown once, and given back, is not bought again by its key while the account cannot be read', async () => {
  const { account, parts, sync, pass } = await open();
  account.add(ANOTHER);
  once((hook) => (account.onPurchase = hook), failing(lost));
  const { operation } = await purchaseNumber(parts, caller, exactly(FIRST, 'key-1'));
  expect(operation?.status).toBe('PENDING');
  pass(GRACE_MS + LONGEST_CALL_MS + 60_000);
  // Sold after all, and shown; then a person gives it back.
  account.add(FIRST);
  await sync();
  account.remove(FIRST);
  account.onPage = failing(busy);
  const again = await purchaseNumber(parts, caller, exactly(FIRST, 'key-1'));
  expect(account.sales).toEqual([]);
  expect(again.operation?.status).toBe('SUCCEEDED');
});

it('a number that shows late heals the call that nobody answered, not a later one that was told it is not to be had', async () => {
  const { account, parts, reconcile, sync, pass, statusOf } = await open();
  account.add(ANOTHER);
  once((hook) => (account.onPurchase = hook), failing(lost));
  const first = await purchaseNumber(parts, caller, exactly(FIRST, 'key-1'));
  await lookTwice({ pass, reconcile });
  expect(await statusOf(first.operation?.id)).toBe('FAILED');
  account.onPurchase = failing(gone);
  const second = await purchaseNumber(parts, caller, exactly(FIRST, 'key-2'));
  await lookTwice({ pass, reconcile });
  expect(await statusOf(second.operation?.id)).toBe('FAILED');
  account.add(FIRST);
  await sync();
  await reconcile();
  expect(await statusOf(first.operation?.id)).toBe('SUCCEEDED');
  expect(await statusOf(second.operation?.id)).toBe('FAILED');
});

it('a number whose id came back, and which shows late, heals the operation that had failed', async () => {
  const { account, parts, reconcile, sync, pass, statusOf } = await open();
  account.idsAreNumbers = true;
  account.add(ANOTHER);
  await purchaseNumber(parts, caller, exactly(FIRST, 'key-0'));
  await sync();
  pass(GRACE_MS + 1);
  account.remove(FIRST);
  await sync();
  once((hook) => (account.onPurchase = hook), failing(lost));
  const { operation } = await purchaseNumber(parts, caller, exactly(FIRST, 'key-1'));
  await lookTwice({ pass, reconcile });
  expect(await statusOf(operation?.id)).toBe('FAILED');
  account.add(FIRST);
  await sync();
  pass(1);
  await reconcile();
  expect(await statusOf(operation?.id)).toBe('SUCCEEDED');
});

it('a number written without its country, which shows late, heals the operation that had failed', async () => {
  const { account, parts, reconcile, sync, pass, statusOf } = await open();
  account.add(ANOTHER);
  account.onPurchase = failing(lost);
  const mexican = '+525512340100';
  const asked = { ...exactly(mexican, 'key-1'), country: 'MX' };
  const { operation } = await purchaseNumber(parts, caller, asked);
  await lookTwice({ pass, reconcile });
  expect(await statusOf(operation?.id)).toBe('FAILED');
  const added = account.add('+15512340100');
  const { vendorId } = added;
  account.numbers.splice(-1, 1, { ...added, ...readAddress('55 1234 0100') });
  await sync();
  pass(1);
  await reconcile();
  const healed = await parts.ledger.find(operation?.id ?? '');
  expect(healed).toMatchObject({ status: 'SUCCEEDED', phoneNumberId: idOf(vendorId) });
  expect((await parts.registry.byIds([idOf(vendorId)])).get(idOf(vendorId))?.address).toBe(mexican);
});

it('a search that failed for hours in between is no look that still offers the number', async () => {
  const { account, database, now, pass } = await open();
  const { list: _list, ...vendor } = account.vendor;
  const { parts, reconcile } = createInstance(database, vendor, now);
  account.onPurchase = failing(lost);
  const { operation } = await purchaseNumber(parts, caller, exactly(FIRST, 'key-1'));
  const search = vi.fn(async () => [{ number: FIRST }]);
  Object.assign(vendor.buying ?? {}, { search });
  const look = async (hours: number) => {
    pass(hours * 3_600_000);
    await reconcile();
    return (await parts.ledger.find(operation?.id ?? ''))?.status;
  };
  expect([await look(1), await look(1)]).toEqual(['PENDING', 'PENDING']);
  search.mockRejectedValue(lost());
  for (let hours = 2; hours < 24; hours += 2) await look(2);
  search.mockResolvedValue([{ number: FIRST }]);
  expect(await look(2)).not.toBe('FAILED');
});

it('a person cannot settle anew what the vendor has answered meanwhile, late', async () => {
  const { account, database, now, parts, reconcile, pass, statusOf } = await open();
  const { list: _list, ...vendor } = account.vendor;
  const { parts: sleeping } = createInstance(database, vendor, now);
  const other = createInstance(database, vendor, now);
  const settle = async (how: { vendorId: string | null; failed: boolean | null }) => {
    const operation = await parts.ledger.findByKey('acme', 'key-1');
    return settleNumberOperation(other.parts, caller, settlementOf(operation, how));
  };
  Object.assign(vendor.buying ?? {}, { search: async () => [{ number: '+14155550151' }] });
  once(
    (hook) => (account.onPurchase = hook),
    async () => {
      Object.assign(vendor.buying ?? {}, { search: async () => [] });
      pass(DAY_MS + 3_600_000);
      await other.reconcile();
      pass(60_000);
      await other.reconcile();
      expect((await settle({ vendorId: null, failed: true })).operation?.status).toBe('FAILED');
    },
  );
  const { operation } = await purchaseNumber(sleeping, caller, input);
  expect(operation?.status).toBe('SUCCEEDED');
  expect((await settle({ vendorId: null, failed: true })).userErrors).toHaveLength(1);
  expect(await statusOf(operation?.id)).toBe('SUCCEEDED');
  void reconcile;
});

it('an id that is answered late is kept, though another key is asking for the number by then', async () => {
  const { account, database, now, parts, reconcile, pass } = await open();
  const other = createInstance(database, account.vendor, now);
  account.answersIds = true;
  once(
    (hook) => (account.onPurchase = hook),
    async () => {
      await lookTwice({ pass, reconcile: other.reconcile });
      expect((await parts.ledger.findByKey('acme', 'key-1'))?.status).toBe('FAILED');
      once((hook) => (account.onPurchase = hook), failing(lost));
      const second = await purchaseNumber(other.parts, caller, exactly(FIRST, 'key-2'));
      expect(second.operation?.status).toBe('PENDING');
    },
  );
  const late = await purchaseNumber(parts, caller, exactly(FIRST, 'key-1'));
  expect(late.operation?.phoneNumberId).toBe(idOf('v-1'));
  await purchaseNumber(parts, caller, exactly(FIRST, 'key-2'));
  await lookTwice({ pass, reconcile });
  expect((await parts.ledger.findByKey('acme', 'key-1'))?.status).toBe('SUCCEEDED');
  expect((await parts.ledger.findByKey('acme', 'key-2'))?.status).toBe('FAILED');
});

it('a settlement can be corrected while another key asks for the same number', async () => {
  const { account, parts, reconcile, pass } = await open();
  account.onPurchase = failing(lost);
  account.onPage = failing(lost);
  const first = await purchaseNumber(parts, caller, exactly(FIRST, 'key-1'));
  pass(DAY_MS + 60_000);
  await reconcile();
  const settled = await settleNumberOperation(parts, caller, settlementOf(first.operation, { failed: true }));
  expect(settled.operation?.status).toBe('FAILED');
  const second = await purchaseNumber(parts, caller, exactly(FIRST, 'key-2'));
  expect(second.operation?.status).toBe('PENDING');
  const { vendorId } = account.add(FIRST);
  const corrected = await settleNumberOperation(parts, caller, settlementOf(first.operation, { vendorId }));
  expect(corrected.operation?.status).toBe('SUCCEEDED');
});

describe('a number that was given back unseen and bought again under its id', () => {
  it.each([
    ['answered, and asked for by itself', exactly(FIRST, 'key-1'), false],
    ['answered, and found in stock', input, false],
    ['not answered, and found in stock', input, true],
  ] as const)('is never reported as not bought: %s', async (_how, asked, losesAnswers) => {
    const { account, parts, reconcile, sync, pass, statusOf } = await open();
    account.add(ANOTHER);
    await purchaseNumber(parts, caller, exactly(FIRST, 'key-0'));
    await sync();
    pass(GRACE_MS + 1);
    account.remove('v-2');
    const { buying } = account.vendor;
    if (buying?.choice !== 'exact') throw new Error('It sells exact numbers.');
    Object.assign(buying, {
      search: async () => [{ number: FIRST }],
      buy: async () => {
        const again = { ...account.add(FIRST), vendorId: 'v-2' };
        account.numbers.splice(-1, 1, again);
        if (losesAnswers) throw lost();
        return again;
      },
    });
    const { operation } = await purchaseNumber(parts, caller, asked);
    expect(account.numbers).toHaveLength(2);
    expect(operation?.status).toBe('PENDING');
    await lookTwice({ pass, reconcile });
    expect(await statusOf(operation?.id)).toBe('PENDING');
    pass(DAY_MS);
    await reconcile();
    expect(await statusOf(operation?.id)).toBe('NEEDS_ATTENTION');
  });
});

const conflict = () =>
  new VendorError({ vendor: 'LISTED', outcome: 'unknown', reason: 'conflict', message: 'Already yours.' });

it('a list that is read right after a refusal, which may be about a copy of the call, is no proof', async () => {
  const { account, parts, reconcile, pass, statusOf } = await open();
  account.add(ANOTHER);
  once((hook) => (account.onPurchase = hook), failing(lost));
  await purchaseNumber(parts, caller, exactly(FIRST, 'key-1'));
  pass(GRACE_MS + LONGEST_CALL_MS + 1);
  once((hook) => (account.onPurchase = hook), failing(conflict));
  const { operation } = await purchaseNumber(parts, caller, exactly(FIRST, 'key-1'));
  await reconcile();
  pass(GRACE_MS + 60_000);
  await reconcile();
  expect(await statusOf(operation?.id)).toBe('PENDING');
  account.add(FIRST);
  pass(GRACE_MS + 60_000);
  await reconcile();
  expect(await statusOf(operation?.id)).toBe('SUCCEEDED');
});

it.each(['before', 'while'])(
  'a number that another key bought, and that was released %s the account was read, is not taken for what came of a lost call',
  async (when) => {
    const { account, parts, reconcile, pass, statusOf } = await open();
    account.add(ANOTHER);
    once((hook) => (account.onPurchase = hook), failing(lost));
    const first = await purchaseNumber(parts, caller, exactly(FIRST, 'key-1'));
    await lookTwice({ pass, reconcile });
    const { phoneNumber } = await purchaseNumber(parts, caller, exactly(FIRST, 'key-2'));
    pass(GRACE_MS + 1);
    once((hook) => (account.onPurchase = hook), failing(lost));
    await purchaseNumber(parts, caller, exactly(FIRST, 'key-1'));
    const release = { idempotencyKey: null, phoneNumberId: phoneNumber?.id ?? '', confirmAddress: FIRST };
    const giveBack = async () =>
      expect((await releaseNumber(parts, caller, release)).operation?.status).toBe('SUCCEEDED');
    if (when === 'before') await giveBack();
    else once((hook) => (account.onPage = hook), giveBack);
    await lookTwice({ pass, reconcile });
    pass(GRACE_MS + 1);
    await reconcile();
    expect(await statusOf(first.operation?.id)).toBe('FAILED');
  },
);
