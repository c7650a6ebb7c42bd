import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bulkOf, readItems, sendBulk, untilEnded } from '../../support/bulks.ts';
import { createPostgresDatabase, engines } from '../../support/databases.ts';
import { codesOf, countOperations, fieldsOf, mutate } from '../../support/mutations.ts';
import { freeAreaCode, purchaseInput, soldIn } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { listed, unlisted } from '../../support/vendors.ts';

const { name: vendor } = listed;

describe.each(engines)('many purchases under one key, on %s', (engine) => {
  let app: TestApp;
  let drop: () => Promise<void> = async () => undefined;
  beforeAll(async () => {
    const database = engine === 'PostgreSQL' ? await createPostgresDatabase() : null;
    drop = async () => database?.drop();
    const databaseUrl = database === null ? {} : { databaseUrl: database.url };
    app = await startTestApp({ ...databaseUrl, recoveryGraceSeconds: 0, recoveryIntervalSeconds: 0.2 });
  });
  afterAll(async () => {
    await app.stop();
    await drop();
  });
  afterEach(() => app.sandbox.control.clearFaults());

  const purchase = (input: object) => sendBulk(app, 'bulkPurchase', input);
  const sold = () => app.sandbox.control.sales().map(({ number }) => number);

  it('buy one number for each item, each as an operation of its own', async () => {
    const input = bulkOf(vendor, 6);
    const { items, counts, userErrors } = await purchase(input);
    expect(userErrors).toEqual([]);
    expect(counts).toEqual({ succeeded: 6, pending: 0, failed: 0, needsAttention: 0, refused: 0 });
    expect(items.map(({ index, replayed }) => ({ index, replayed }))).toEqual(
      [0, 1, 2, 3, 4, 5].map((index) => ({ index, replayed: false })),
    );
    for (const [index, { phoneNumber, operation, userErrors: wrong }] of items.entries()) {
      expect(wrong).toEqual([]);
      expect(operation).toMatchObject({ kind: 'PURCHASE', status: 'SUCCEEDED', idempotencyKey: null, attempts: 1 });
      expect(soldIn(app, input.items[index]?.['areaCode'])).toEqual([phoneNumber?.address]);
    }
    const operations = await readItems(app, input.idempotencyKey);
    expect(operations.map(({ id }) => id)).toEqual(items.map(({ operation }) => operation?.id));
    expect(operations.map(({ bulk }) => bulk)).toEqual(
      items.map(({ index }) => ({ idempotencyKey: input.idempotencyKey, index })),
    );
  });

  it('are answered with what they came to when they are repeated, and buy nothing then', async () => {
    const input = bulkOf(vendor, 3);
    const first = await purchase(input);
    const before = sold();
    const again = await purchase(input);
    expect(again).toEqual({ ...first, items: first.items.map((item) => ({ ...item, replayed: true })) });
    expect(sold()).toEqual(before);
  });

  it('buy once, however many ask at the same time', async () => {
    const input = bulkOf(vendor, 5);
    const answers = await Promise.all(Array.from({ length: 4 }, () => purchase(input)));
    for (const { counts } of answers) expect(counts.succeeded).toBe(5);
    for (const { areaCode } of input.items) expect(soldIn(app, areaCode)).toHaveLength(1);
    expect(await readItems(app, input.idempotencyKey)).toHaveLength(5);
  });

  it('leave each other alone: what is wrong with one is told with it, and may be mended under the same key', async () => {
    const input = bulkOf(vendor, 3);
    const [first, second, third] = input.items;
    const items = [first, { ...second, areaCode: '1' }, third];
    const { items: answered, counts, userErrors } = await purchase({ ...input, items });
    expect(userErrors).toEqual([]);
    expect(counts).toMatchObject({ succeeded: 2, refused: 1 });
    expect(answered[1]).toMatchObject({ operation: null, phoneNumber: null, replayed: false });
    expect(answered[1]?.userErrors).toMatchObject([
      { code: 'INVALID_INPUT', field: ['input', 'items', '1', 'areaCode'], charged: 'NO' },
    ]);

    const mended = await purchase(input);
    expect(mended.counts.succeeded).toBe(3);
    expect(mended.items.map(({ replayed }) => replayed)).toEqual([true, false, true]);
    for (const { areaCode } of input.items) expect(soldIn(app, areaCode)).toHaveLength(1);
  });

  it('tell what the vendor refused of one, with its path, and try again only what may pass', async () => {
    const input = bulkOf(vendor, 3);
    const areaCode = freeAreaCode();
    const items = [input.items[0], { ...input.items[1], areaCode, contains: '0000000' }, input.items[2]];
    app.sandbox.control.addFault({ vendor, operation: 'purchase', kind: '429', times: 1 });
    const { items: answered, counts } = await purchase({ ...input, items });
    expect(counts).toMatchObject({ succeeded: 1, failed: 2 });
    expect(answered[1]?.userErrors[0]).toMatchObject({ code: 'NO_MATCHING_NUMBER', retryable: false });
    expect(answered[1]?.userErrors[0]?.field?.slice(0, 3)).toEqual(['input', 'items', '1']);
    expect(answered[1]?.operation?.userErrors).toEqual(answered[1]?.userErrors);
    const again = await purchase({ ...input, items });
    expect(again.counts).toMatchObject({ succeeded: 2, failed: 1 });
    expect(again.items[1]).toMatchObject({ replayed: true, operation: { id: answered[1]?.operation?.id } });
  });

  it.each([
    ['another item', (items: object[]) => [...items.slice(0, -1), { ...items.at(-1), label: 'Other' }]],
    ['one item more', (items: object[]) => [...items, { vendor, areaCode: '415' }]],
    ['one item less', (items: object[]) => items.slice(0, -1)],
    ['its items in another order', (items: object[]) => items.toReversed()],
  ])('are refused as a whole where the key comes again with %s', async (_what, change) => {
    const input = bulkOf(vendor, 3);
    await purchase(input);
    const before = await countOperations(app);
    const reused = await purchase({ ...input, items: change(input.items) });
    expect(reused).toMatchObject({ items: [], userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }] });
    expect(fieldsOf(reused)).toEqual(['idempotencyKey']);
    expect(await countOperations(app)).toBe(before);
  });

  it('share their key with no other change', async () => {
    const bulk = bulkOf(vendor, 2);
    await purchase(bulk);
    const single = { ...purchaseInput(vendor), idempotencyKey: bulk.idempotencyKey };
    expect(codesOf(await mutate(app, 'purchaseNumber', single))).toEqual(['IDEMPOTENCY_KEY_REUSED']);
    const links = bulk.items.map((_, index) => ({ phoneNumberId: `nobody-${index}`, agentId: 'nobody' }));
    expect(codesOf(await sendBulk(app, 'bulkLink', { ...bulk, items: links }))).toEqual(['IDEMPOTENCY_KEY_REUSED']);

    const other = purchaseInput(vendor);
    await mutate(app, 'purchaseNumber', other);
    const reused = await purchase({ ...bulkOf(vendor, 1), idempotencyKey: other['idempotencyKey'] });
    expect(codesOf(reused)).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });

  it('have keys that nobody can send', async () => {
    const bulk = bulkOf(vendor, 1);
    await purchase(bulk);
    const key = `${bulk.idempotencyKey} 0`;
    for (const [mutation, send] of [
      ['purchaseNumber', mutate],
      ['bulkPurchase', sendBulk],
    ] as const) {
      const input = mutation === 'bulkPurchase' ? bulkOf(vendor, 1) : purchaseInput(vendor);
      const payload = await send(app, mutation, { ...input, idempotencyKey: key });
      expect(codesOf(payload)).toEqual(['INVALID_INPUT']);
      expect(fieldsOf(payload)).toEqual(['idempotencyKey']);
    }
  });

  it.each([
    ['without an item', [], 'items'],
    ['with 101 items', Array.from({ length: 101 }, () => ({ vendor, areaCode: '415' })), 'items'],
    [
      'with one exact number twice, however it is written',
      [{ number: '+14155550100' }, { areaCode: '415' }, { number: '+1 (415) 555-0100' }].map((item) => ({
        vendor,
        ...item,
      })),
      'items.2.number',
    ],
  ])('are refused as a whole %s', async (_what, items, field) => {
    const before = await countOperations(app);
    const refused = await purchase({ idempotencyKey: randomUUID(), items });
    expect(refused).toMatchObject({ items: [], userErrors: [{ code: 'INVALID_INPUT', charged: 'NO' }] });
    expect(fieldsOf(refused)).toEqual([field]);
    expect(await countOperations(app)).toBe(before);
  });

  it('find out what became of an item whose answer was lost, and buy it no second time', async () => {
    const input = bulkOf(vendor, 4);
    app.sandbox.control.addFault({ vendor, operation: 'purchase', kind: 'reset-after', times: 1 });
    const { counts, items } = await purchase(input);
    expect(counts).toMatchObject({ succeeded: 3, pending: 1 });
    const lost = items.find(({ operation }) => operation?.status === 'PENDING');
    expect(lost?.userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN', retryable: true, charged: 'UNKNOWN' }]);
    const ended = await untilEnded(app, input.idempotencyKey);
    expect(ended.map(({ status }) => status)).toEqual(Array(4).fill('SUCCEEDED'));
    expect((await purchase(input)).counts.succeeded).toBe(4);
    for (const { areaCode } of input.items) expect(soldIn(app, areaCode)).toHaveLength(1);
  });

  it('leave an item whose answer was lost, where no list tells, to a person, who settles it', async () => {
    const input = bulkOf(unlisted.name, 2);
    app.sandbox.control.addFault({ vendor: unlisted.name, operation: 'purchase', kind: 'reset-after', times: 1 });
    const { items } = await purchase(input);
    const lost = items.find(({ operation }) => operation?.status === 'PENDING');
    const settle = { operationId: lost?.operation?.id, failed: true, note: 'Looked at the dashboard.' };
    await app.restart({ recoveryPatienceSeconds: 0 });
    const statuses = items.map((item) => (item === lost ? 'NEEDS_ATTENTION' : 'SUCCEEDED'));
    const ended = await untilEnded(app, input.idempotencyKey);
    expect(ended.map(({ status }) => status)).toEqual(statuses);
    expect((await purchase(input)).counts).toMatchObject({ succeeded: 1, needsAttention: 1 });
    await mutate(app, 'settleNumberOperation', settle);
    expect((await purchase(input)).items[lost?.index ?? 0]?.operation?.status).not.toBe('NEEDS_ATTENTION');
  });
});
