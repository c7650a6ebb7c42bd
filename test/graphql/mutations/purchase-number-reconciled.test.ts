import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { mutate } from '../../support/mutations.ts';
import { buy, buyInto, callsAfterPurchase, countCalls, freeAreaCode, soldIn } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { listed, unlisted, vendorOf, vendorsWith } from '../../support/vendors.ts';

const GRACE_SECONDS = 60;
let secondsLater = 0;
let app: TestApp;
/** Reconciliation runs at the start only, so that nothing is reconciled before a caller comes back. */
const open = () =>
  startTestApp({
    recoveryGraceSeconds: GRACE_SECONDS,
    recoveryIntervalSeconds: 3_600,
    now: () => new Date(Date.now() + secondsLater * 1_000),
  });
beforeAll(async () => {
  app = await open();
});
afterAll(() => app.stop());
beforeEach(() => app.sandbox.control.clearCalls());
afterEach(() => app.sandbox.control.clearFaults());

const purchase = (input: object) => mutate(app, 'purchaseNumber', input);
const passGrace = () => {
  secondsLater += GRACE_SECONDS + 1;
};

describe.each(vendorsWith('SEARCH'))('a repeat at %s', (vendor) => {
  const { can, sellsByOrder } = vendorOf(vendor);
  /** By which read it is found out what became of a call. */
  const looking = can('LIST') ? 'list' : 'search';
  const more = callsAfterPurchase(vendor);

  it('does not buy again while the first call may still take effect, and buys when it cannot any more', async () => {
    const { input, payload } = await buyInto(app, vendor, { fault: { kind: '500-before' } });
    const early = await purchase(input);
    expect(early.operation).toMatchObject({ id: payload.operation?.id, status: 'PENDING', attempts: 1 });
    expect(early.userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN', charged: 'UNKNOWN' }]);
    expect(countCalls(app, vendor, 'purchase')).toBe(1);

    passGrace();
    const late = await purchase(input);
    expect(late.userErrors).toEqual([]);
    expect(late.operation).toMatchObject({ id: payload.operation?.id, status: 'SUCCEEDED', attempts: 2 + more });
    expect(soldIn(app, input['areaCode'])).toEqual([late.phoneNumber?.address]);
  });

  it('asks for the same number again, though the vendor does not say what happened', async () => {
    const { input, payload } = await buyInto(app, vendor, { fault: { kind: '500-before' } });
    passGrace();
    // With all its attempts; some vendors are looked at once more before they are asked for a number.
    app.sandbox.control.addFault({ vendor, operation: looking, kind: 'refuse', status: 500, times: 3 });
    const late = await purchase(input);
    expect(late.operation).toMatchObject({ id: payload.operation?.id, status: 'SUCCEEDED', attempts: 2 + more });
    expect(payload.operation?.history.at(-2)?.note).toContain(late.phoneNumber?.address);
    expect(soldIn(app, input['areaCode'])).toEqual([late.phoneNumber?.address]);
  });

  it('that is refused after a call that was not answered is not told that nothing happened', async () => {
    // Of its own, as a vendor that fails so often is left alone for a while.
    const own = await open();
    onTestFinished(() => own.stop());
    const { input, payload } = await buyInto(own, vendor, { fault: { kind: '500-after' } });
    passGrace();
    own.sandbox.control.addFault({ vendor, operation: looking, kind: 'refuse', status: 500 });
    const late = await mutate(own, 'purchaseNumber', input);
    // Where it sells by order, there is an order of the first call: no other is placed beside it.
    expect(late.operation).toMatchObject({ id: payload.operation?.id, attempts: sellsByOrder ? 1 : 2 });
    expect(late.operation?.status).toBe(can('LIST') ? 'PENDING' : 'NEEDS_ATTENTION');
    expect(late.userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN', charged: 'UNKNOWN' }]);
    expect(soldIn(own, input['areaCode'])).toHaveLength(1);
  });

  it('with another input is refused while the outcome of the first is open', async () => {
    const { input, payload } = await buyInto(app, vendor, { fault: { kind: '500-after' } });
    const other = await purchase({ ...input, label: 'Other' });
    expect(other.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED', charged: 'NO' }]);
    expect(other.operation).toMatchObject({ id: payload.operation?.id, status: 'PENDING' });
    expect(countCalls(app, vendor, 'purchase')).toBe(1);
  });
});

it('a repeat leaves what cannot be reconciled to a person where the vendor lists no numbers, after the grace only', async () => {
  const { input } = await buyInto(app, unlisted.name, { fault: { kind: '500-after' } });
  expect((await purchase(input)).operation?.status).toBe('PENDING');
  passGrace();
  const late = await purchase(input);
  expect(late.operation).toMatchObject({ status: 'NEEDS_ATTENTION', attempts: 2 });
  expect(late.userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN', charged: 'UNKNOWN' }]);
  expect(soldIn(app, input['areaCode'])).toHaveLength(1);
});

it.each(['416', '420'])(
  'a repeat sees a number in area code %s still offered, in whichever country it lies',
  async (areaCode) => {
    const number = unlisted.stockNumber('415', 1).replace('+1415', `+1${areaCode}`);
    const { input, payload } = await buyInto(app, unlisted.name, {
      fault: { kind: '500-before' },
      changes: { number },
    });
    expect(payload.operation?.status).toBe('PENDING');
    passGrace();
    const late = await purchase(input);
    expect(late.phoneNumber?.address).toBe(number);
    expect(late.operation).toMatchObject({ id: payload.operation?.id, status: 'SUCCEEDED', attempts: 2 });
  },
);

it('a repeat finds the number that was bought in the list, even if a sync has discovered it before', async () => {
  const { input, payload } = await buyInto(app, listed.name, {
    fault: { kind: '500-after' },
    changes: { label: 'Desk' },
  });
  const [number] = soldIn(app, input['areaCode']);
  const { data } = await app.graphql(
    'query ($start: String!) { phoneNumbers(maxAge: 0, filter: { startsWith: $start }) { totalCount } }',
    { start: number },
  );
  expect(data.phoneNumbers.totalCount).toBe(1);
  const found = await purchase(input);
  expect(found.userErrors).toEqual([]);
  expect(found.operation).toMatchObject({ id: payload.operation?.id, status: 'SUCCEEDED' });
  expect(found.phoneNumber).toMatchObject({ address: number, acquisition: 'PURCHASED', label: 'Desk' });
  expect(countCalls(app, listed.name, 'purchase')).toBe(1);
});

describe('a purchase is not taken for done because the number', () => {
  it('was bought by another operation', async () => {
    const { address: number } = await buy(app, listed.name);
    passGrace();
    // Else it would not even be asked for.
    const missing = { kind: 'refuse', status: 404, vendor: listed.name, operation: 'get' } as const;
    const removeFault = app.sandbox.control.addFault(missing);
    const fault = { kind: 'refuse', status: 500 } as const;
    const { input, payload } = await buyInto(app, listed.name, { fault, changes: { number } });
    removeFault();
    expect(payload.operation?.status).toBe('PENDING');
    passGrace();
    // Whether it had gone in between, and was sold again, nothing can tell.
    const { operation, phoneNumber, userErrors } = await purchase(input);
    expect(phoneNumber).toBeNull();
    expect(operation?.status).toBe('PENDING');
    expect(userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN', charged: 'UNKNOWN' }]);
  });

  it('was in the account before', async () => {
    const areaCode = freeAreaCode();
    const number = listed.stockNumber(areaCode, 1);
    app.sandbox.control.addNumber({ vendor: listed.name, number });
    await app.graphql('{ phoneNumbers(maxAge: 0) { totalCount } }');
    const { input } = await buyInto(app, listed.name, { fault: { kind: '500-before' }, changes: { number } });
    passGrace();
    const { phoneNumber, userErrors } = await purchase(input);
    expect(phoneNumber).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'NUMBER_UNAVAILABLE', charged: 'NO' }]);
    expect(soldIn(app, areaCode)).toEqual([]);
  });
});
