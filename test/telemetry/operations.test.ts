import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LeaseLostError } from '../../src/ledger/ledger.ts';
import { mutate } from '../support/mutations.ts';
import { listNumbers } from '../support/numbers.ts';
import { type Family, readMetrics, sumOf } from '../support/prometheus-text.ts';
import { buy, buyInto, purchaseInput } from '../support/purchases.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { listed, vendorNames } from '../support/vendors.ts';

const PATIENCE = { timeout: 20_000, interval: 200 };
/** Vendors have time enough on a busy machine. */
const quick = { recoveryGraceSeconds: 0, recoveryIntervalSeconds: 1, vendorTimeoutMs: 10_000 };
const ofPurchases = { vendor: listed.name, kind: 'PURCHASE' };

describe('the metrics of', () => {
  let app: TestApp;
  afterEach(() => app.stop());

  const read = async (name: string, labels: Record<string, string> = {}) =>
    sumOf(await readMetrics(app.url), `phone_numbers_${name}`, labels);

  describe('operations', () => {
    beforeEach(async () => {
      app = await startTestApp(quick);
    });

    it('count what begins, and what it comes to', async () => {
      await buy(app, listed.name);
      app.sandbox.control.addFault({ vendor: listed.name, operation: 'purchase', kind: 'refuse', message: 'No.' });
      await mutate(app, 'purchaseNumber', purchaseInput(listed.name));
      expect(await read('ledger_commit_duration_seconds_count', { step: 'begin' })).toBe(2);
      expect(await read('operations_begun_total', ofPurchases)).toBe(2);
      expect(await read('operations_ended_total', { ...ofPurchases, outcome: 'succeeded' })).toBe(1);
      expect(await read('operations_ended_total', { ...ofPurchases, outcome: 'failed' })).toBe(1);
      // The vendor said so itself.
      expect(await read('operations_inferred_failures_total')).toBe(0);
    });

    it('count a failure that is inferred, and the number that is found after all', async () => {
      const show = app.sandbox.control.addFault({
        ...{ vendor: listed.name, operation: 'list', kind: 'lag', delayMs: 600_000 },
      });
      const { payload } = await buyInto(app, listed.name, { fault: { kind: '500-after' } });
      expect(payload.operation?.status).toBe('PENDING');
      await vi.waitFor(
        async () => expect(await read('operations_inferred_failures_total', ofPurchases)).toBe(1),
        PATIENCE,
      );
      show();
      await listNumbers(app, { maxAge: 0 });
      await vi.waitFor(async () => expect(await read('operations_healed_total', ofPurchases)).toBe(1), PATIENCE);
      expect(await read('operations_ended_total', { ...ofPurchases, outcome: 'succeeded' })).toBe(1);
    });
  });

  it('an answer that comes after the lease was lost count it', async () => {
    let isLost = false;
    app = await startTestApp({
      ...quick,
      decorate: (operations) => ({
        ...operations,
        ledger: {
          ...operations.ledger,
          finish(leased, result) {
            if (isLost) return operations.ledger.finish(leased, result);
            isLost = true;
            return Promise.reject(new LeaseLostError(leased.id));
          },
        },
      }),
    });
    await mutate(app, 'purchaseNumber', purchaseInput(listed.name));
    expect(await read('operations_late_answers_total', ofPurchases)).toBe(1);
  });

  it('what waits tell how many and how old', async () => {
    app = await startTestApp({
      ...quick,
      vendorTimeoutMs: 1_000,
      recoveryIntervalSeconds: 3_600,
      purchaseLimits: { inAll: 7, perActor: null },
    });
    app.sandbox.control.addFault({ operation: 'list', kind: 'hang' });
    app.sandbox.control.addFault({ operation: 'search', kind: 'hang' });
    const { payload } = await buyInto(app, listed.name, {
      fault: { kind: 'hang' },
      changes: { number: listed.stockNumber('212') },
    });
    expect(payload.operation?.status).toBe('PENDING');
    expect(await read('operations_open')).toBe(1);
    expect(await read('operations_need_attention')).toBe(0);
    expect(await read('operations_oldest_pending_age_seconds')).toBeGreaterThan(0);
    expect(await read('operations_oldest_open_age_seconds')).toBeGreaterThan(0);
    expect(await read('purchases_today')).toBe(1);
    expect(await read('purchases_limit')).toBe(7);
  });

  it('vendors tell how calls go, and that some are not made', async () => {
    app = await startTestApp(quick);
    await listNumbers(app, { maxAge: 0 });
    expect(await read('vendor_call_duration_seconds_count', { vendor: listed.name, outcome: '2xx' })).toBeGreaterThan(
      0,
    );
    expect(await read('sync_duration_seconds_count', { vendor: listed.name, outcome: 'complete' })).toBeGreaterThan(0);
    const linkedOrNot = await read('numbers', { vendor: listed.name });
    expect(linkedOrNot).toBeGreaterThan(0);
    expect(await read('sync_age_seconds', { vendor: listed.name })).toBeLessThan(30);
    expect(await read('vendor_answering')).toBe(vendorNames.length);

    const mend = app.sandbox.control.addFault({ vendor: listed.name, kind: '500-before' });
    for (let time = 0; time < 4; time += 1) await listNumbers(app, { maxAge: 0 });
    expect(await read('vendor_call_duration_seconds_count', { vendor: listed.name, outcome: '5xx' })).toBeGreaterThan(
      4,
    );
    expect(await read('vendor_breaker_open', { vendor: listed.name })).toBe(1);
    expect(await read('vendor_answering', { vendor: listed.name })).toBe(0);
    expect(
      await read('vendor_calls_not_made_total', { vendor: listed.name, reason: 'refused-locally' }),
    ).toBeGreaterThan(0);
    expect(await read('sync_duration_seconds_count', { vendor: listed.name, outcome: 'failed' })).toBeGreaterThan(0);
    mend();
  });

  it('the process tell how busy it is', async () => {
    app = await startTestApp(quick);
    const families: ReadonlyMap<string, Family> = await readMetrics(app.url);
    expect(sumOf(families, 'process_cpu_time_seconds_total')).toBeGreaterThan(0);
    expect(sumOf(families, 'process_memory_usage_bytes')).toBeGreaterThan(10_000_000);
    expect(sumOf(families, 'phone_numbers_disk_size_bytes')).toBeGreaterThan(
      sumOf(families, 'phone_numbers_disk_free_bytes'),
    );
    expect(families.get('nodejs_eventloop_delay_p99_seconds')?.samples).toHaveLength(1);
    expect(sumOf(families, 'db_client_connection_count')).toBe(1);
    expect(sumOf(families, 'db_client_connection_max')).toBe(1);
  });
});
