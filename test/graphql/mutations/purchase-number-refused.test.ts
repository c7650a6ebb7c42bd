import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { mutate } from '../../support/mutations.ts';
import {
  buyInto,
  callsAfterPurchase,
  countCalls,
  freeAreaCode,
  purchaseInput,
  soldIn,
} from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { unlisted, vendorsWith } from '../../support/vendors.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());
afterEach(() => app.sandbox.control.clearFaults());

const purchase = (input: object) => mutate(app, 'purchaseNumber', input);

describe.each(vendorsWith('SEARCH'))('at %s', (vendor) => {
  const more = callsAfterPurchase(vendor);

  it.each([
    ['takes no more requests', { kind: '429' }],
    ['does not accept the key of this service', { kind: 'refuse', status: 401 }],
  ] as const)('a purchase fails at once where the vendor %s, and a repeat buys', async (_reason, fault) => {
    const { input, payload } = await buyInto(app, vendor, { fault });
    expect(payload.phoneNumber).toBeNull();
    expect(payload.operation).toMatchObject({ status: 'FAILED', attempts: 1 });
    expect(payload.userErrors).toMatchObject([{ code: 'VENDOR_UNAVAILABLE', retryable: true, charged: 'NO' }]);
    expect(soldIn(app, input['areaCode'])).toEqual([]);

    const repeated = await purchase(input);
    expect(repeated.userErrors).toEqual([]);
    expect(repeated.operation).toMatchObject({ id: payload.operation?.id, status: 'SUCCEEDED', attempts: 2 + more });
    expect(soldIn(app, input['areaCode'])).toEqual([repeated.phoneNumber?.address]);
  });

  it('a purchase fails before anything is asked for where the stock cannot be searched, and a repeat buys', async () => {
    app.sandbox.control.clearCalls();
    const removeFault = app.sandbox.control.addFault({ vendor, operation: 'search', kind: '500-before' });
    const input = purchaseInput(vendor);
    const failed = await purchase(input);
    expect(failed.operation).toMatchObject({ status: 'FAILED', attempts: 0 });
    expect(failed.userErrors).toMatchObject([{ code: 'VENDOR_UNAVAILABLE', retryable: true, charged: 'NO' }]);
    expect(countCalls(app, vendor, 'purchase')).toBe(0);
    removeFault();
    expect((await purchase(input)).userErrors).toEqual([]);
    expect(soldIn(app, input['areaCode'])).toHaveLength(1);
  });

  it('a purchase that the vendor refuses fails with its words, and is not sent again by a repeat', async () => {
    const fault = { kind: 'refuse', status: 422, message: 'Your plan allows no more numbers' } as const;
    const { input, payload } = await buyInto(app, vendor, { fault });
    expect(payload.operation?.status).toBe('FAILED');
    expect(payload.userErrors).toMatchObject([
      {
        code: 'VENDOR_REJECTED',
        message: expect.stringContaining('Your plan allows no more numbers'),
        retryable: false,
        charged: 'NO',
      },
    ]);
    app.sandbox.control.clearCalls();
    expect(await purchase(input)).toEqual(payload);
    expect(app.sandbox.control.calls()).toEqual([]);
  });

  it('a purchase that only lacks credit may be repeated', async () => {
    const fault = { kind: 'refuse', status: 402, message: 'Insufficient balance' } as const;
    const { input, payload } = await buyInto(app, vendor, { fault });
    expect(payload.userErrors).toMatchObject([{ code: 'VENDOR_REJECTED', retryable: true, charged: 'NO' }]);
    expect((await purchase(input)).operation?.status).toBe('SUCCEEDED');
  });
});

it('names the agent where the vendor links it when it sells, and does not know it', async () => {
  const fault = { kind: 'refuse', status: 404, message: 'Agent not found' } as const;
  const changes = { agentId: unlisted.agents.second };
  const { payload } = await buyInto(app, unlisted.name, { fault, changes });
  expect(payload.userErrors).toMatchObject([{ code: 'VENDOR_REJECTED', field: ['input', 'agentId'], charged: 'NO' }]);
});

it.each(vendorsWith('SEARCH'))('fails at once while %s cannot be reached, and a repeat buys', async (vendor) => {
  const stoppable = await startTestApp();
  try {
    const { data } = await stoppable.graphql(
      `query ($input: AvailableNumbersInput!) { availableNumbers(input: $input) { numbers { number } } }`,
      { input: { vendor, areaCode: freeAreaCode() } },
    );
    const input = purchaseInput(vendor, { number: data.availableNumbers.numbers[0].number });
    await stoppable.sandbox.stop();
    const failed = await mutate(stoppable, 'purchaseNumber', input);
    expect(failed.operation?.status).toBe('FAILED');
    expect(failed.userErrors).toMatchObject([{ code: 'VENDOR_UNAVAILABLE', retryable: true, charged: 'NO' }]);

    await stoppable.restart();
    const repeated = await mutate(stoppable, 'purchaseNumber', input);
    expect(repeated.operation).toMatchObject({ id: failed.operation?.id, status: 'SUCCEEDED', userErrors: [] });
    expect(stoppable.sandbox.control.sales()).toMatchObject([{ number: input['number'] }]);
  } finally {
    await stoppable.stop();
  }
});
