import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { codesOf, countOperations, mutate, readNumber } from '../../support/mutations.ts';
import { agents, buy, countCalls } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());
afterEach(() => app.sandbox.control.clearFaults());

const adopt = (input: object) => mutate(app, 'adoptNumber', input);

it('takes in a number of the account that this service does not know', async () => {
  const held = app.sandbox.control.addNumber({ vendor: 'ONEINBOX', number: '+12125557001', label: 'From afar' });
  const { phoneNumber, operation, userErrors } = await adopt({ vendor: 'ONEINBOX', vendorId: held.id });
  expect(userErrors).toEqual([]);
  expect(phoneNumber).toMatchObject({
    vendorId: held.id,
    address: '+12125557001',
    label: 'From afar',
    acquisition: 'DISCOVERED',
    agent: { id: agents.ONEINBOX.first },
  });
  expect(operation).toMatchObject({ kind: 'ADOPT', status: 'SUCCEEDED', attempts: 0, idempotencyKey: null });
  expect(await readNumber(app, phoneNumber?.id ?? '')).toEqual(phoneNumber);
});

it.each([
  ['0d3f1a77-6b0e-4f0e-9a55-2a0d5b6c7e21', '+14155550123'],
  ['6c9a1f0b-2f5f-4c1f-8d4b-9a7b7c1e4f33', '+15735550188'],
])('may be repeated for %s, and answers the same number', async (vendorId, address) => {
  const first = await adopt({ vendor: 'ONEINBOX', vendorId });
  const second = await adopt({ vendor: 'ONEINBOX', vendorId });
  expect(first.phoneNumber?.address).toBe(address);
  expect(second).toMatchObject({ phoneNumber: first.phoneNumber, userErrors: [] });
});

it('takes in a number at a vendor that lists its numbers, without waiting for the list', async () => {
  await app.graphql('{ phoneNumbers(maxAge: 0) { totalCount } }');
  const held = app.sandbox.control.addNumber({ vendor: 'VOGENT', number: '+12125557002' });
  const { phoneNumber, userErrors } = await adopt({ vendor: 'VOGENT', vendorId: held.id });
  expect(userErrors).toEqual([]);
  expect(phoneNumber).toMatchObject({ address: '+12125557002', acquisition: 'DISCOVERED', agent: null });
});

it('leaves what is known of a number that this service has bought', async () => {
  const bought = await buy(app, 'VOGENT', { label: 'Mine' });
  const { phoneNumber } = await adopt({ vendor: 'VOGENT', vendorId: bought.vendorId });
  expect(phoneNumber).toMatchObject({ id: bought.id, acquisition: 'PURCHASED', label: 'Mine' });
});

it.each([
  ['ONEINBOX', 'a UUID', '00000000-0000-4000-8000-000000000000'],
  ['VOGENT', 'a UUID', '00000000-0000-4000-8000-000000000000'],
  ['VOGENT', 'a telephone number', '+14155550160'],
  ['VOGENT', 'a path', '../agents'],
  ['VOGENT', 'the path of another call', 'search'],
] as const)('at %s finds no number by %s that is no id of one', async (vendor, _what, vendorId) => {
  const { phoneNumber, operation, userErrors } = await adopt({ vendor, vendorId });
  expect(phoneNumber).toBeNull();
  expect(operation).toMatchObject({ kind: 'ADOPT', status: 'FAILED' });
  expect(userErrors).toMatchObject([
    { code: 'NOT_FOUND', field: ['input', 'vendorId'], retryable: false, charged: 'NO' },
  ]);
});

it.each(['nope', '+14155550123', 'search', '..', '0d3f1a77-6b0e-4f0e-9a55'])(
  'refuses "%s" at OneInbox, whose ids are UUIDs, without asking it',
  async (vendorId) => {
    const before = await countOperations(app);
    app.sandbox.control.clearCalls();
    const { operation, userErrors } = await adopt({ vendor: 'ONEINBOX', vendorId });
    expect(operation).toBeNull();
    expect(userErrors).toMatchObject([
      { code: 'INVALID_INPUT', field: ['input', 'vendorId'], message: expect.stringContaining('UUID') },
    ]);
    expect(countCalls(app, 'ONEINBOX', 'get')).toBe(0);
    expect(await countOperations(app)).toBe(before);
  },
);

it.each([[''], ['two words'], ['x'.repeat(256)]])(
  'refuses "%s" for an id before anything is written',
  async (vendorId) => {
    const { operation, userErrors } = await adopt({ vendor: 'VOGENT', vendorId });
    expect(operation).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'vendorId'] }]);
  },
);

it('fails for now while the vendor does not answer', async () => {
  app.sandbox.control.addFault({ vendor: 'ONEINBOX', operation: 'get', kind: 'refuse', status: 500 });
  const vendorId = app.sandbox.control.numbers('ONEINBOX')[0]?.id;
  const payload = await adopt({ vendor: 'ONEINBOX', vendorId });
  expect(codesOf(payload)).toEqual(['VENDOR_UNAVAILABLE']);
  expect(payload.userErrors[0]).toMatchObject({ retryable: true, charged: 'NO' });
  expect(payload.operation?.status).toBe('FAILED');
});
