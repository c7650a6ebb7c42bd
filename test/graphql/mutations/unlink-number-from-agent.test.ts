import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { codesOf, countOperations, mutate, readNumber, untilOperation } from '../../support/mutations.ts';
import { buy } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { vendorThat, vendorWithout } from '../../support/vendors.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ recoveryGraceSeconds: 0, recoveryIntervalSeconds: 0.2 });
});
afterAll(() => app.stop());
afterEach(() => app.sandbox.control.clearFaults());

const unlink = (phoneNumberId: string) => mutate(app, 'unlinkNumberFromAgent', { phoneNumberId });
const { name: vendor, agents } = vendorThat(
  'sells without an agent, and unlinks',
  ({ can, rules }) => can('UNLINK') && can('RELEASE') && !rules.agentRequired,
);
const agentId = agents.first;

it('leaves a number without an agent, at the vendor and here', async () => {
  const number = await buy(app, vendor, { agentId });
  const { phoneNumber, operation, userErrors } = await unlink(number.id);
  expect(userErrors).toEqual([]);
  expect(phoneNumber).toMatchObject({ id: number.id, agent: null });
  expect(operation).toMatchObject({ kind: 'UNLINK', status: 'SUCCEEDED' });
  expect(await readNumber(app, number.id)).toMatchObject({ agent: null });
  const atVendor = app.sandbox.control.numbers(vendor).find(({ id }) => id === number.vendorId);
  expect(atVendor?.agentId).toBeNull();
});

it('may be asked for where there is no agent', async () => {
  const number = await buy(app, vendor);
  expect((await unlink(number.id)).userErrors).toEqual([]);
});

it('is not supported where the vendor cannot unlink, and says what to do instead', async () => {
  const number = await buy(app, vendorWithout('UNLINK').name);
  const before = await countOperations(app);
  const payload = await unlink(number.id);
  expect(payload).toMatchObject({ phoneNumber: null, operation: null });
  expect(payload.userErrors).toMatchObject([
    { code: 'NOT_SUPPORTED_BY_VENDOR', message: expect.stringContaining('linkNumberToAgent'), charged: 'NO' },
  ]);
  expect(await countOperations(app)).toBe(before);
});

it.each([
  ['500-after', 'SUCCEEDED', null],
  ['500-before', 'FAILED', { id: agentId }],
] as const)('is reconciled after a call that met %s', async (kind, status, agent) => {
  const number = await buy(app, vendor, { agentId });
  app.sandbox.control.addFault({ vendor: vendor, operation: 'update', kind, times: 1 });
  const payload = await unlink(number.id);
  expect(codesOf(payload)).toEqual(['OUTCOME_UNKNOWN']);
  await untilOperation(app, payload.operation?.id, { status });
  expect(await readNumber(app, number.id)).toMatchObject({ agent });
});

it('refuses a number that is not known, and one that has been released', async () => {
  expect(codesOf(await unlink('nothing'))).toEqual(['NOT_FOUND']);
  const number = await buy(app, vendor, { agentId });
  await mutate(app, 'releaseNumber', { phoneNumberId: number.id, confirmAddress: number.address });
  expect(codesOf(await unlink(number.id))).toEqual(['NOT_FOUND']);
});
