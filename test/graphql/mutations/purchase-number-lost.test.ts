import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { codesOf, mutate, untilOperation } from '../../support/mutations.ts';
import { buyInto, callsAfterPurchase, countCalls, purchaseInput, soldIn } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { listed, unlisted, vendorsWith } from '../../support/vendors.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({
    vendorTimeoutMs: 2_000,
    recoveryGraceSeconds: 0,
    recoveryPatienceSeconds: 0,
    recoveryIntervalSeconds: 0.2,
  });
});
afterAll(() => app.stop());
afterEach(() => app.sandbox.control.clearFaults());

const purchase = (input: object) => mutate(app, 'purchaseNumber', input);

const isOpen = {
  phoneNumber: null,
  operation: { status: 'PENDING', attempts: 1, phoneNumber: null },
  userErrors: [{ code: 'OUTCOME_UNKNOWN', retryable: true, charged: 'UNKNOWN' }],
};

const afterSelling = ['500-after', 'reset-after', 'hang-after', 'garbage'] as const;
const beforeSelling = ['500-before', 'reset-before', 'hang'] as const;

describe.each(vendorsWith('SEARCH'))('at %s', (vendor) => {
  it.each(beforeSelling)(
    'a purchase that meets %s stays open, fails once it is known not to have happened, and a repeat buys',
    async (kind) => {
      const { input, payload } = await buyInto(app, vendor, { fault: { kind } });
      expect(payload).toMatchObject(isOpen);
      const failed = await untilOperation(app, payload.operation?.id, { status: 'FAILED' });
      expect(failed.userErrors).toMatchObject([{ code: 'VENDOR_UNAVAILABLE', retryable: true, charged: 'NO' }]);
      expect(failed.attempts).toBe(1);
      expect(soldIn(app, input['areaCode'])).toEqual([]);

      const repeated = await purchase(input);
      expect(repeated.userErrors).toEqual([]);
      const attempts = 2 + callsAfterPurchase(vendor);
      expect(repeated.operation).toMatchObject({ id: payload.operation?.id, status: 'SUCCEEDED', attempts });
      expect(soldIn(app, input['areaCode'])).toEqual([repeated.phoneNumber?.address]);
    },
  );
});

it.each(afterSelling)(
  'a purchase whose answer is lost to %s is found and finished where the vendor lists its numbers',
  async (kind) => {
    app.sandbox.control.clearCalls();
    const changes = { agentId: listed.agents.second, label: 'Night line' };
    const { input, payload } = await buyInto(app, listed.name, { fault: { kind }, changes });
    expect(payload).toMatchObject(isOpen);
    const sold = soldIn(app, input['areaCode']);
    expect(sold).toHaveLength(1);

    const done = await untilOperation(app, payload.operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
    expect(done.phoneNumber).toMatchObject({
      address: sold[0],
      acquisition: 'PURCHASED',
      label: 'Night line',
      agent: { id: listed.agents.second },
    });
    const repeated = await purchase(input);
    expect(repeated).toMatchObject({ phoneNumber: done.phoneNumber, operation: { id: done.id }, userErrors: [] });
    expect(soldIn(app, input['areaCode'])).toHaveLength(1);
    expect(countCalls(app, listed.name, 'purchase')).toBe(1);
  },
);

it.each(afterSelling)(
  'a purchase whose answer is lost to %s waits for a person where the vendor lists no numbers',
  async (kind) => {
    app.sandbox.control.clearCalls();
    const { input, payload } = await buyInto(app, unlisted.name, { fault: { kind } });
    expect(payload).toMatchObject(isOpen);
    const sold = soldIn(app, input['areaCode']);
    expect(sold).toHaveLength(1);

    const waiting = await untilOperation(app, payload.operation?.id, { status: 'NEEDS_ATTENTION' });
    expect(waiting.phoneNumber).toBeNull();
    expect(waiting.userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN', retryable: false, charged: 'UNKNOWN' }]);
    expect(waiting.userErrors[0]?.message).toContain(sold[0]);
    expect(waiting.userErrors[0]?.message).toContain('settleNumberOperation');
    const repeated = await purchase(input);
    // The vendor was asked for the same number again, and refused: that tells nothing.
    expect(repeated.operation).toMatchObject({
      status: 'NEEDS_ATTENTION',
      attempts: 2,
      userErrors: waiting.userErrors,
    });
    expect(repeated.phoneNumber).toBeNull();
    expect(soldIn(app, input['areaCode'])).toHaveLength(1);
    expect(countCalls(app, unlisted.name, 'purchase')).toBe(2);
  },
);

it.each(vendorsWith('SEARCH'))(
  'sells once at %s to five callers that wait for an answer that is lost',
  async (vendor) => {
    app.sandbox.control.clearCalls();
    const input = purchaseInput(vendor);
    app.sandbox.control.addFault({ vendor, operation: 'purchase', kind: 'hang-after', times: 1 });
    const payloads = await Promise.all(Array.from({ length: 5 }, () => purchase(input)));
    for (const payload of payloads) {
      expect(payload.operation?.status).not.toBe('FAILED');
      if (payload.operation?.status !== 'SUCCEEDED') expect(codesOf(payload)).toEqual(['OUTCOME_UNKNOWN']);
    }
    expect(soldIn(app, input['areaCode'])).toHaveLength(1);
    expect(countCalls(app, vendor, 'purchase')).toBe(1);
  },
);
