import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { twilio } from '../../../src/vendors/twilio/index.ts';
import { mutate, untilOperation } from '../../support/mutations.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

const vendor = twilio.name;

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({
    recoveryGraceSeconds: 0,
    recoveryIntervalSeconds: 0.2,
  });
});
afterAll(() => app.stop());
afterEach(() => {
  app.sandbox.control.clearFaults();
  app.sandbox.control.clearCalls();
});

const sold = () => app.sandbox.control.sales().filter((sale) => sale.vendor === vendor);
/** What is asked of the vendor for a purchase, apart from syncs. */
const asked = () =>
  app.sandbox.control
    .calls()
    .filter((call) => call.vendor === vendor && ['search', 'purchase'].includes(call.operation ?? ''));
const heldAt = (number: string | undefined) =>
  app.sandbox.control.numbers(vendor).find((held) => held.number === number);
const inputOf = (changes: object = {}) => ({ idempotencyKey: randomUUID(), vendor, areaCode: '212', ...changes });
const purchase = (changes: object = {}) => mutate(app, 'purchaseNumber', inputOf(changes));

describe('a carrier among platforms for agents', () => {
  it('says what it can do and asks for', async () => {
    const { data } = await app.graphql(
      '{ numberVendors { vendor title capabilities rules { areaCode labelMaxLength } } }',
    );
    expect(data.numberVendors).toContainEqual({
      vendor,
      title: 'Twilio',
      capabilities: ['SEARCH', 'PURCHASE', 'LIST', 'LABEL', 'RELEASE', 'CONNECT'],
      rules: { areaCode: 'OPTIONAL', labelMaxLength: 64 },
    });
  });

  it.each([
    ['an agent', { agentId: 'agent-1' }, ['input', 'agentId']],
    ['where its calls go', { inboundRouting: { agentId: 'agent-1' } }, ['input', 'inboundRouting']],
  ])('sells no number with %s, and is not asked', async (_what, changes, field) => {
    const before = asked().length;
    const { operation, userErrors } = await purchase(changes);
    expect(operation).toBeNull();
    const message = 'Twilio has no agents: leave it out.';
    expect(userErrors).toMatchObject([{ code: 'NOT_SUPPORTED_BY_VENDOR', field, message, charged: 'NO' }]);
    expect(asked()).toHaveLength(before);
  });

  it('tells what a number costs, and sells none that costs more than was said', async () => {
    const most = (amount: string) => ({ maxMonthlyPrice: { amount, currency: 'USD' } });
    const before = sold().length;
    expect((await purchase(most('1.14'))).phoneNumber).toBeNull();
    expect(sold()).toHaveLength(before);
    expect((await purchase(most('1.15'))).userErrors).toEqual([]);
    expect(sold()).toHaveLength(before + 1);
  });
});

describe('a purchase', () => {
  it('leaves a marker, puts the label in its place, and is carried out once for its key', async () => {
    const before = sold().length;
    const input = inputOf({ label: 'Front desk' });
    const { phoneNumber, operation, userErrors } = await mutate(app, 'purchaseNumber', input);
    expect(userErrors).toEqual([]);
    expect(operation).toMatchObject({ status: 'SUCCEEDED', attempts: 2 });
    expect(phoneNumber).toMatchObject({ address: sold().at(-1)?.number, label: 'Front desk', agent: null });
    expect(heldAt(phoneNumber?.address)).toMatchObject({ label: 'Front desk' });
    expect(await mutate(app, 'purchaseNumber', input)).toMatchObject({ phoneNumber, userErrors: [] });
    expect(sold()).toHaveLength(before + 1);
  });

  it('leaves no name where none was asked for', async () => {
    const { phoneNumber } = await purchase();
    expect(phoneNumber).toMatchObject({ label: null });
    expect(heldAt(phoneNumber?.address)).toMatchObject({ label: null });
  });

  it.each(['500-after', 'reset-after', 'hang-after', 'garbage'] as const)(
    'whose answer is lost to %s is found, and named',
    async (kind) => {
      const before = sold().length;
      app.sandbox.control.addFault({ vendor, operation: 'purchase', kind, times: 1 });
      const input = inputOf({ label: 'Night line' });
      const lost = await mutate(app, 'purchaseNumber', input);
      expect(lost).toMatchObject({ phoneNumber: null, operation: { status: 'PENDING' } });
      const done = await untilOperation(app, lost.operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
      expect(done.phoneNumber).toMatchObject({ address: sold().at(-1)?.number, label: 'Night line' });
      expect((await mutate(app, 'purchaseNumber', input)).phoneNumber).toEqual(done.phoneNumber);
      expect(sold()).toHaveLength(before + 1);
    },
  );

  it('takes the next number where somebody else was faster', async () => {
    app.sandbox.control.addFault({ vendor, operation: 'search', kind: 'stale-search' });
    app.sandbox.control.sell(vendor, '+13125580100');
    const { phoneNumber, userErrors } = await purchase({ areaCode: '312' });
    expect(userErrors).toEqual([]);
    expect(phoneNumber?.address).toBe('+13125580101');
  });

  it('of a number that needs papers is refused in the words of the vendor', async () => {
    const { userErrors } = await purchase({ areaCode: null, country: 'DE', number: '+4915123458123' });
    expect(userErrors).toMatchObject([
      { code: 'VENDOR_REJECTED', message: 'Twilio said: Bundle required', charged: 'NO' },
    ]);
  });
});

it('a number is linked to no agent, renamed, and released', async () => {
  const { phoneNumber } = await purchase({ label: 'Desk' });
  const { id: phoneNumberId = '', address = '' } = phoneNumber ?? {};
  const linked = await mutate(app, 'linkNumberToAgent', { phoneNumberId, agentId: 'agent-1' });
  expect(linked.userErrors).toMatchObject([{ code: 'NOT_SUPPORTED_BY_VENDOR' }]);
  const renamed = await mutate(app, 'updateNumber', { phoneNumberId, label: null });
  expect(renamed).toMatchObject({ phoneNumber: { label: null }, userErrors: [] });
  expect(heldAt(address)?.label).toBeNull();
  const released = await mutate(app, 'releaseNumber', { phoneNumberId, confirmAddress: address });
  expect(released).toMatchObject({ phoneNumber: { status: 'RELEASED' }, userErrors: [] });
  expect(heldAt(address)).toBeUndefined();
});

it('the login is in no log', async () => {
  await purchase();
  const log = app.logLines.join('\n');
  const login = Buffer.from('SK6b5ec1d6b1f1e5f7b902c3d4e5f60718:sandbox').toString('base64');
  const found = ['createIncomingPhoneNumber', 'Basic ', login].map((text) => log.includes(text));
  expect(found).toEqual([true, false, false]);
});
