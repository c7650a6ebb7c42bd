import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hides, losesItsAnswer, neverArrives, refuses } from '../support/misleading/lies.ts';
import { type MisledApp, passGrace, startMisledApp, statusesOf } from '../support/misleading/misled-app.ts';
import type { Lie, Reply } from '../support/misleading/way.ts';
import { readOperation, untilOperation } from '../support/mutations.ts';
import { freeAreaCode, purchaseInput, soldIn } from '../support/purchases.ts';
import { unlisted } from '../support/vendors.ts';

const vendor = unlisted.name;
const HOUR_MS = 3_600_000;

let misled: MisledApp;
let laterMs: number;
let areaCode: string;
let number: string;
let input: Record<string, unknown>;
beforeEach(async () => {
  laterMs = 0;
  misled = await startMisledApp({ now: () => new Date(Date.now() + laterMs) });
  areaCode = freeAreaCode();
  number = unlisted.stockNumber(areaCode);
  input = purchaseInput(vendor, { areaCode });
});
afterEach(() => misled.stop());

/** Answers from now on what the vendor answered before anything was sold. */
async function freezeSearch(): Promise<void> {
  const frozen = new Map<string, Reply>();
  const cached: Lie = async (exchange) => {
    const stock = misled.sandbox.control.numbers(vendor).filter(({ number: sold }) => sold === number);
    const reply = frozen.get('search') ?? (await exchange.forward());
    if (stock.length === 0) frozen.set('search', reply);
    exchange.answer(reply);
  };
  misled.way.on(vendor, 'search', cached);
}

/** Lets hours pass, a few at a time, with time for reconciliation to look. */
async function letHoursPass(hours: number): Promise<void> {
  for (let passed = 0; passed < hours; passed += 3) {
    laterMs += 3 * HOUR_MS;
    await sleep(500);
  }
}

describe('a search that still offers the number that was sold', () => {
  beforeEach(async () => {
    await freezeSearch();
    misled.way.once(vendor, 'purchase', losesItsAnswer);
  });

  it('is not taken for proof that nothing was bought', async () => {
    const { operation } = await misled.purchase(input);
    expect(operation?.status).toBe('PENDING');
    await passGrace();
    await vi.waitFor(() => expect(misled.way.calls(vendor, 'search').length).toBeGreaterThan(1), 5_000);
    await sleep(500);
    const looked = await readOperation(misled.app, operation?.id ?? '');
    expect(statusesOf(looked)).toEqual(['PENDING']);
  });

  it('does not let the key buy another: a repeat asks for the same, is refused, and a person looks', async () => {
    await misled.purchase(input);
    await passGrace();
    const asked = () => misled.way.calls(vendor, 'purchase').map(({ body }) => body.includes(number));
    // One that meets reconciliation at work is told so, and asks for nothing.
    const repeated = await vi.waitFor(async () => {
      const payload = await misled.purchase(input);
      expect(asked()).toHaveLength(2);
      return payload;
    }, 10_000);
    expect(soldIn(misled, areaCode)).toEqual([number]);
    expect(asked()).toEqual([true, true]);
    expect(repeated.operation?.status).toBe('NEEDS_ATTENTION');
    expect(repeated.userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN', charged: 'UNKNOWN' }]);
    expect(repeated.userErrors[0]?.message).toContain(number);
  });
});

describe('a purchase that never arrived, at a vendor without a list,', () => {
  beforeEach(() => misled.way.once(vendor, 'purchase', neverArrives));

  it('counts as not made once the search has offered its number for a day, and its key buys that number', async () => {
    const { operation } = await misled.purchase(input);
    await passGrace();
    await letHoursPass(30);
    const failed = await untilOperation(misled.app, operation?.id, { status: 'FAILED' });
    expect(failed.userErrors).toMatchObject([{ retryable: true, charged: 'NO' }]);
    expect(misled.way.calls(vendor, 'search').length).toBeGreaterThanOrEqual(3);
    const { phoneNumber } = await misled.purchase(input);
    expect(phoneNumber?.address).toBe(number);
    expect(soldIn(misled, areaCode)).toEqual([number]);
  });

  it('is left to a person after a day without a search that tells, and not before', async () => {
    misled.way.on(vendor, 'search', refuses(500, 'The stock is being counted'));
    misled.way.once(vendor, 'search', async (exchange) => exchange.answer(await exchange.forward()));
    const { operation } = await misled.purchase(input);
    await passGrace();
    await letHoursPass(12);
    expect((await readOperation(misled.app, operation?.id ?? ''))?.status).toBe('PENDING');
    await letHoursPass(18);
    await untilOperation(misled.app, operation?.id, { status: 'NEEDS_ATTENTION' });
  });

  it('is made by a repeat of its key, also while a person is asked', async () => {
    const { operation } = await misled.purchase(input);
    misled.way.on(vendor, 'search', hides(number));
    await passGrace();
    await letHoursPass(30);
    await untilOperation(misled.app, operation?.id, { status: 'NEEDS_ATTENTION' });
    const repeated = await misled.purchase(input);
    expect(repeated).toMatchObject({ phoneNumber: { address: number }, operation: { id: operation?.id } });
    expect(soldIn(misled, areaCode)).toEqual([number]);
  });
});
