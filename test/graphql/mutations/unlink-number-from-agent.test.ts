import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { codesOf, countOperations, mutate, readNumber, untilOperation } from '../../support/mutations.ts';
import { agents, buy } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ recoveryGraceSeconds: 0, recoveryIntervalSeconds: 0.2 });
});
afterAll(() => app.stop());
afterEach(() => app.sandbox.control.clearFaults());

const unlink = (phoneNumberId: string) => mutate(app, 'unlinkNumberFromAgent', { phoneNumberId });
const agentId = agents.VOGENT.first;

it('leaves a number without an agent, at the vendor and here', async () => {
  const number = await buy(app, 'VOGENT', { agentId });
  const { phoneNumber, operation, userErrors } = await unlink(number.id);
  expect(userErrors).toEqual([]);
  expect(phoneNumber).toMatchObject({ id: number.id, agent: null });
  expect(operation).toMatchObject({ kind: 'UNLINK', status: 'SUCCEEDED' });
  expect(await readNumber(app, number.id)).toMatchObject({ agent: null });
  const held = app.sandbox.control.numbers('VOGENT').find(({ id }) => id === number.vendorId);
  expect(held?.agentId).toBeNull();
});

it('may be asked for where there is no agent', async () => {
  const number = await buy(app, 'VOGENT');
  expect((await unlink(number.id)).userErrors).toEqual([]);
});

it('is not supported where every number has an agent, and says what to do instead', async () => {
  const number = await buy(app, 'ONEINBOX');
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
] as const)('finds out what came of a call that met %s', async (kind, status, agent) => {
  const number = await buy(app, 'VOGENT', { agentId });
  app.sandbox.control.addFault({ vendor: 'VOGENT', operation: 'update', kind, times: 1 });
  const payload = await unlink(number.id);
  expect(codesOf(payload)).toEqual(['OUTCOME_UNKNOWN']);
  await untilOperation(app, payload.operation?.id, { status });
  expect(await readNumber(app, number.id)).toMatchObject({ agent });
});

it('refuses a number that is not known, and one that has been released', async () => {
  expect(codesOf(await unlink('nothing'))).toEqual(['NOT_FOUND']);
  const number = await buy(app, 'VOGENT', { agentId });
  await mutate(app, 'releaseNumber', { phoneNumberId: number.id, confirmAddress: number.address });
  expect(codesOf(await unlink(number.id))).toEqual(['NOT_FOUND']);
});
