import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { telnyx } from '../../../src/vendors/telnyx/index.ts';
import { fieldsOf, mutate, untilOperation } from '../../support/mutations.ts';
import { listNumbers } from '../../support/numbers.ts';
import { purchaseInput } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

const vendor = telnyx.name;

/** A service that has an account with this carrier beside the others. */
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
const purchase = (changes: Record<string, unknown> = {}) =>
  mutate(app, 'purchaseNumber', purchaseInput(vendor, changes));

describe('a carrier', () => {
  it('offers numbers with their prices, and sells none that costs more than was said', async () => {
    const search = `query ($input: AvailableNumbersInput!) { availableNumbers(input: $input) {
      numbers { number price { amount currency period } } } }`;
    const { data, errors } = await app.graphql(search, { input: { vendor, country: 'US', areaCode: '415', limit: 1 } });
    expect(errors).toBeUndefined();
    expect(data.availableNumbers.numbers).toEqual([
      { number: '+14155520100', price: { amount: '1', currency: 'USD', period: 'MONTH' } },
    ]);
    const before = sold().length;
    const dear = await purchase({ maxMonthlyPrice: { amount: '0.50', currency: 'USD' } });
    expect(dear.phoneNumber).toBeNull();
    expect(sold()).toHaveLength(before);
    const cheap = await purchase({ maxMonthlyPrice: { amount: '1.00', currency: 'USD' } });
    expect(cheap.userErrors).toEqual([]);
  });

  it('sells a number under its label, once for each key, and takes it back', async () => {
    const input = purchaseInput(vendor, { label: 'Front desk' });
    const bought = await mutate(app, 'purchaseNumber', input);
    expect(bought).toMatchObject({
      operation: { status: 'SUCCEEDED' },
      phoneNumber: { label: 'Front desk', status: 'ACTIVE', acquisition: 'PURCHASED', agent: null },
      userErrors: [],
    });
    const again = await mutate(app, 'purchaseNumber', input);
    expect(again.phoneNumber).toEqual(bought.phoneNumber);
    const { id: phoneNumberId, address: confirmAddress } = bought.phoneNumber ?? {};
    expect(sold().filter(({ number }) => number === confirmAddress)).toHaveLength(1);
    const renamed = await mutate(app, 'updateNumber', { phoneNumberId, label: 'Back door' });
    expect(renamed).toMatchObject({ phoneNumber: { label: 'Back door' }, userErrors: [] });
    const key = crypto.randomUUID();
    const released = await mutate(app, 'releaseNumber', { idempotencyKey: key, phoneNumberId, confirmAddress });
    expect(released).toMatchObject({ operation: { status: 'SUCCEEDED' }, userErrors: [] });
    const held = app.sandbox.control.numbers(vendor).map(({ number }) => number);
    expect(held).not.toContain(confirmAddress);
  });

  it('does not release a number with a deletion lock, and says why', async () => {
    const { edges } = await listNumbers(app, { maxAge: 0, first: 100, filter: { vendors: [vendor] } });
    const { id: phoneNumberId, address } = edges.find(({ node }) => node.label === 'Never to be lost')?.node ?? {};
    const input = { idempotencyKey: crypto.randomUUID(), phoneNumberId, confirmAddress: address };
    const refused = await mutate(app, 'releaseNumber', input);
    expect(refused.userErrors).toMatchObject([
      { code: 'VENDOR_REJECTED', message: expect.stringMatching(/said: Deletion lock is enabled/), retryable: false },
    ]);
  });

  it('shows no marker of a number that was bought without a label', async () => {
    const { phoneNumber } = await purchase();
    expect(phoneNumber?.label).toBeNull();
    const { edges } = await listNumbers(app, { maxAge: 0, first: 100, filter: { vendors: [vendor] } });
    expect(JSON.stringify(edges)).not.toContain('pns-');
  });

  it.each([
    ['purchaseNumber', () => purchaseInput(vendor, { agentId: 'agent-1' }), 'agentId'],
    ['purchaseNumber', () => purchaseInput(vendor, { inboundRouting: { agentId: 'agent-1' } }), 'inboundRouting'],
  ])('has no agents: %s says so, and nothing is sent', async (mutation, input, field) => {
    const refused = await mutate(app, mutation, input());
    expect(refused.userErrors).toMatchObject([{ code: 'NOT_SUPPORTED_BY_VENDOR' }]);
    expect(fieldsOf(refused)).toEqual([field]);
    expect(refused.operation).toBeNull();
    expect(app.sandbox.control.calls().filter((call) => call.vendor === vendor && call.method !== 'GET')).toEqual([]);
  });

  it('has numbers that are linked to no agent', async () => {
    const { phoneNumber } = await purchase();
    const linked = await mutate(app, 'linkNumberToAgent', { phoneNumberId: phoneNumber?.id, agentId: 'agent-1' });
    expect(linked.userErrors).toMatchObject([{ code: 'NOT_SUPPORTED_BY_VENDOR' }]);
  });

  it('whose answer is lost sells no second number', async () => {
    app.sandbox.control.addFault({ vendor, operation: 'purchase', kind: 'reset-after', times: 1 });
    const before = sold().length;
    const { operation } = await purchase();
    const done = await untilOperation(app, operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
    expect(sold().slice(before)).toMatchObject([{ number: done.phoneNumber?.address }]);
    expect(app.sandbox.control.calls().filter((call) => call.operation === 'purchase')).toHaveLength(1);
  });

  it('tells pins of numbers, which nobody keeps', async () => {
    const { data } = await app.graphql('{ phoneNumbers(maxAge: 0, first: 100) { nodes { __typename } } }');
    expect(data.phoneNumbers.nodes.length).toBeGreaterThan(0);
    expect(app.logLines.join('\n')).not.toContain('of-the-fake');
  });
});
