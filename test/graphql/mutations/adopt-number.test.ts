import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { codesOf, countOperations, mutate, readNumber } from '../../support/mutations.ts';
import { buy, countCalls } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { unknownIdAmong } from '../../support/vendor-contract/harness.ts';
import { listed, unlisted, vendorNames, vendorOf } from '../../support/vendors.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());
afterEach(() => app.sandbox.control.clearFaults());

const adopt = (input: object) => mutate(app, 'adoptNumber', input);

it('takes in a number of the account that this service does not know', async () => {
  const { id } = app.sandbox.control.addNumber({
    vendor: unlisted.name,
    number: '+12125557001',
    label: 'From afar',
    agentId: unlisted.agents.first,
  });
  const { phoneNumber, operation, userErrors } = await adopt({ vendor: unlisted.name, vendorId: id });
  expect(userErrors).toEqual([]);
  expect(phoneNumber).toMatchObject({
    vendorId: id,
    address: '+12125557001',
    label: unlisted.can('LABEL') ? 'From afar' : null,
    acquisition: 'DISCOVERED',
    agent: { id: unlisted.agents.first },
  });
  expect(operation).toMatchObject({ kind: 'ADOPT', status: 'SUCCEEDED', attempts: 0, idempotencyKey: null });
  expect(await readNumber(app, phoneNumber?.id ?? '')).toEqual(phoneNumber);
});

it.each(vendorNames)('may be repeated at %s, and answers the same number', async (vendor) => {
  const numbers = app.sandbox.control.numbers(vendor);
  expect(numbers).not.toEqual([]);
  for (const number of numbers) {
    const first = await adopt({ vendor, vendorId: number.id });
    const second = await adopt({ vendor, vendorId: number.id });
    expect(first.phoneNumber?.address).toBe(vendorOf(vendor).addressOf(number));
    expect(second).toMatchObject({ phoneNumber: first.phoneNumber, userErrors: [] });
  }
});

it('takes in a number at a vendor that lists its numbers, without waiting for a sync', async () => {
  await app.graphql('{ phoneNumbers(maxAge: 0) { totalCount } }');
  const { id } = app.sandbox.control.addNumber({ vendor: listed.name, number: '+12125557002' });
  const { phoneNumber, userErrors } = await adopt({ vendor: listed.name, vendorId: id });
  expect(userErrors).toEqual([]);
  expect(phoneNumber).toMatchObject({ address: '+12125557002', acquisition: 'DISCOVERED', agent: null });
});

it('keeps what is known of a number that this service has bought', async () => {
  const bought = await buy(app, listed.name, { label: 'Mine' });
  const { phoneNumber } = await adopt({ vendor: listed.name, vendorId: bought.vendorId });
  expect(phoneNumber).toMatchObject({ id: bought.id, acquisition: 'PURCHASED', label: 'Mine' });
});

describe.each(vendorNames)('at %s', (vendor) => {
  const { numberId } = vendorOf(vendor).rules;

  it('finds no number by an id that none has', async () => {
    const vendorId = unknownIdAmong(app.sandbox.control.numbers(vendor).map(({ id }) => id));
    const { phoneNumber, operation, userErrors } = await adopt({ vendor, vendorId });
    expect(phoneNumber).toBeNull();
    expect(operation).toMatchObject({ kind: 'ADOPT', status: 'FAILED' });
    expect(userErrors).toMatchObject([
      { code: 'NOT_FOUND', field: ['input', 'vendorId'], retryable: false, charged: 'NO' },
    ]);
  });

  it.each(['nope', '+14155550123', 'search', '..', '../agents', '0d3f1a77-6b0e-4f0e-9a55'])(
    'adopts nothing by "%s": without a call, if the vendor says that no id looks so',
    async (vendorId) => {
      const before = await countOperations(app);
      app.sandbox.control.clearCalls();
      const { phoneNumber, operation, userErrors } = await adopt({ vendor, vendorId });
      expect(phoneNumber).toBeNull();
      if (numberId === null || numberId.pattern.test(vendorId)) {
        expect(operation).toMatchObject({ kind: 'ADOPT', status: 'FAILED' });
        expect(userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['input', 'vendorId'], charged: 'NO' }]);
        return;
      }
      const message = expect.stringContaining(numberId.looksLike);
      expect(operation).toBeNull();
      expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'vendorId'], message }]);
      expect(countCalls(app, vendor, 'get')).toBe(0);
      expect(await countOperations(app)).toBe(before);
    },
  );
});

it.each([[''], ['two words'], ['x'.repeat(256)]])(
  'refuses "%s" for an id before anything is written',
  async (vendorId) => {
    const { operation, userErrors } = await adopt({ vendor: listed.name, vendorId });
    expect(operation).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'vendorId'] }]);
  },
);

it('fails for now while the vendor does not answer', async () => {
  app.sandbox.control.addFault({ vendor: unlisted.name, operation: 'get', kind: 'refuse', status: 500 });
  const vendorId = app.sandbox.control.numbers(unlisted.name)[0]?.id;
  const payload = await adopt({ vendor: unlisted.name, vendorId });
  expect(codesOf(payload)).toEqual(['VENDOR_UNAVAILABLE']);
  expect(payload.userErrors[0]).toMatchObject({ retryable: true, charged: 'NO' });
  expect(payload.operation?.status).toBe('FAILED');
});
