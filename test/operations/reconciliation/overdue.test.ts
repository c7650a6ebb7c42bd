import { afterEach, describe, expect, it, vi } from 'vitest';
import { untilOperation } from '../../support/mutations.ts';
import { buyInto } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { listed, unlisted } from '../../support/vendors.ts';

const HOUR_MS = 3_600_000;

let app: TestApp;
afterEach(() => app.stop());

describe('an operation that is open for longer than it should be', () => {
  it.each([
    { vendor: listed, hours: 1 },
    { vendor: unlisted, hours: 24 },
  ])('is a warning in the log after $hours hours at a vendor such as $vendor.name, once', async ({ vendor, hours }) => {
    let passedMs = 0;
    app = await startTestApp({
      now: () => new Date(Date.now() + passedMs),
      recoveryIntervalSeconds: 0.1,
      recoveryPatienceSeconds: 100 * 3_600,
    });
    const lines = () => app.logLines.map((line) => JSON.parse(line));
    const warnings = () => lines().filter(({ msg }) => msg === 'an operation is open for longer than it should be');
    const looks = () => lines().filter(({ msg }) => msg === 'reconciled').length;
    /** Until reconciliation has looked once more, which it does ever more seldom. */
    const look = async () => {
      const before = looks();
      passedMs += 0.2 * HOUR_MS;
      await vi.waitFor(() => expect(looks()).toBeGreaterThan(before), { timeout: 5_000 });
    };
    const { payload } = await buyInto(app, vendor.name, { fault: { kind: '500-before' } });
    app.sandbox.control.addFault({ vendor: vendor.name, operation: 'list', kind: '500-before' });
    passedMs = (hours - 0.5) * HOUR_MS;
    await look();
    expect(warnings()).toEqual([]);
    await look();
    await look();
    await look();
    expect(warnings()).toEqual([
      expect.objectContaining({ level: 'warn', operationId: payload.operation?.id, kind: 'PURCHASE' }),
    ]);
    await untilOperation(app, payload.operation?.id, { status: 'PENDING' });
  });
});
