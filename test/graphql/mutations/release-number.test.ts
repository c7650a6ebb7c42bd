import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { codesOf, countOperations, mutate, readNumber, untilOperation } from '../../support/mutations.ts';
import { buy, countCalls } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { vendorWith, vendorWithout } from '../../support/vendors.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ recoveryGraceSeconds: 0, recoveryIntervalSeconds: 0.2 });
});
afterAll(() => app.stop());
beforeEach(() => app.sandbox.control.clearCalls());
afterEach(() => app.sandbox.control.clearFaults());

const { name: vendor } = vendorWith('RELEASE', 'LIST');

const release = (input: object) => mutate(app, 'releaseNumber', input);
const releases = () => countCalls(app, vendor, 'release');
const isAtVendor = (vendorId: string) => app.sandbox.control.numbers(vendor).some(({ id }) => id === vendorId);

async function isShown(id: string, filter: object = {}): Promise<boolean> {
  const query =
    'query ($filter: PhoneNumberFilter) { phoneNumbers(first: 500, filter: $filter) { nodes { ... on PhoneNumberRecord { id } } } }';
  const { data } = await app.graphql(query, { filter });
  return data.phoneNumbers.nodes.some((node: { id: string }) => node.id === id);
}

it('gives the number back, and shows it only to those who ask for released ones', async () => {
  const number = await buy(app, vendor);
  const { phoneNumber, operation, userErrors } = await release({
    phoneNumberId: number.id,
    confirmAddress: number.address,
  });
  expect(userErrors).toEqual([]);
  expect(phoneNumber).toEqual({ ...number, status: 'RELEASED' });
  expect(operation).toMatchObject({ kind: 'RELEASE', status: 'SUCCEEDED', attempts: 1 });
  expect(isAtVendor(number.vendorId)).toBe(false);
  expect(await isShown(number.id)).toBe(false);
  expect(await isShown(number.id, { statuses: ['RELEASED'] })).toBe(true);
  expect(await readNumber(app, number.id)).toMatchObject({ status: 'RELEASED' });
});

it('accepts the address as people write it', async () => {
  const { id, address } = await buy(app, vendor);
  const confirmAddress = `+1 (${address.slice(2, 5)}) ${address.slice(5, 8)}-${address.slice(8)}`;
  expect((await release({ phoneNumberId: id, confirmAddress })).phoneNumber?.status).toBe('RELEASED');
});

it('gives a SIP address back', async () => {
  const { name, sipAddress } = vendorWith('SIP_CREATE', 'RELEASE');
  const sipPrefix = `going-${randomUUID()}`.slice(0, 40);
  const login = { username: 'desk-user', password: 'long enough' };
  const input = { idempotencyKey: randomUUID(), vendor: name, sipPrefix, ...login };
  const { phoneNumber: created } = await mutate(app, 'createSipNumber', input);
  const { phoneNumber } = await release({ phoneNumberId: created?.id, confirmAddress: created?.address });
  expect(phoneNumber).toMatchObject({ address: sipAddress(sipPrefix), status: 'RELEASED' });
});

it.each([
  ['the address of another number', '+14155550160'],
  ['nothing', ''],
  ['half of the address', '+1'],
])('releases nothing where the confirmation is %s', async (_what, confirmAddress) => {
  const number = await buy(app, vendor);
  const before = await countOperations(app);
  const payload = await release({ phoneNumberId: number.id, confirmAddress });
  expect(payload).toMatchObject({ phoneNumber: null, operation: null });
  expect(payload.userErrors).toMatchObject([{ code: 'CONFIRMATION_MISMATCH', field: ['input', 'confirmAddress'] }]);
  expect(await countOperations(app)).toBe(before);
  expect(releases()).toBe(0);
  expect(isAtVendor(number.vendorId)).toBe(true);
});

it('never releases a number that is locked, and does once it is unlocked', async () => {
  const number = await buy(app, vendor);
  const input = { phoneNumberId: number.id, confirmAddress: number.address };
  await mutate(app, 'updateNumber', { phoneNumberId: number.id, locked: true });
  const payload = await release(input);
  expect(payload).toMatchObject({ phoneNumber: null, operation: null });
  expect(codesOf(payload)).toEqual(['NUMBER_LOCKED']);
  expect(releases()).toBe(0);
  await mutate(app, 'updateNumber', { phoneNumberId: number.id, locked: false });
  expect((await release(input)).phoneNumber?.status).toBe('RELEASED');
});

it('is not supported where the vendor takes no numbers back, and says what to do instead', async () => {
  const without = vendorWithout('RELEASE');
  const number = await buy(app, without.name);
  const payload = await release({ phoneNumberId: number.id, confirmAddress: number.address });
  expect(payload).toMatchObject({ phoneNumber: null, operation: null });
  expect(payload.userErrors).toMatchObject([
    { code: 'NOT_SUPPORTED_BY_VENDOR', message: expect.stringContaining('dashboard') },
  ]);
});

it('answers a number that is released already as it is', async () => {
  const number = await buy(app, vendor);
  const input = { phoneNumberId: number.id, confirmAddress: number.address };
  const first = await release(input);
  expect(await release(input)).toEqual({ phoneNumber: first.phoneNumber, operation: null, userErrors: [] });
  expect(releases()).toBe(1);
});

it('is done once for a key, and refuses the key of another number', async () => {
  const number = await buy(app, vendor);
  const other = await buy(app, vendor);
  const idempotencyKey = randomUUID();
  const input = { idempotencyKey, phoneNumberId: number.id, confirmAddress: number.address };
  const first = await release(input);
  expect(first.operation?.idempotencyKey).toBe(idempotencyKey);
  expect(await release(input)).toEqual(first);
  const reused = await release({ idempotencyKey, phoneNumberId: other.id, confirmAddress: other.address });
  expect(codesOf(reused)).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  expect(isAtVendor(other.vendorId)).toBe(true);
  expect(releases()).toBe(1);
});

it('succeeds where the number is no longer at the vendor', async () => {
  const number = await buy(app, vendor);
  app.sandbox.control.removeNumber(vendor, number.vendorId);
  const { phoneNumber, userErrors } = await release({ phoneNumberId: number.id, confirmAddress: number.address });
  expect(userErrors).toEqual([]);
  expect(phoneNumber?.status).toBe('RELEASED');
});

it.each([
  ['500-after', 'SUCCEEDED', 'RELEASED'],
  ['500-before', 'FAILED', 'ACTIVE'],
] as const)('is reconciled after a call that met %s, and not sent again', async (kind, status, shown) => {
  const number = await buy(app, vendor);
  app.sandbox.control.addFault({ vendor: vendor, operation: 'release', kind, times: 1 });
  const { operation, userErrors } = await release({ phoneNumberId: number.id, confirmAddress: number.address });
  expect(userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN', retryable: true, charged: 'NO' }]);
  await untilOperation(app, operation?.id, { status });
  expect(await readNumber(app, number.id)).toMatchObject({ status: shown });
  expect(releases()).toBe(1);
});

it('refuses a number that is not known, and a key that can be none', async () => {
  expect(codesOf(await release({ phoneNumberId: 'nothing', confirmAddress: '+14155550160' }))).toEqual(['NOT_FOUND']);
  const number = await buy(app, vendor);
  const input = { idempotencyKey: '', phoneNumberId: number.id, confirmAddress: number.address };
  expect((await release(input)).userErrors).toMatchObject([
    { code: 'INVALID_INPUT', field: ['input', 'idempotencyKey'] },
  ]);
});
