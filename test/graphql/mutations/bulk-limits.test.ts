import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it, vi } from 'vitest';
import { bulkOf, readItems, sendBulk, untilEnded } from '../../support/bulks.ts';
import { codesOf, countOperations } from '../../support/mutations.ts';
import { buy, countCalls } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { listed } from '../../support/vendors.ts';

const { name: vendor } = listed;
let app: TestApp;
afterEach(() => app.stop());

const purchase = (input: object) => sendBulk(app, 'bulkPurchase', input);

it('the daily limit of purchases counts each item, and what is beyond it may be asked for another day', async () => {
  let ahead = 0;
  const now = () => new Date(Date.now() + ahead);
  app = await startTestApp({ now, purchaseLimits: { inAll: 3, perActor: null } });
  const input = bulkOf(vendor, 5);
  const { counts, items } = await purchase(input);
  expect(counts).toMatchObject({ succeeded: 3, failed: 2 });
  expect(app.sandbox.control.sales()).toHaveLength(3);
  const refused = items.filter(({ operation }) => operation?.status === 'FAILED');
  for (const { userErrors } of refused)
    expect(userErrors).toMatchObject([{ code: 'LIMIT_REACHED', retryable: true, charged: 'NO' }]);
  ahead = 86_400_000;
  expect((await purchase(input)).counts.succeeded).toBe(5);
  expect(app.sandbox.control.sales()).toHaveLength(5);
});

it('the limit of changes a minute counts each item', async () => {
  let time = Date.parse('2026-07-01T09:00:30Z');
  app = await startTestApp({ now: () => new Date(time), rateLimitPerMinute: 5 });
  const tooMany = await purchase(bulkOf(vendor, 6));
  expect(tooMany).toMatchObject({ items: [], userErrors: [{ code: 'LIMIT_REACHED', retryable: false }] });
  expect((await purchase(bulkOf(vendor, 4))).counts.succeeded).toBe(4);
  const another = bulkOf(vendor, 2);
  const early = await purchase(another);
  expect(early).toMatchObject({
    items: [],
    userErrors: [{ code: 'LIMIT_REACHED', retryable: true, charged: 'UNKNOWN' }],
  });
  expect(await countOperations(app)).toBe(4);
  time += 60_000;
  expect((await purchase(another)).counts.succeeded).toBe(2);
});

it('a few items are under way at a vendor at a time, however many bulks there are, and single changes are not behind them', async () => {
  app = await startTestApp({ vendorTimeoutMs: 10_000 });
  app.sandbox.control.addFault({ vendor, operation: 'purchase', kind: 'hang', times: 4 });
  const bulks = [bulkOf(vendor, 6), bulkOf(vendor, 6)];
  const answers = Promise.all(bulks.map(purchase));
  await vi.waitFor(() => expect(countCalls(app, vendor, 'purchase')).toBe(4), { timeout: 5_000, interval: 10 });
  await buy(app, vendor);
  await sleep(200);
  expect(countCalls(app, vendor, 'purchase')).toBe(5);
  app.sandbox.control.clearFaults();
  await answers;
});

it('a caller waits no longer than for a call to a vendor, and the rest goes on', async () => {
  app = await startTestApp({ recoveryIntervalSeconds: 3_600 });
  app.sandbox.control.addFault({ vendor, operation: 'purchase', kind: 'late', delayMs: 700 });
  const input = bulkOf(vendor, 16);
  const { counts, items } = await purchase(input);
  expect(counts.pending).toBeGreaterThan(0);
  expect(counts.succeeded + counts.pending).toBe(16);
  for (const { operation, userErrors } of items.filter(({ phoneNumber }) => phoneNumber === null)) {
    expect(operation?.status).toBe('PENDING');
    expect(userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN', retryable: true, charged: 'UNKNOWN' }]);
  }
  const ended = await untilEnded(app, input.idempotencyKey);
  expect(ended.map(({ status }) => status)).toEqual(Array(16).fill('SUCCEEDED'));
  expect(app.sandbox.control.sales()).toHaveLength(16);
});

it('a request costs as much as all of its items, before any is begun', async () => {
  app = await startTestApp();
  const dear = `mutation ($input: BulkPurchaseInput!) {
    bulkPurchase(input: $input) { counts { succeeded } items { operation { history(last: 500) { at status note } } } }
  }`;
  const { idempotencyKey, items } = bulkOf(vendor, 100);
  const refused = await app.graphql(dear, { input: { idempotencyKey, items } });
  expect(refused).toMatchObject({ status: 400, errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  expect(refused.errors?.[0]?.message).toContain('may cost');
  expect(await readItems(app, idempotencyKey)).toEqual([]);
  const few = await app.graphql(dear, { input: { idempotencyKey, items: items.slice(0, 2) } });
  expect(few.data.bulkPurchase.counts).toEqual({ succeeded: 2 });
});

it('a hundred items are taken where they are all that a request asks for; with others beside them, twenty', async () => {
  app = await startTestApp();
  const wrong = (count: number) => ({ ...bulkOf(vendor, 0), items: Array(count).fill({ vendor, areaCode: '1' }) });
  expect((await purchase(wrong(100))).counts.refused).toBe(100);
  expect(codesOf(await purchase(wrong(101)))).toEqual(['INVALID_INPUT']);

  const beside = `mutation ($a: BulkPurchaseInput!, $b: BulkPurchaseInput!) {
    a: bulkPurchase(input: $a) { counts { refused } } b: bulkPurchase(input: $b) { counts { refused } } }`;
  const { data } = await app.graphql(beside, { a: wrong(10), b: wrong(10) });
  expect(data).toEqual({ a: { counts: { refused: 10 } }, b: { counts: { refused: 10 } } });
  const refused = await app.graphql(beside, { a: wrong(10), b: wrong(11) });
  expect(refused.errors?.[0]?.message).toBe('This request asks for 21 changes at once; the limit is 20.');
});
