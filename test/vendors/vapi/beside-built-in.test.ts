import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { mutate, untilOperation } from '../../support/mutations.ts';
import { dataOf, listNumbers } from '../../support/numbers.ts';
import { findSecrets } from '../../support/secrets.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { agentId } from './harness.ts';

const vendor = 'VAPI';
const otherAgentId = '8d3e5a7b-1c2f-4d60-a9b8-c7d6e5f40312';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ recoveryGraceSeconds: 0, recoveryIntervalSeconds: 0.2 });
});
afterAll(() => app.stop());
afterEach(() => {
  app.sandbox.control.clearFaults();
  app.sandbox.control.clearCalls();
});

const sold = () => app.sandbox.control.sales().filter((sale) => sale.vendor === vendor);
const calls = (operation: string) =>
  app.sandbox.control.calls().filter((call) => call.vendor === vendor && call.operation === operation);
const rowOf = (number: string | undefined) => app.sandbox.control.numbers(vendor).find((row) => row.number === number);
const inputOf = (changes: object = {}) => ({ idempotencyKey: randomUUID(), vendor, areaCode: '212', ...changes });
const login = { username: 'lobby-username-12345', password: 'lobby-password-12345' };

it('tells what it can do, and what it asks for', async () => {
  const { data } = await app.graphql(`{
    numberVendors { vendor title capabilities rules {
      choosesNumber areaCode countries contains { pattern } labelMaxLength agentIdPattern sipLoginLength { min max } } }
  }`);
  expect(data.numberVendors).toContainEqual({
    vendor,
    title: 'Vapi',
    capabilities: ['PURCHASE', 'SIP_IMPORT', 'SIP_CREATE', 'LIST', 'LINK', 'UNLINK', 'LABEL', 'RELEASE'],
    rules: {
      choosesNumber: false,
      areaCode: 'OPTIONAL',
      countries: ['US'],
      contains: null,
      labelMaxLength: 40,
      agentIdPattern: null,
      sipLoginLength: { min: 20, max: 40 },
    },
  });
});

it('sells a number, which is linked at once and named afterwards, and is linked, unlinked and released', async () => {
  const before = sold().length;
  const input = inputOf({ label: 'Front desk', agentId });
  const { phoneNumber, operation, userErrors } = await mutate(app, 'purchaseNumber', input);
  expect(userErrors).toEqual([]);
  expect(operation).toMatchObject({ status: 'SUCCEEDED', attempts: 2 });
  expect(phoneNumber).toMatchObject({ address: sold().at(-1)?.number, label: 'Front desk', agent: { id: agentId } });
  expect(rowOf(phoneNumber?.address)).toMatchObject({ label: 'Front desk', agentId });
  expect(await mutate(app, 'purchaseNumber', input)).toMatchObject({ phoneNumber, userErrors: [] });
  expect(sold()).toHaveLength(before + 1);

  const { id: phoneNumberId, address } = phoneNumber ?? { id: '', address: '' };
  await mutate(app, 'linkNumberToAgent', { phoneNumberId, agentId: otherAgentId });
  expect(rowOf(address)).toMatchObject({ agentId: otherAgentId, label: 'Front desk' });
  await mutate(app, 'unlinkNumberFromAgent', { phoneNumberId });
  expect(rowOf(address)).toMatchObject({ agentId: null });
  await mutate(app, 'updateNumber', { phoneNumberId, label: null });
  expect(rowOf(address)).toMatchObject({ label: null });
  await mutate(app, 'releaseNumber', { idempotencyKey: randomUUID(), phoneNumberId, confirmAddress: address });
  expect(rowOf(address)).toBeUndefined();
});

it('takes the marker away where no label was asked for', async () => {
  const { phoneNumber, operation } = await mutate(app, 'purchaseNumber', inputOf());
  expect(operation?.status).toBe('SUCCEEDED');
  expect(phoneNumber).toMatchObject({ label: null, agent: null });
  expect(rowOf(phoneNumber?.address)).toMatchObject({ label: null });
});

it.each(['500-after', 'hang-after', 'garbage'] as const)(
  'finds what it sold where %s loses the answer',
  async (kind) => {
    const before = sold().length;
    app.sandbox.control.addFault({ vendor, operation: 'purchase', kind, times: 1 });
    const { operation } = await mutate(app, 'purchaseNumber', inputOf({ label: 'Night', agentId }));
    const done = await untilOperation(app, operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
    expect(done.phoneNumber).toMatchObject({ address: sold().at(-1)?.number, label: 'Night', agent: { id: agentId } });
    expect(sold()).toHaveLength(before + 1);
  },
);

it.each([
  ['an exact number', { number: '+12125510177', areaCode: null }, 'NOT_SUPPORTED_BY_VENDOR', ['input', 'number']],
  ['digits', { contains: '55' }, 'NOT_SUPPORTED_BY_VENDOR', ['input', 'contains']],
  ['a country it does not sell', { country: 'CA', areaCode: '416' }, 'INVALID_INPUT', ['input', 'country']],
  ['a label it cannot keep', { label: 'x'.repeat(41) }, 'INVALID_INPUT', ['input', 'label']],
  ['a route of its own', { inboundRouting: { agentId } }, 'NOT_SUPPORTED_BY_VENDOR', ['input', 'inboundRouting']],
])('is not asked for %s', async (_what, changes, code, field) => {
  const { userErrors } = await mutate(app, 'purchaseNumber', inputOf(changes));
  expect(userErrors).toMatchObject([{ code, field }]);
  expect(calls('purchase')).toEqual([]);
});

it('creates a SIP address with a login that is long enough, and is asked for none with another', async () => {
  const input = { idempotencyKey: randomUUID(), vendor, sipPrefix: 'desk', label: 'Desk', agentId, ...login };
  const short = await mutate(app, 'createSipNumber', { ...input, username: 'short', password: 'x'.repeat(41) });
  expect(short.userErrors.map(({ field }) => field?.at(-1))).toEqual(['username', 'password']);
  expect(calls('createSip')).toEqual([]);
  const { phoneNumber, userErrors } = await mutate(app, 'createSipNumber', input);
  expect(userErrors).toEqual([]);
  expect(phoneNumber).toMatchObject({ address: 'sip:desk@sip.vapi.ai', label: 'Desk', agent: { id: agentId } });
});

it('takes in a number over a trunk, which may have a shorter login', async () => {
  const trunk = { terminationUri: '198.51.100.7', username: 'u', password: 'trunk-pw-8c1f' };
  const input = { idempotencyKey: randomUUID(), vendor, number: '+442079460123', label: 'London', agentId, ...trunk };
  const { phoneNumber, userErrors } = await mutate(app, 'importSipNumber', input);
  expect(userErrors).toEqual([]);
  expect(phoneNumber).toMatchObject({
    address: '+442079460123',
    acquisition: 'SIP_IMPORTED',
    label: 'London',
    agent: { id: agentId },
    trunk: { terminationUri: '198.51.100.7' },
  });
  expect(await mutate(app, 'importSipNumber', input)).toMatchObject({ phoneNumber });
  expect([calls('trunk').length, calls('import').length]).toEqual([1, 1]);
  expect(findSecrets(app, [phoneNumber], [trunk.password])).toEqual([]);
});

it('shows a number of a carrier’s account, and nobody the carrier’s token', async () => {
  const page = await listNumbers(app, { maxAge: 0, filter: { vendors: [vendor] } });
  const answer = await app.graphql(
    'query ($vendors: [NumberVendor!]) { phoneNumbers(filter: { vendors: $vendors }) { nodes { ... on PstnNumber { number carrier } } } }',
    { vendors: [vendor] },
  );
  expect(dataOf(answer).phoneNumbers.nodes).toContainEqual({ number: '+12125510175', carrier: 'twilio' });
  expect(page.outages).toEqual([]);
  expect(findSecrets(app, [page, answer], ['sandbox-carrier-token'])).toEqual([]);
});
