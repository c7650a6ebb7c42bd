import { expect, it, vi } from 'vitest';
import { bulkLink } from '../../../src/operations/bulk-link.ts';
import { bulkPurchase } from '../../../src/operations/bulk-purchase.ts';
import { bulkRelease } from '../../../src/operations/bulk-release.ts';
import { linkNumberToAgent } from '../../../src/operations/link-number-to-agent.ts';
import { purchaseNumber } from '../../../src/operations/purchase-number.ts';
import { releaseNumber } from '../../../src/operations/release-number.ts';
import type { BulkResult } from '../../../src/operations/shared/run-bulk.ts';
import { caller, createInstance, idOf, input, once, open } from '../../support/interleavings-harness.ts';

const PAST_LEASE_MS = 30_000;
const DAY_MS = 86_400_000;
const { idempotencyKey: _single, ...item } = input;
const key = 'bulk-1';

/** An instance that stops before it begins what it is asked for, and one that reconciles afterwards. */
async function openStopped() {
  const opened = await open();
  const { account, database, now, parts } = opened;
  const other = createInstance(database, account.vendor, now);
  await parts.turns.stop();
  return { ...opened, other };
}

const idsIn = ({ items = [] }: BulkResult) => items.map(({ operation }) => operation?.id);
const statusesIn = ({ items = [] }: BulkResult) => items.map(({ operation }) => operation?.status);

it('what a process has not begun of a bulk is begun by another one, once a lease is over', async () => {
  const { account, parts, other, pass, statusOf } = await openStopped();
  const bulk = await bulkPurchase(parts, caller, { idempotencyKey: key, items: [item, item, item] });
  expect(statusesIn(bulk)).toEqual(['PENDING', 'PENDING', 'PENDING']);
  expect(bulk.items?.[0]?.userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
  await other.reconcile();
  expect(account.sales).toEqual([]);
  pass(PAST_LEASE_MS);
  await other.reconcile();
  for (const id of idsIn(bulk)) await vi.waitFor(async () => expect(await statusOf(id)).toBe('SUCCEEDED'));
  expect(account.sales).toHaveLength(3);
});

it('what is left over of a bulk is not begun a day later, unless somebody asks for it again', async () => {
  const { account, parts, other, pass, statusOf } = await openStopped();
  const asked = { idempotencyKey: key, items: [item, item] };
  const bulk = await bulkPurchase(parts, caller, asked);
  pass(DAY_MS + 1);
  await other.reconcile();
  for (const id of idsIn(bulk)) expect(await statusOf(id)).toBe('FAILED');
  const again = await bulkPurchase(other.parts, caller, asked);
  expect(idsIn(again)).toEqual(idsIn(bulk));
  expect(statusesIn(again)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  expect(account.sales).toHaveLength(2);
});

it('what is left over of a bulk is not begun while the service must not buy', async () => {
  const { account, parts, other, pass, statusOf } = await openStopped();
  const bulk = await bulkPurchase(parts, caller, { idempotencyKey: key, items: [item] });
  const lost = { message: 'The ledger has lost calls.', charged: 'UNKNOWN' } as const;
  Object.assign(other.parts, { whyNotToBuy: async () => lost });
  pass(PAST_LEASE_MS);
  await other.reconcile();
  // Waits for the end of what has been begun, if anything has.
  await other.parts.turns.take({ id: idsIn(bulk)[0] ?? '', vendor: 'LISTED' }, async () => null);
  expect([await statusOf(idsIn(bulk)[0]), account.sales]).toEqual(['PENDING', []]);
  Object.assign(other.parts, { whyNotToBuy: async () => null });
  pass(PAST_LEASE_MS);
  await other.reconcile();
  await vi.waitFor(async () => expect(await statusOf(idsIn(bulk)[0])).toBe('SUCCEEDED'));
});

it('a link of a bulk gives way to what was asked for its number while it waited for its turn', async () => {
  const { parts, other, pass, statusOf, read } = await openStopped();
  for (const idempotencyKey of ['one', 'two']) await purchaseNumber(other.parts, caller, { ...input, idempotencyKey });
  pass(1_000);
  const items = ['v-1', 'v-2'].map((id) => ({ phoneNumberId: idOf(id), agentId: 'agent-old' }));
  const bulk = await bulkLink(parts, caller, { idempotencyKey: key, items });
  pass(1_000);
  await linkNumberToAgent(other.parts, caller, { phoneNumberId: idOf('v-1'), agentId: 'agent-new' });
  pass(PAST_LEASE_MS);
  await other.reconcile();
  await vi.waitFor(async () => {
    expect(await statusOf(idsIn(bulk)[0])).toBe('FAILED');
    expect(await statusOf(idsIn(bulk)[1])).toBe('SUCCEEDED');
  });
  expect([(await read('v-1'))?.agentId, (await read('v-2'))?.agentId]).toEqual(['agent-new', 'agent-old']);
});

it('a release of a bulk spares a number that was given back and bought again while it waited for its turn', async () => {
  const { account, parts, other, pass, statusOf } = await openStopped();
  account.idsAreNumbers = true;
  await purchaseNumber(other.parts, caller, input);
  pass(1_000);
  const [address = ''] = account.sales;
  const release = { phoneNumberId: idOf(address), confirmAddress: address };
  const bulk = await bulkRelease(parts, caller, { idempotencyKey: key, items: [release] });
  pass(1_000);
  await releaseNumber(other.parts, caller, { idempotencyKey: 'release', ...release });
  pass(1_000);
  const exact = { ...input, idempotencyKey: 'again', areaCode: null, number: address };
  expect((await purchaseNumber(other.parts, caller, exact)).userErrors).toEqual([]);
  pass(PAST_LEASE_MS);
  await other.reconcile();
  await vi.waitFor(async () => expect(await statusOf(idsIn(bulk)[0])).toBe('FAILED'));
  expect(account.numbers.map((number) => number.address)).toEqual([address]);
});

it('two callers of one bulk share the work, and each is told what came of it', async () => {
  const { account, database, now, parts } = await open();
  const other = createInstance(database, account.vendor, now);
  const asked = { idempotencyKey: key, items: [item, item, item] };
  let second: Promise<BulkResult> | null = null;
  once(
    (hook) => (account.onPurchase = hook),
    async () => {
      second = bulkPurchase(other.parts, caller, asked);
      await new Promise((resolve) => setTimeout(resolve, 50));
    },
  );
  const first = await bulkPurchase(parts, caller, asked);
  expect(statusesIn(first)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
  expect(statusesIn((await second) ?? { userErrors: [] })).toEqual(statusesIn(first));
  expect(account.sales).toHaveLength(3);
});
