import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { OperationContext } from '../../src/operations/shared/context.ts';
import { createPostgresDatabase } from '../support/databases.ts';
import { hides } from '../support/misleading/lies.ts';
import {
  type MisledApp,
  misledSettings,
  startMisleading,
  startMisledApp,
  statusesOf,
} from '../support/misleading/misled-app.ts';
import { mutate } from '../support/mutations.ts';
import { freeAreaCode, purchaseInput, soldIn } from '../support/purchases.ts';
import { startTestApp } from '../support/test-app.ts';
import { listed, vendorOf, vendorsWith } from '../support/vendors.ts';

/** Opens once. */
function createGate() {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  return { opened, open };
}

describe.each(vendorsWith('SEARCH'))('a process whose wall clock steps ahead during a call to %s', (vendor) => {
  let misled: MisledApp;
  let aheadMs = 0;
  beforeAll(async () => {
    misled = await startMisledApp({ vendorTimeoutMs: 6_000, now: () => new Date(Date.now() + aheadMs) });
  });
  afterAll(() => misled.stop());

  it('does not take its own call for lost', async () => {
    const areaCode = freeAreaCode();
    const number = vendorOf(vendor).stockNumber(areaCode);
    const input = purchaseInput(vendor, { areaCode });
    const gate = createGate();
    misled.way.once(vendor, 'purchase', async (exchange) => {
      await gate.opened;
      exchange.answer(await exchange.forward());
    });
    const first = misled.purchase(input);
    await vi.waitFor(() => expect(misled.way.calls(vendor, 'purchase')).toHaveLength(1), 5_000);
    misled.way.on(vendor, 'search', hides(number));

    aheadMs = 120_000;
    const second = misled.purchase(input);
    // Time enough for reconciliation to look several times.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    gate.open();
    const payloads = await Promise.all([first, second]);

    expect(soldIn(misled, areaCode)).toEqual([number]);
    expect(misled.way.calls(vendor, 'purchase')).toHaveLength(1);
    for (const { operation, phoneNumber } of payloads) {
      expect(phoneNumber?.address).toBe(number);
      expect(statusesOf(operation)).toEqual(['PENDING', 'SUCCEEDED']);
    }
  });
});

it('a machine that stops with its clocks between recording a call and sending it leads to no second number', async () => {
  const vendor = listed.name;
  const { opened: resumed, open: resume } = createGate();
  const { opened: paused, open: pause } = createGate();

  /** Recorded, and then nothing for as long as the machine stands still: its clocks have not moved when it goes on. */
  const standingStill = (context: OperationContext): OperationContext => ({
    ...context,
    ledger: {
      ...context.ledger,
      async recordSent(leased, call) {
        const recorded = await context.ledger.recordSent(leased, call);
        if (recorded.state !== 'sent') return recorded;
        pause();
        await resumed;
        const clocks = { recordedAtMs: performance.now(), recordedAt: Date.now() };
        return { ...recorded, sent: { ...recorded.sent, ...clocks } };
      },
    },
  });

  const misled = await startMisleading();
  const database = await createPostgresDatabase();
  const settings = {
    ...misledSettings,
    vendorTimeoutMs: 1_000,
    accounts: misled.accounts(),
    databaseUrl: database.url,
  };
  const stopped = await startTestApp({ ...settings, decorate: standingStill });
  const other = await startTestApp({ ...settings, now: () => new Date(Date.now() + 60_000) });
  try {
    const areaCode = freeAreaCode();
    const number = vendorOf(vendor).stockNumber(areaCode);
    const input = purchaseInput(vendor, { areaCode });
    const first = mutate(stopped, 'purchaseNumber', input);
    await paused;
    misled.way.on(vendor, 'search', hides(number));

    const repeated = await vi.waitFor(
      async () => {
        const payload = await mutate(other, 'purchaseNumber', input);
        expect(payload.operation?.status).toBe('SUCCEEDED');
        return payload;
      },
      { timeout: 20_000, interval: 250 },
    );
    resume();
    await first;
    expect(soldIn(misled, areaCode)).toEqual([number]);
    expect(repeated.phoneNumber?.address).toBe(number);
    const replayed = await mutate(other, 'purchaseNumber', input);
    expect(replayed.phoneNumber).toEqual(repeated.phoneNumber);
  } finally {
    resume();
    await Promise.all([stopped.stop(), other.stop()]);
    await misled.stop();
    await database.drop();
  }
});
