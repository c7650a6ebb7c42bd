import { expect, it } from 'vitest';
import { purchaseNumber } from '../../../src/operations/purchase-number.ts';
import { releaseNumber } from '../../../src/operations/release-number.ts';
import { settleNumberOperation } from '../../../src/operations/settle-number-operation.ts';
import {
  busy,
  caller,
  failing,
  GRACE_MS,
  idOf,
  input,
  LONGEST_CALL_MS,
  lost,
  once,
  open,
  settlementOf,
} from '../../support/interleavings-harness.ts';

const DAY_MS = 86_400_000;
const FIRST = '+14155550151';
/** Keeps the list from being empty, which is not believed at once. */
const ANOTHER = '+14155550199';
const asking = (idempotencyKey: string) => ({ ...input, idempotencyKey, areaCode: null, number: FIRST });

/** A number that one key holds, whose release nobody answers: the vendor gives its ids again. */
async function openReturning() {
  const opened = await open();
  const { account, parts, reconcile, pass } = opened;
  account.idsAreNumbers = true;
  account.add(ANOTHER);
  return {
    ...opened,
    /** Gives the number back, and loses the answer; or never arrives. */
    async release({ arrives }: { arrives: boolean }) {
      const release = async (_sent: unknown, vendorId: string): Promise<void> => {
        if (arrives) account.remove(vendorId);
        throw lost();
      };
      Object.assign(account.vendor, { release });
      const asked = { idempotencyKey: 'release', phoneNumberId: idOf(FIRST), confirmAddress: FIRST };
      expect((await releaseNumber(parts, caller, asked)).operation?.status).toBe('PENDING');
    },
    async lookTwice() {
      pass(GRACE_MS + LONGEST_CALL_MS + 60_000);
      await reconcile();
      pass(GRACE_MS + 1);
      await reconcile();
    },
    /** How an operation has stood. */
    async statusesOf(id = '') {
      return ((await parts.ledger.histories([id])).get(id) ?? []).map(({ status }) => status);
    },
  };
}

it('a key that asked in vain before, and that the vendor sells the number of another key to, is not told that it failed', async () => {
  const { account, parts, sync, pass, release, lookTwice, reconcile, statusOf, statusesOf } = await openReturning();
  once((hook) => (account.onPurchase = hook), failing(lost));
  const { operation: first } = await purchaseNumber(parts, caller, asking('key-1'));
  await lookTwice();
  expect(await statusOf(first?.id)).toBe('FAILED');
  expect((await purchaseNumber(parts, caller, asking('key-2'))).operation?.status).toBe('SUCCEEDED');
  await sync();
  pass(GRACE_MS + 1);
  await release({ arrives: true });

  await purchaseNumber(parts, caller, asking('key-1'));
  expect(account.sales).toEqual([FIRST, FIRST]);
  await lookTwice();
  expect((await statusesOf(first?.id)).slice(-1)).toEqual(['PENDING']);
  pass(DAY_MS);
  await reconcile();
  expect(await statusOf(first?.id)).toBe('NEEDS_ATTENTION');
  const said = settlementOf(first, { vendorId: FIRST });
  expect(await settleNumberOperation(parts, caller, said)).toMatchObject({
    userErrors: [],
    operation: { status: 'SUCCEEDED', phoneNumberId: idOf(FIRST) },
  });
});

it('a key that was refused for another reason before another one got the number is not told that it failed', async () => {
  const { account, parts, sync, pass, release, lookTwice, statusOf, statusesOf } = await openReturning();
  once((hook) => (account.onPurchase = hook), failing(busy));
  const { operation: first } = await purchaseNumber(parts, caller, asking('key-1'));
  expect(await statusOf(first?.id)).toBe('FAILED');
  expect((await purchaseNumber(parts, caller, asking('key-2'))).operation?.status).toBe('SUCCEEDED');
  await sync();
  pass(GRACE_MS + 1);
  await release({ arrives: true });

  account.losesAnswers = true;
  await purchaseNumber(parts, caller, asking('key-1'));
  expect(account.sales).toEqual([FIRST, FIRST]);
  await lookTwice();
  expect((await statusesOf(first?.id)).slice(-1)).toEqual(['PENDING']);
});

it('a number that a read missed, and whose release nobody answered, is not given to a key whose call was lost', async () => {
  const { account, parts, pass, reconcile, release, lookTwice, statusOf } = await openReturning();
  const { operation: first } = await purchaseNumber(parts, caller, asking('key-1'));
  account.remove(FIRST);
  pass(GRACE_MS + 1);
  await release({ arrives: false });
  once((hook) => (account.onPurchase = hook), failing(lost));
  const { operation: second } = await purchaseNumber(parts, caller, asking('key-2'));
  pass(GRACE_MS + LONGEST_CALL_MS + 60_000);
  await reconcile();
  expect((await parts.ledger.findLastHolding(idOf(FIRST), ''))?.kind).toBe('RELEASE');

  account.add(FIRST);
  await lookTwice();
  expect(await statusOf(second?.id)).toBe('PENDING');
  expect(await parts.ledger.find(first?.id ?? '')).toMatchObject({ status: 'SUCCEEDED', phoneNumberId: idOf(FIRST) });
  expect(account.sales).toEqual([FIRST]);
});

it('a release that nobody answered is not taken for done where the number was bought just before the clock was set', async () => {
  const { account, parts, pass, reconcile, release } = await openReturning();
  await purchaseNumber(parts, caller, asking('key-1'));
  account.remove(FIRST);
  await release({ arrives: false });
  pass(3_600_000);
  const setAtMs = parts.now().getTime();
  Object.assign(parts, { clockSetAtMs: () => setAtMs });
  await reconcile();
  expect((await parts.ledger.findLastHolding(idOf(FIRST), ''))?.kind).toBe('PURCHASE');
  pass(GRACE_MS + 1);
  await reconcile();
  expect((await parts.ledger.findLastHolding(idOf(FIRST), ''))?.kind).toBe('RELEASE');
});
