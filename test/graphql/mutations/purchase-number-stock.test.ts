import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { VendorName } from '../../../src/domain/phone-number.ts';
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
import { vendorOf, vendorsWith } from '../../support/vendors.ts';

let app: TestApp;
beforeAll(async () => {
  // Reconciliation runs at the start only: what is open stays open until a caller comes back to it.
  app = await startTestApp({ recoveryGraceSeconds: 0, recoveryIntervalSeconds: 3_600 });
});
afterAll(() => app.stop());
afterEach(() => app.sandbox.control.clearFaults());

const purchase = (input: object) => mutate(app, 'purchaseNumber', input);
const MAX_REFUSALS = 5;
const UNAVAILABLE = { kind: 'refuse', status: 409, message: 'number not available' } as const;

/** The numbers for sale in an area code, in the vendor's order. */
async function stockOf(vendor: VendorName, areaCode: string): Promise<string[]> {
  const query = `query ($input: AvailableNumbersInput!) { availableNumbers(input: $input) { numbers { number } } }`;
  const { data } = await app.graphql(query, { input: { vendor, areaCode } });
  return data.availableNumbers.numbers.map(({ number }: { number: string }) => number);
}

describe.each(vendorsWith('SEARCH'))('at %s', (vendor) => {
  const refusals = (times: number) =>
    app.sandbox.control.addFault({ vendor, operation: 'purchase', ...UNAVAILABLE, times });

  it.each([1, 2, MAX_REFUSALS - 1])('a purchase takes the next number after %i went to somebody else', async (gone) => {
    const areaCode = freeAreaCode();
    const stock = await stockOf(vendor, areaCode);
    refusals(gone);
    const { phoneNumber, operation, userErrors } = await purchase(purchaseInput(vendor, { areaCode }));
    expect(userErrors).toEqual([]);
    expect(phoneNumber?.address).toBe(stock[gone]);
    expect(soldIn(app, areaCode)).toEqual([stock[gone]]);
    expect(operation?.attempts).toBe(gone + 1 + callsAfterPurchase(vendor));
    const notes = operation?.history.map((step) => step.note) ?? [];
    for (const number of stock.slice(0, gone + 1)) {
      expect(notes).toContainEqual(expect.stringMatching(new RegExp(`^Asking .*\\${number}`)));
    }
  });

  it('a purchase gives up after five numbers went to somebody else, and may be repeated', async () => {
    const areaCode = freeAreaCode();
    const input = purchaseInput(vendor, { areaCode });
    refusals(MAX_REFUSALS);
    const failed = await purchase(input);
    expect(failed.phoneNumber).toBeNull();
    expect(failed.operation).toMatchObject({ status: 'FAILED', attempts: MAX_REFUSALS });
    expect(failed.userErrors).toMatchObject([{ code: 'NUMBER_UNAVAILABLE', retryable: true, charged: 'NO' }]);
    expect(soldIn(app, areaCode)).toEqual([]);

    const repeated = await purchase(input);
    expect(repeated.operation).toMatchObject({ id: failed.operation?.id, status: 'SUCCEEDED' });
    expect(soldIn(app, areaCode)).toEqual([repeated.phoneNumber?.address]);
  });

  it('an exact number that somebody else has bought is unavailable, for good', async () => {
    const areaCode = freeAreaCode();
    const [number = ''] = await stockOf(vendor, areaCode);
    app.sandbox.control.sell(vendor, number);
    const input = purchaseInput(vendor, { number });
    const failed = await purchase(input);
    expect(failed.phoneNumber).toBeNull();
    expect(failed.operation?.status).toBe('FAILED');
    expect(failed.userErrors).toMatchObject([
      { code: 'NUMBER_UNAVAILABLE', field: ['input', 'number'], retryable: false, charged: 'NO' },
    ]);
    app.sandbox.control.clearCalls();
    expect(await purchase(input)).toEqual(failed);
    expect(countCalls(app, vendor, 'purchase')).toBe(0);
    expect(soldIn(app, areaCode)).toEqual([]);
  });

  it('a number whose outcome is open is no other purchase’s, whether named or searched for', async () => {
    const areaCode = freeAreaCode();
    const [first = '', second] = await stockOf(vendor, areaCode);
    const open = await buyInto(app, vendor, { fault: { kind: '500-before' }, changes: { number: first } });
    expect(open.payload.operation?.status).toBe('PENDING');

    app.sandbox.control.clearCalls();
    const named = await purchase(purchaseInput(vendor, { number: first }));
    expect(named.operation).toMatchObject({ status: 'FAILED', attempts: 0 });
    expect(named.userErrors).toMatchObject([{ code: 'NUMBER_UNAVAILABLE', retryable: true, charged: 'NO' }]);
    expect(countCalls(app, vendor, 'purchase')).toBe(0);
    const searched = await purchase(purchaseInput(vendor, { areaCode }));
    expect(searched.phoneNumber?.address).toBe(second);
    expect(searched.operation?.attempts).toBe(1 + callsAfterPurchase(vendor));

    const repeated = await purchase(open.input);
    expect(repeated.phoneNumber?.address).toBe(first);
    expect(soldIn(app, areaCode)).toEqual([second, first]);
  });

  it('a purchase ends when nothing in stock fits', async () => {
    const { phoneNumber, operation, userErrors } = await purchase(purchaseInput(vendor, { areaCode: '555' }));
    expect(phoneNumber).toBeNull();
    expect(operation).toMatchObject({ status: 'FAILED', attempts: 0 });
    expect(userErrors).toMatchObject([
      { code: 'NO_MATCHING_NUMBER', field: ['input', 'areaCode'], retryable: false, charged: 'NO' },
    ]);
    // Where the vendor cannot be asked without an area code, nothing is known to suggest.
    const cannotSuggest = vendorOf(vendor).rules.areaCode === 'REQUIRED';
    expect(userErrors[0]?.suggestions).toEqual(cannotSuggest ? [] : expect.arrayContaining(['415']));
  });

  it('a purchase says no more of digits that were not found than is known', async () => {
    const areaCode = freeAreaCode();
    const { title, rules, stockNumber } = vendorOf(vendor);
    const lookedForIn = rules.contains?.lookedForIn ?? null;
    // In stock, but not among the numbers that a search shows; or no line of any stock.
    const hidden = lookedForIn === null ? null : stockNumber(areaCode, lookedForIn + 20);
    const contains = hidden?.slice(-7) ?? '0000000';
    const words =
      lookedForIn === null
        ? `${title} has nothing in stock that fits.`
        : `shows ${lookedForIn} at most of an area code: none of those contains ${contains}.`;
    const { operation, userErrors } = await purchase(purchaseInput(vendor, { areaCode, contains }));
    expect(operation?.status).toBe('FAILED');
    expect(userErrors).toMatchObject([{ code: 'NO_MATCHING_NUMBER', message: expect.stringContaining(words) }]);
    if (hidden === null) return;
    const named = await purchase(purchaseInput(vendor, { number: hidden }));
    expect(named.phoneNumber?.address).toBe(hidden);
  });
});
