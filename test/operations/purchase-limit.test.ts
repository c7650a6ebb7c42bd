import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { engines } from '../support/databases.ts';
import { codesOf, mutate, type ShownPayload } from '../support/mutations.ts';
import { type LiveService, startLiveService } from '../support/shared-sandbox.ts';
import type { TestSettings } from '../support/test-app.ts';
import { listed } from '../support/vendors.ts';

const vendor = listed.name;
/** Fifty numbers that it sells. */
const stock = Array.from({ length: 50 }, (_, index) => listed.stockNumber('305', index));
const unlimited = { inAll: null, perActor: null };

describe.each(engines)('a limit of purchases, on %s', (engine) => {
  let service: LiveService;
  let requests = 0;
  afterEach(() => service.stop());

  async function start(settings: TestSettings): Promise<void> {
    service = await startLiveService(engine, settings);
  }

  /** Asks one instance after the other. */
  async function buy(number: string | undefined, idempotencyKey: string = randomUUID()): Promise<ShownPayload> {
    requests += 1;
    const app = service.apps[requests % service.apps.length];
    if (!app) throw new Error('There is no instance.');
    return mutate(app, 'purchaseNumber', { idempotencyKey, vendor, number });
  }

  const sales = () => service.sandbox.control.sales().length;
  const purchaseCalls = () =>
    service.sandbox.control.calls().filter(({ operation }) => operation === 'purchase').length;

  it.each([
    [
      'all callers',
      { inAll: 7, perActor: null },
      'The daily limit of 7 purchases for this service is reached. Nothing was bought.',
    ],
    [
      'a caller',
      { inAll: null, perActor: 7 },
      'The daily limit of 7 purchases for this caller is reached. Nothing was bought.',
    ],
    [
      'both',
      { inAll: 40, perActor: 7 },
      'The daily limit of 7 purchases for this caller is reached. Nothing was bought.',
    ],
  ])('for %s holds exactly when fifty buy at once', async (_whom, purchaseLimits, message) => {
    await start({ purchaseLimits });
    const payloads = await Promise.all(stock.map((number) => buy(number)));
    const [bought, refused] = [true, false].map((has) => payloads.filter((one) => (one.phoneNumber !== null) === has));
    expect(bought).toHaveLength(7);
    expect(refused).toHaveLength(43);
    for (const payload of refused ?? []) {
      expect(payload.operation).toMatchObject({ status: 'FAILED', attempts: 0 });
      expect(payload.userErrors).toMatchObject([{ code: 'LIMIT_REACHED', message, retryable: true, charged: 'NO' }]);
    }
    expect([sales(), purchaseCalls()]).toEqual([7, 7]);
  });

  it('may be none at all', async () => {
    await start({ purchaseLimits: { inAll: 0, perActor: null } });
    expect(codesOf(await buy(stock[0]))).toEqual(['LIMIT_REACHED']);
    expect([sales(), purchaseCalls()]).toEqual([0, 0]);
  });

  it('is far away where there is none', async () => {
    await start({ purchaseLimits: unlimited });
    const payloads = await Promise.all(stock.map((number) => buy(number)));
    expect(payloads.flatMap(codesOf)).toEqual([]);
    expect(sales()).toBe(50);
  });

  it('does not count purchases that failed, and counts those whose outcome is open', async () => {
    await start({ purchaseLimits: { inAll: 2, perActor: null } });
    const { control } = service.sandbox;
    for (const number of stock.slice(0, 3)) {
      control.sell(vendor, number);
      expect(codesOf(await buy(number))).toEqual(['NUMBER_UNAVAILABLE']);
    }
    control.addFault({ vendor, operation: 'purchase', kind: '429', times: 1 });
    expect(codesOf(await buy(stock[3]))).toEqual(['VENDOR_UNAVAILABLE']);
    control.addFault({ vendor, operation: 'purchase', kind: 'reset-before', times: 1 });
    expect(codesOf(await buy(stock[4]))).toEqual(['OUTCOME_UNKNOWN']);
    expect(codesOf(await buy(stock[5]))).toEqual([]);
    expect(codesOf(await buy(stock[6]))).toEqual(['LIMIT_REACHED']);
    expect(sales()).toBe(1);
  });

  it('begins anew at midnight UTC, for keys that met it too', async () => {
    let time = '2026-07-01T00:00:00.000Z';
    await start({ purchaseLimits: { inAll: 1, perActor: null }, now: () => new Date(time) });
    const first = await buy(stock[0], 'first');
    expect(codesOf(first)).toEqual([]);
    time = '2026-07-01T23:59:59.999Z';
    expect(codesOf(await buy(stock[1], 'second'))).toEqual(['LIMIT_REACHED']);
    expect(codesOf(await buy(stock[1], 'second'))).toEqual(['LIMIT_REACHED']);
    time = '2026-07-02T00:00:00.000Z';
    const second = await buy(stock[1], 'second');
    expect(second.operation?.status).toBe('SUCCEEDED');
    expect(codesOf(await buy(stock[2]))).toEqual(['LIMIT_REACHED']);
    // What was bought is answered, whatever the limit.
    expect((await buy(stock[0], 'first')).phoneNumber).toEqual(first.phoneNumber);
    expect((await buy(stock[1], 'second')).phoneNumber).toEqual(second.phoneNumber);
    expect(sales()).toBe(2);
  });
});
