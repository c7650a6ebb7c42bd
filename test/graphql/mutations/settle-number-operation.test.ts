import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { codesOf, fieldsOf, mutate, readOperation, untilOperation } from '../../support/mutations.ts';
import { agents, buy, buyInto, countCalls, soldIn } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ recoveryGraceSeconds: 0, recoveryIntervalSeconds: 0.2 });
});
afterAll(() => app.stop());
afterEach(() => app.sandbox.control.clearFaults());

const settle = (input: object) => mutate(app, 'settleNumberOperation', { note: 'Looked at the dashboard.', ...input });

/** A purchase at OneInbox that went through, of which nobody was told. */
async function loseAnswer(changes: Record<string, unknown> = {}) {
  const { input, payload } = await buyInto(app, 'ONEINBOX', { fault: { kind: '500-after' }, changes });
  const operation = await untilOperation(app, payload.operation?.id, { status: 'NEEDS_ATTENTION' });
  const [number] = soldIn(app, input['areaCode']);
  const held = app.sandbox.control.numbers('ONEINBOX').find((record) => record.number === number);
  if (held === undefined) throw new Error('Nothing was sold.');
  return { input, operation, held };
}

it('ends an operation with the number that came of it, and keeps who found that out', async () => {
  const { input, operation, held } = await loseAnswer({ label: 'Lost and found' });
  const note = 'Ann saw it in the dashboard under Numbers.';
  const settled = await settle({ operationId: operation.id, vendorId: held.id, note });
  expect(settled.userErrors).toEqual([]);
  expect(settled.phoneNumber).toMatchObject({
    vendorId: held.id,
    address: held.number,
    acquisition: 'PURCHASED',
    label: 'Lost and found',
    agent: { id: agents.ONEINBOX.first },
  });
  expect(settled.operation).toMatchObject({ id: operation.id, status: 'SUCCEEDED', userErrors: [] });
  expect(settled.operation?.history.at(-1)).toMatchObject({
    status: 'SUCCEEDED',
    note: expect.stringMatching(`^Settled by .*: ${note}$`),
  });
  // Whoever asked for it gets it with the same key, and nothing is bought again.
  expect(await mutate(app, 'purchaseNumber', input)).toEqual(settled);
  expect(soldIn(app, input['areaCode'])).toHaveLength(1);
});

it('ends an operation of which nothing came', async () => {
  const { input, operation, held } = await loseAnswer();
  app.sandbox.control.removeNumber('ONEINBOX', held.id);
  const settled = await settle({ operationId: operation.id, failed: true });
  expect(settled).toMatchObject({ phoneNumber: null, userErrors: [] });
  expect(settled.operation).toMatchObject({ status: 'FAILED', phoneNumber: null });
  expect(settled.operation?.userErrors).toMatchObject([{ charged: 'NO' }]);
  expect(settled.operation?.history.at(-1)?.note).toContain('Looked at the dashboard.');
  const repeated = await mutate(app, 'purchaseNumber', input);
  expect(repeated.operation?.id).toBe(operation.id);
});

it.each<[string, object, string[]]>([
  ['neither a number nor that it failed', {}, ['']],
  ['both a number and that it failed', { vendorId: 'x', failed: true }, ['']],
  ['that it did not fail', { failed: false }, ['']],
  ['a number and that it did not fail', { vendorId: 'x', failed: false }, ['']],
  ['an empty note', { failed: true, note: '' }, ['note']],
  ['a note of blanks', { failed: true, note: '  ' }, ['note']],
  ['a note of 1001 characters', { failed: true, note: 'x'.repeat(1001) }, ['note']],
  ['neither, with an empty note', { note: '' }, ['', 'note']],
])('refuses to be told %s', async (_what, told, fields) => {
  const { operation } = await loseAnswer();
  const payload = await settle({ operationId: operation.id, ...told });
  expect(new Set(codesOf(payload))).toEqual(new Set(['INVALID_INPUT']));
  expect(fieldsOf(payload)).toEqual(fields);
  expect(await readOperation(app, operation.id)).toEqual(operation);
});

it('does not believe in a number that is not the one asked for', async () => {
  const { operation, held } = await loseAnswer();
  const payload = await settle({ operationId: operation.id, vendorId: '0d3f1a77-6b0e-4f0e-9a55-2a0d5b6c7e21' });
  expect(payload.phoneNumber).toBeNull();
  expect(payload.userErrors).toMatchObject([
    { code: 'INVALID_INPUT', field: ['input', 'vendorId'], message: expect.stringContaining(held.number) },
  ]);
  expect(payload.operation).toMatchObject({ status: 'NEEDS_ATTENTION', userErrors: operation.userErrors });
  // It can still be settled.
  const settled = await settle({ operationId: operation.id, vendorId: held.id });
  expect(settled.operation?.status).toBe('SUCCEEDED');
});

it('does not believe in a number that the vendor does not know', async () => {
  const { operation } = await loseAnswer();
  const payload = await settle({ operationId: operation.id, vendorId: '00000000-0000-4000-8000-000000000000' });
  expect(payload.userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'vendorId'] }]);
  expect(payload.operation?.status).toBe('NEEDS_ATTENTION');
});

it('waits for another time while the vendor does not answer', async () => {
  const { operation, held } = await loseAnswer();
  const removeFault = app.sandbox.control.addFault({
    vendor: 'ONEINBOX',
    operation: 'get',
    kind: 'refuse',
    status: 500,
  });
  const payload = await settle({ operationId: operation.id, vendorId: held.id });
  expect(payload.userErrors).toMatchObject([{ code: 'VENDOR_UNAVAILABLE', retryable: true }]);
  expect(payload.operation?.status).toBe('NEEDS_ATTENTION');
  removeFault();
  expect((await settle({ operationId: operation.id, vendorId: held.id })).userErrors).toEqual([]);
});

it('finds no operation by an id of nothing', async () => {
  const payload = await settle({ operationId: 'nothing', failed: true });
  expect(payload).toMatchObject({ phoneNumber: null, operation: null });
  expect(payload.userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['input', 'operationId'] }]);
});

it('leaves alone what has ended', async () => {
  const { operation, held } = await loseAnswer();
  const settled = await settle({ operationId: operation.id, vendorId: held.id });
  const again = await settle({ operationId: operation.id, failed: true });
  expect(again.userErrors).toMatchObject([
    { code: 'INVALID_INPUT', field: ['input', 'operationId'], message: expect.stringContaining('SUCCEEDED') },
  ]);
  expect(await readOperation(app, operation.id)).toEqual(settled.operation);
});

it('answers what gateways repeat as it answered the first time', async () => {
  const found = await loseAnswer();
  const wish = { operationId: found.operation.id, vendorId: found.held.id };
  expect(await settle(wish)).toEqual(await settle(wish));
  const { operation, held } = await loseAnswer();
  app.sandbox.control.removeNumber('ONEINBOX', held.id);
  const nothing = { operationId: operation.id, failed: true };
  expect(await settle(nothing)).toEqual(await settle(nothing));
});

it('asks the vendor for nothing by an id that cannot be one of its own', async () => {
  const { operation } = await loseAnswer();
  app.sandbox.control.clearCalls();
  const { userErrors } = await settle({ operationId: operation.id, vendorId: '+14155550150' });
  expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'vendorId'], charged: 'UNKNOWN' }]);
  expect(app.sandbox.control.calls()).toEqual([]);
});

it('leaves alone what is still being found out', async () => {
  app.sandbox.control.addFault({ vendor: 'VOGENT', operation: 'list', kind: 'refuse', status: 500 });
  const { payload } = await buyInto(app, 'VOGENT', { fault: { kind: '500-after' } });
  const settled = await settle({ operationId: payload.operation?.id, failed: true });
  expect(codesOf(settled)).toEqual(['INVALID_INPUT']);
  expect(settled.operation?.status).toBe('PENDING');
});

it('settles once where two people settle at the same time', async () => {
  const { operation, held } = await loseAnswer();
  app.sandbox.control.clearCalls();
  const payloads = await Promise.all([
    settle({ operationId: operation.id, vendorId: held.id }),
    settle({ operationId: operation.id, vendorId: held.id }),
  ]);
  for (const { phoneNumber, userErrors } of payloads) {
    if (phoneNumber === null) expect(userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
  }
  expect(payloads.some(({ phoneNumber }) => phoneNumber?.vendorId === held.id)).toBe(true);
  expect((await readOperation(app, operation.id))?.status).toBe('SUCCEEDED');
  expect(countCalls(app, 'ONEINBOX', 'purchase')).toBe(0);
});

it('tells who comes second that somebody is at it, not that it is wrong', async () => {
  const { operation, held } = await loseAnswer();
  app.sandbox.control.addFault({ vendor: 'ONEINBOX', operation: 'get', kind: 'late', delayMs: 300 });
  const first = settle({ operationId: operation.id, vendorId: held.id });
  await expect.poll(() => countCalls(app, 'ONEINBOX', 'get')).toBeGreaterThan(0);
  const second = await settle({ operationId: operation.id, vendorId: held.id });
  expect(second.userErrors).toMatchObject([
    {
      code: 'OUTCOME_UNKNOWN',
      field: null,
      retryable: true,
      charged: 'UNKNOWN',
      message: expect.stringMatching(/Somebody else/),
    },
  ]);
  expect(second.operation?.status).toBe('NEEDS_ATTENTION');
  expect((await first).operation?.status).toBe('SUCCEEDED');
});

it('has nothing to settle in a purchase that went well', async () => {
  const number = await buy(app, 'ONEINBOX');
  const { data } = await app.graphql(
    'query ($id: ID!) { numberOperations(filter: { phoneNumberId: $id }) { nodes { id } } }',
    {
      id: number.id,
    },
  );
  const payload = await settle({ operationId: data.numberOperations.nodes[0].id, failed: true });
  expect(codesOf(payload)).toEqual(['INVALID_INPUT']);
});
