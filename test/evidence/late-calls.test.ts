import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hides } from '../support/misleading/lies.ts';
import { type MisledApp, passGrace, startMisledApp } from '../support/misleading/misled-app.ts';
import type { Exchange } from '../support/misleading/way.ts';
import { freeAreaCode, purchaseInput, soldIn } from '../support/purchases.ts';
import { vendorOf, vendorsWith } from '../support/vendors.ts';

let misled: MisledApp;
beforeAll(async () => {
  misled = await startMisledApp({ vendorTimeoutMs: 1_500 });
});
afterAll(() => misled.stop());

describe.each(vendorsWith('SEARCH'))('a call to %s that the service gave up', (vendor) => {
  it('may arrive after its key was repeated, and still the key buys one number', async () => {
    const areaCode = freeAreaCode();
    const number = vendorOf(vendor).stockNumber(areaCode);
    const input = purchaseInput(vendor, { areaCode });
    let late: Exchange | undefined;
    misled.way.once(vendor, 'purchase', (exchange) => {
      late = exchange;
      exchange.breakOff();
    });
    const { operation } = await misled.purchase(input);
    expect(operation?.status).toBe('PENDING');

    // What is offered first differs from search to search.
    const showAll = misled.way.on(vendor, 'search', hides(number));
    await passGrace();
    const repeated = await vi.waitFor(
      async () => {
        const payload = await misled.purchase(input);
        expect(payload.operation?.status).toBe('SUCCEEDED');
        return payload;
      },
      { timeout: 8_000, interval: 250 },
    );
    showAll();
    expect(repeated.operation?.id).toBe(operation?.id);
    expect(repeated.phoneNumber?.address).toBe(number);

    await late?.forward();
    expect(soldIn(misled, areaCode)).toEqual([number]);
  });

  it('resets its connection, so that nothing that is left of it is delivered any more', async () => {
    let held: Exchange | undefined;
    misled.way.once(vendor, 'purchase', (exchange) => {
      held = exchange;
    });
    const { operation } = await misled.purchase(purchaseInput(vendor));
    expect(operation?.status).toBe('PENDING');
    expect(await held?.ended).toBe('reset');
  });
});
