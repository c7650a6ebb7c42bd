import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readItems, sendBulk } from '../../support/bulks.ts';
import { createPostgresDatabase, engines } from '../../support/databases.ts';
import { codesOf, countOperations, fieldsOf, mutate, readNumber } from '../../support/mutations.ts';
import { buy, countCalls } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { listed, unlisted, vendorWithout } from '../../support/vendors.ts';

const { name: vendor, agents } = listed;

describe.each(engines)('many changes under one key, on %s', (engine) => {
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
  beforeEach(() => app.sandbox.control.clearCalls());
  afterEach(() => app.sandbox.control.clearFaults());

  const buyAll = async (count: number) => {
    const numbers = [];
    for (let bought = 0; bought < count; bought += 1) numbers.push(await buy(app, vendor));
    return numbers;
  };

  it('link each number to its agent, and nothing when they are repeated', async () => {
    const numbers = [...(await buyAll(2)), await buy(app, unlisted.name)];
    const agentOf = (index: number) =>
      index === 2 ? unlisted.agents.second : index === 1 ? agents.second : agents.first;
    const items = numbers.map(({ id }, index) => ({ phoneNumberId: id, agentId: agentOf(index) }));
    const input = { idempotencyKey: randomUUID(), items };
    const first = await sendBulk(app, 'bulkLink', input);
    expect(first.counts).toEqual({ succeeded: 3, pending: 0, failed: 0, needsAttention: 0, refused: 0 });
    for (const [index, { phoneNumber, operation }] of first.items.entries()) {
      expect(phoneNumber).toMatchObject({ id: numbers[index]?.id, agent: { id: agentOf(index) } });
      expect(operation?.kind).toBe('LINK');
    }

    // Somebody decides anew: a repeat tells what was done, and does not bring it back.
    const [number] = numbers;
    await mutate(app, 'linkNumberToAgent', { phoneNumberId: number?.id, agentId: agents.second });
    app.sandbox.control.clearCalls();
    const again = await sendBulk(app, 'bulkLink', input);
    expect(again.items.map(({ operation, replayed }) => [operation?.id, replayed])).toEqual(
      first.items.map(({ operation }) => [operation?.id, true]),
    );
    expect(countCalls(app, vendor, 'update')).toBe(0);
    expect((await readNumber(app, number?.id ?? ''))?.agent).toEqual({ id: agents.second });
  });

  it('do not link what somebody has linked since they failed', async () => {
    const [one, other] = await buyAll(2);
    const items = [one, other].map((number) => ({ phoneNumberId: number?.id, agentId: agents.first }));
    const input = { idempotencyKey: randomUUID(), items };
    app.sandbox.control.addFault({ vendor, operation: 'update', kind: '429', times: 1 });
    const first = await sendBulk(app, 'bulkLink', input);
    expect(first.counts).toMatchObject({ succeeded: 1, failed: 1 });
    const failed = first.items.find(({ operation }) => operation?.status === 'FAILED');
    const phoneNumberId = items[failed?.index ?? 0]?.phoneNumberId;
    const { operation: newer } = await mutate(app, 'linkNumberToAgent', { phoneNumberId, agentId: agents.second });
    const again = await sendBulk(app, 'bulkLink', input);
    const item = again.items[failed?.index ?? 0];
    expect(item?.operation).toMatchObject({ id: failed?.operation?.id, status: 'FAILED' });
    expect(item?.userErrors).toMatchObject([{ message: expect.stringContaining(`${newer?.id}`), retryable: false }]);
    expect((await readNumber(app, phoneNumberId ?? ''))?.agent).toEqual({ id: agents.second });
  });

  it('release what is confirmed, and nothing else', async () => {
    const [first, second, third, fourth] = await buyAll(4);
    await mutate(app, 'updateNumber', { phoneNumberId: fourth?.id, locked: true });
    const kept = await buy(app, vendorWithout('RELEASE').name);
    const items = [first, second, third, fourth, kept].map((number) => ({
      phoneNumberId: number?.id,
      confirmAddress: number === second ? first?.address : number?.address,
    }));
    const input = { idempotencyKey: randomUUID(), items };
    const bulk = await sendBulk(app, 'bulkRelease', input);
    expect(bulk.counts).toEqual({ succeeded: 2, pending: 0, failed: 0, needsAttention: 0, refused: 3 });
    expect(bulk.items.map(codesOf)).toEqual([
      [],
      ['CONFIRMATION_MISMATCH'],
      [],
      ['NUMBER_LOCKED'],
      ['NOT_SUPPORTED_BY_VENDOR'],
    ]);
    expect(bulk.items[1]?.userErrors[0]?.field).toEqual(['input', 'items', '1', 'confirmAddress']);
    const held = app.sandbox.control.numbers(vendor).map(({ id }) => id);
    const isHeld = [first, second, third, fourth].map((number) => held.includes(number?.vendorId ?? ''));
    expect(isHeld).toEqual([false, true, false, true]);
    expect((await readItems(app, input.idempotencyKey)).map(({ bulk: { index } }) => index)).toEqual([0, 2]);

    // Mended, under the same key.
    const confirmed = items.map((item, index) => (index === 1 ? { ...item, confirmAddress: second?.address } : item));
    const mended = await sendBulk(app, 'bulkRelease', { ...input, items: confirmed });
    expect(mended.counts).toMatchObject({ succeeded: 3, refused: 2 });
    expect(countCalls(app, vendor, 'release')).toBe(3);
  });

  it.each([
    ['bulkLink', { agentId: agents.first }],
    ['bulkRelease', { confirmAddress: 'x' }],
  ])('are refused as a whole where %s names a number twice', async (mutation, rest) => {
    const { id: phoneNumberId } = await buy(app, vendor);
    const before = await countOperations(app);
    const items = [{ phoneNumberId: 'nobody', ...rest }, ...Array(2).fill({ phoneNumberId, ...rest })];
    const refused = await sendBulk(app, mutation, { idempotencyKey: randomUUID(), items });
    expect(refused).toMatchObject({ items: [], userErrors: [{ code: 'INVALID_INPUT' }] });
    expect(fieldsOf(refused)).toEqual(['items.2.phoneNumberId']);
    expect(await countOperations(app)).toBe(before);
  });
});
