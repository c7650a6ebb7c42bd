import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { mutate, numberFields } from '../../support/mutations.ts';
import { countCalls, freeAreaCode, purchaseInput, soldIn } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { listed, vendorOf, vendorsWith } from '../../support/vendors.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ recoveryGraceSeconds: 0, recoveryIntervalSeconds: 3_600 });
});
afterAll(() => app.stop());
afterEach(() => app.sandbox.control.clearFaults());

const purchase = (input: object) => mutate(app, 'purchaseNumber', input);

describe.each(vendorsWith('SEARCH'))('at %s', (vendor) => {
  const { title, rules } = vendorOf(vendor);
  const fault = (fields: object) =>
    app.sandbox.control.addFault({ vendor, operation: 'purchase', kind: 'refuse', ...fields });

  it('nothing is bought that was not asked for, though the vendor offers it', async () => {
    app.sandbox.control.clearCalls();
    app.sandbox.control.addFault({ vendor, operation: 'search', kind: 'deaf-search' });
    const areaCode = freeAreaCode();
    for (const changes of [{ areaCode }, { areaCode, contains: '777' }]) {
      const { operation, userErrors } = await purchase(purchaseInput(vendor, changes));
      expect(operation).toMatchObject({ status: 'FAILED', attempts: 0 });
      expect(userErrors).toMatchObject([{ code: 'NO_MATCHING_NUMBER', charged: 'NO' }]);
    }
    expect(countCalls(app, vendor, 'purchase')).toBe(0);
  });

  it('an area code of another country is named with that country', async () => {
    const { userErrors } = await purchase(purchaseInput(vendor, { areaCode: '416' }));
    expect(userErrors).toMatchObject([
      {
        code: 'NO_MATCHING_NUMBER',
        field: ['input', 'country'],
        message: expect.stringContaining('416 is an area code of Canada (CA): ask with country: "CA".'),
      },
    ]);
  });

  it.each(['US', 'CA'])('a free number can be bought in %s', async (country) => {
    const { phoneNumber, userErrors } = await purchase(purchaseInput(vendor, { country, areaCode: '833' }));
    expect(userErrors).toEqual([]);
    expect(phoneNumber?.address).toMatch(/^\+1833/);
  });

  it('a number that the vendor writes as it is dialled in its country is the one that was asked for', async () => {
    app.sandbox.control.addFault({ vendor, operation: '*', kind: 'national' });
    const areaCode = rules.areaCode === 'REQUIRED' ? '20' : undefined;
    const { phoneNumber, operation } = await purchase(purchaseInput(vendor, { country: 'GB', areaCode }));
    expect(operation?.status).toBe('SUCCEEDED');
    expect(phoneNumber?.address).toMatch(/^\+44\d{10}$/);
    const read = `query ($id: ID!) { phoneNumber(id: $id, maxAge: 0) { ${numberFields} } }`;
    await app.graphql('{ phoneNumbers(maxAge: 0) { totalCount } }');
    const { data } = await app.graphql(read, { id: phoneNumber?.id });
    expect(data.phoneNumber.address).toBe(phoneNumber?.address);
  });

  it.each([
    [404, 'No assistant found', 'VENDOR_REJECTED', false],
    [422, 'Your balance is too low: service unavailable', 'VENDOR_REJECTED', true],
    [422, 'not available without a regulatory bundle', 'VENDOR_REJECTED', false],
    [403, 'Your plan allows 5 numbers', 'VENDOR_REJECTED', true],
    [402, 'No credit left', 'VENDOR_REJECTED', true],
    [409, 'Another purchase is in progress', 'OUTCOME_UNKNOWN', true],
    [409, 'You already own this number', 'OUTCOME_UNKNOWN', true],
  ])('%i "%s" is told as it is, after one call', async (status, message, code, retryable) => {
    const areaCode = freeAreaCode();
    app.sandbox.control.clearCalls();
    fault({ status, message });
    const { operation, userErrors } = await purchase(purchaseInput(vendor, { areaCode }));
    expect(operation?.status).toBe(code === 'OUTCOME_UNKNOWN' ? 'PENDING' : 'FAILED');
    expect(userErrors).toMatchObject([
      { code, retryable, message: expect.stringContaining(`${title} said: ${message}`) },
    ]);
    expect(countCalls(app, vendor, 'purchase')).toBe(1);
    expect(soldIn(app, areaCode)).toEqual([]);
  });
});

it('a number that was sold, and refused as sold, is found to be ours', async () => {
  const areaCode = freeAreaCode();
  const input = purchaseInput(listed.name, { areaCode });
  const message = 'Phone number already in use';
  app.sandbox.control.addFault({ vendor: listed.name, operation: 'purchase', kind: 'refuse-after', message, times: 1 });
  const open = await purchase(input);
  expect(open.operation?.status).toBe('PENDING');
  const found = await purchase(input);
  expect(found.operation?.status).toBe('SUCCEEDED');
  expect(soldIn(app, areaCode)).toEqual([found.phoneNumber?.address]);
});
