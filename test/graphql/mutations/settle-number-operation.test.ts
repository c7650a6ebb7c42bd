import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { codesOf, fieldsOf, mutate, readNumber, readOperation, untilOperation } from '../../support/mutations.ts';
import { listNumbers } from '../../support/numbers.ts';
import { buy, buyInto, countCalls, soldIn } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { unknownIdAmong } from '../../support/vendor-contract/harness.ts';
import { listed, unlisted } from '../../support/vendors.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({
    vendorTimeoutMs: 10_000,
    recoveryGraceSeconds: 0,
    recoveryPatienceSeconds: 0,
    recoveryIntervalSeconds: 0.2,
  });
});
afterAll(() => app.stop());
afterEach(() => app.sandbox.control.clearFaults());

const settle = (input: object) => mutate(app, 'settleNumberOperation', { note: 'Looked at the dashboard.', ...input });

/** A purchase that went through, whose answer was lost where nothing can reconcile it. */
async function loseAnswer(changes: Record<string, unknown> = {}) {
  const { input, payload } = await buyInto(app, unlisted.name, { fault: { kind: '500-after' }, changes });
  const operation = await untilOperation(app, payload.operation?.id, { status: 'NEEDS_ATTENTION' });
  const [number] = soldIn(app, input['areaCode']);
  const bought = app.sandbox.control.numbers(unlisted.name).find((record) => record.number === number);
  if (bought === undefined) throw new Error('Nothing was sold.');
  return { input, operation, bought };
}

it('ends an operation with the number that came of it, and keeps who said so', async () => {
  const { input, operation, bought } = await loseAnswer({ label: 'Lost and found' });
  const note = 'Ann saw it in the dashboard under Numbers.';
  const settled = await settle({ operationId: operation.id, vendorId: bought.id, note });
  expect(settled.userErrors).toEqual([]);
  expect(settled.phoneNumber).toMatchObject({
    vendorId: bought.id,
    address: bought.number,
    acquisition: 'PURCHASED',
    label: 'Lost and found',
    agent: { id: unlisted.agents.first },
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
  const { input, operation, bought } = await loseAnswer();
  app.sandbox.control.removeNumber(unlisted.name, bought.id);
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
])('refuses %s', async (_what, given, fields) => {
  const { operation } = await loseAnswer();
  const payload = await settle({ operationId: operation.id, ...given });
  expect(new Set(codesOf(payload))).toEqual(new Set(['INVALID_INPUT']));
  expect(fieldsOf(payload)).toEqual(fields);
  expect(await readOperation(app, operation.id)).toEqual(operation);
});

it('does not believe in a number that is not the one asked for', async () => {
  const [other] = app.sandbox.control.numbers(unlisted.name);
  const { operation, bought } = await loseAnswer();
  const payload = await settle({ operationId: operation.id, vendorId: other?.id });
  expect(payload.phoneNumber).toBeNull();
  expect(payload.userErrors).toMatchObject([
    { code: 'INVALID_INPUT', field: ['input', 'vendorId'], message: expect.stringContaining(bought.number) },
  ]);
  expect(payload.operation).toMatchObject({ status: 'NEEDS_ATTENTION', userErrors: operation.userErrors });
  // It can still be settled.
  const settled = await settle({ operationId: operation.id, vendorId: bought.id });
  expect(settled.operation?.status).toBe('SUCCEEDED');
});

it('does not believe in a number that the vendor does not know', async () => {
  const { operation } = await loseAnswer();
  const vendorId = unknownIdAmong(app.sandbox.control.numbers(unlisted.name).map(({ id }) => id));
  const payload = await settle({ operationId: operation.id, vendorId });
  expect(payload.userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'vendorId'] }]);
  expect(payload.operation?.status).toBe('NEEDS_ATTENTION');
});

it('waits for another time while the vendor does not answer', async () => {
  const { operation, bought } = await loseAnswer();
  const removeFault = app.sandbox.control.addFault({
    vendor: unlisted.name,
    operation: 'get',
    kind: 'refuse',
    status: 500,
  });
  const payload = await settle({ operationId: operation.id, vendorId: bought.id });
  expect(payload.userErrors).toMatchObject([{ code: 'VENDOR_UNAVAILABLE', retryable: true }]);
  expect(payload.operation?.status).toBe('NEEDS_ATTENTION');
  removeFault();
  expect((await settle({ operationId: operation.id, vendorId: bought.id })).userErrors).toEqual([]);
});

it('finds no operation by an id of nothing', async () => {
  const payload = await settle({ operationId: 'nothing', failed: true });
  expect(payload).toMatchObject({ phoneNumber: null, operation: null });
  expect(payload.userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['input', 'operationId'] }]);
});

it('corrects what was settled wrongly, with what was said before in the history', async () => {
  const { input, operation, bought } = await loseAnswer();
  const settled = await settle({ operationId: operation.id, vendorId: bought.id });
  const failed = await settle({ operationId: operation.id, failed: true, note: 'Mine was another one.' });
  expect(failed).toMatchObject({
    userErrors: [],
    phoneNumber: null,
    operation: { status: 'FAILED', phoneNumber: null },
  });
  expect(await readNumber(app, settled.phoneNumber?.id ?? '')).toMatchObject({ acquisition: 'DISCOVERED' });
  const right = await settle({ operationId: operation.id, vendorId: bought.id, note: 'It was this one after all.' });
  expect(right).toMatchObject({ userErrors: [], phoneNumber: { vendorId: bought.id, acquisition: 'PURCHASED' } });
  expect(right.operation?.history.slice(-5).map(({ note }) => note)).toEqual([
    expect.stringContaining('dashboard'),
    expect.stringContaining('corrected'),
    expect.stringContaining('Mine was another one.'),
    expect.stringContaining('corrected'),
    expect.stringContaining('It was this one after all.'),
  ]);
  expect((await mutate(app, 'purchaseNumber', input)).phoneNumber?.vendorId).toBe(bought.id);
  expect(soldIn(app, input['areaCode'])).toHaveLength(1);
});

it('corrects what was settled wrongly also where a repeat of the key was refused since, for another reason', async () => {
  const { input, operation, bought } = await loseAnswer();
  await settle({ operationId: operation.id, failed: true, note: 'Ann saw nothing.' });
  const fault = { vendor: unlisted.name, operation: 'purchase', kind: 'refuse', status: 402 } as const;
  app.sandbox.control.addFault({ ...fault, message: 'Payment required', times: 1 });
  const repeated = await mutate(app, 'purchaseNumber', input);
  expect(repeated.operation).toMatchObject({ id: operation.id, status: 'FAILED' });
  const corrected = await settle({ operationId: operation.id, vendorId: bought.id, note: 'Ben saw it.' });
  expect(corrected.userErrors).toEqual([]);
  expect(corrected).toMatchObject({ operation: { status: 'SUCCEEDED' }, phoneNumber: { vendorId: bought.id } });
});

it('does not take a number that was said by mistake for a sign of its own, once its key has asked again', async () => {
  const { input, operation, bought } = await loseAnswer();
  await settle({ operationId: operation.id, vendorId: bought.id });
  await settle({ operationId: operation.id, failed: true, note: 'That was another one.' });
  // Since then it has been seen, and is known to be there.
  await listNumbers(app, { maxAge: 0 });
  expect(codesOf(await mutate(app, 'purchaseNumber', input))).toEqual(['OUTCOME_UNKNOWN']);
  await untilOperation(app, operation.id, { status: 'NEEDS_ATTENTION' });
  expect((await mutate(app, 'purchaseNumber', input)).operation?.status).toBe('NEEDS_ATTENTION');
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect((await readOperation(app, operation.id))?.status).toBe('NEEDS_ATTENTION');
});

it('lets a key whose purchase was settled as failed ask for the same number only', async () => {
  const { input, operation, bought } = await loseAnswer();
  const settled = await settle({ operationId: operation.id, failed: true });
  expect(settled.operation?.userErrors).toMatchObject([
    { retryable: true, message: expect.stringContaining(bought.number) },
  ]);
  // The person was wrong: the vendor refuses the number, and what became of the first call is open again.
  const repeated = await mutate(app, 'purchaseNumber', input);
  expect(codesOf(repeated)).toEqual(['OUTCOME_UNKNOWN']);
  expect(soldIn(app, input['areaCode'])).toEqual([bought.number]);
});

it('answers what gateways repeat as it answered the first time', async () => {
  const found = await loseAnswer();
  const input = { operationId: found.operation.id, vendorId: found.bought.id };
  expect(await settle(input)).toEqual(await settle(input));
  const { operation, bought } = await loseAnswer();
  app.sandbox.control.removeNumber(unlisted.name, bought.id);
  const nothing = { operationId: operation.id, failed: true };
  expect(await settle(nothing)).toEqual(await settle(nothing));
});

it('asks the vendor for nothing by an id that cannot be one of its own', async () => {
  const vendorId = unlisted.rules.numberId === null ? 'two words' : '+14155550150';
  const { operation } = await loseAnswer();
  app.sandbox.control.clearCalls();
  const { userErrors } = await settle({ operationId: operation.id, vendorId });
  expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'vendorId'], charged: 'UNKNOWN' }]);
  expect(app.sandbox.control.calls()).toEqual([]);
});

it('leaves alone what is still being reconciled', async () => {
  app.sandbox.control.addFault({ vendor: listed.name, operation: 'list', kind: 'refuse', status: 500 });
  const { payload } = await buyInto(app, listed.name, { fault: { kind: '500-after' } });
  const settled = await settle({ operationId: payload.operation?.id, failed: true });
  expect(codesOf(settled)).toEqual(['INVALID_INPUT']);
  expect(settled.operation?.status).toBe('PENDING');
});

it('settles once where two people settle at the same time', async () => {
  const { operation, bought } = await loseAnswer();
  app.sandbox.control.clearCalls();
  const payloads = await Promise.all([
    settle({ operationId: operation.id, vendorId: bought.id }),
    settle({ operationId: operation.id, vendorId: bought.id }),
  ]);
  for (const { phoneNumber, userErrors } of payloads) {
    if (phoneNumber === null) expect(userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
  }
  expect(payloads.some(({ phoneNumber }) => phoneNumber?.vendorId === bought.id)).toBe(true);
  expect((await readOperation(app, operation.id))?.status).toBe('SUCCEEDED');
  expect(countCalls(app, unlisted.name, 'purchase')).toBe(0);
});

it('says to who comes second that somebody else is settling it, not that it is wrong', async () => {
  const { operation, bought } = await loseAnswer();
  app.sandbox.control.addFault({ vendor: unlisted.name, operation: 'get', kind: 'late', delayMs: 2_000 });
  const first = settle({ operationId: operation.id, vendorId: bought.id });
  await expect.poll(() => countCalls(app, unlisted.name, 'get'), { timeout: 10_000 }).toBeGreaterThan(0);
  const second = await settle({ operationId: operation.id, vendorId: bought.id });
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
  const number = await buy(app, unlisted.name);
  const { data } = await app.graphql(
    'query ($id: ID!) { numberOperations(filter: { phoneNumberId: $id }) { nodes { id } } }',
    {
      id: number.id,
    },
  );
  const payload = await settle({ operationId: data.numberOperations.nodes[0].id, failed: true });
  expect(codesOf(payload)).toEqual(['INVALID_INPUT']);
});

it('ends a key whose number was refused since, as somebody else has it, so that the caller takes a new one', async () => {
  const { input, operation } = await loseAnswer();
  await settle({ operationId: operation.id, failed: true });
  // The vendor refuses it, and a person sees whose it is.
  const repeated = await mutate(app, 'purchaseNumber', input);
  expect(codesOf(repeated)).toEqual(['OUTCOME_UNKNOWN']);
  await untilOperation(app, operation.id, { status: 'NEEDS_ATTENTION' });
  const settled = await settle({ operationId: operation.id, failed: true });
  expect(settled.operation).toMatchObject({
    status: 'FAILED',
    userErrors: [{ code: 'NUMBER_UNAVAILABLE', retryable: false, charged: 'NO' }],
  });
  const { operation: replayed } = await mutate(app, 'purchaseNumber', input);
  expect(replayed?.history).toEqual(settled.operation?.history);
});
