import { expect, it, vi } from 'vitest';
import type { OrderState } from '../../../src/vendors/vendor.ts';
import { exactBuying, failureOf, listAll, present } from '../vendor-calls.ts';
import type { ContractHarness } from './harness.ts';
import type { Subject } from './subject.ts';

/** What is promised of vendors whose purchases are orders that settle later. */
export function describeOrders({ definition }: Subject, harness: ContractHarness): void {
  const { setUp, buy, read, order, findNumber, fault, sandbox } = harness;

  /** Places an order that meets this fault, and tells how it may be asked for. */
  async function place(kind: 'order-late' | 'order-stays' | 'order-fails' | null, more: { delayMs?: number } = {}) {
    const { vendor } = setUp({ timeoutMs: 5_000 });
    const [wanted, number] = [order(), await findNumber(vendor)];
    if (kind !== null) fault(kind, 'purchase', more);
    const outcome = await buy(vendor, wanted, number).catch((error: unknown) => error);
    const lost = { marker: wanted.marker ?? '', number };
    const ask = (changes: Partial<typeof lost> = {}): Promise<OrderState | null> =>
      present(exactBuying(vendor).order)({ ...lost, ...changes });
    const isListed = async () => (await listAll(vendor)).some(({ address }) => address === number);
    return { vendor, outcome, number, wanted, ask, isListed };
  }

  it('that is complete is told as that, for its own marker and number only', async () => {
    const { ask, isListed } = await place(null);
    expect(await ask()).toEqual({ state: 'done' });
    expect(await ask({ marker: order().marker ?? '' })).toBeNull();
    expect(await ask({ number: '+12125550199' })).toBeNull();
    expect(await isListed()).toBe(true);
  });

  it('that waits is neither done nor failed, and has no number yet', async () => {
    const { vendor, outcome, ask, isListed, wanted, number } = await place('order-stays');
    expect(outcome).toMatchObject({ vendor: definition.name, outcome: 'unknown', reason: 'ordered' });
    expect(await ask()).toEqual({ state: 'pending', words: expect.stringMatching(/\w/) });
    expect(await isListed()).toBe(false);
    // Another order of the number is no second one.
    await failureOf(buy(vendor, wanted, number));
    expect(await ask()).toMatchObject({ state: 'pending' });
    expect(sandbox().control.sales()).toEqual([]);
  });

  it('that fails is told as that, though it had been taken', async () => {
    const { outcome, ask, isListed } = await place('order-fails');
    expect(outcome).toMatchObject({ outcome: 'unknown' });
    expect(await ask()).toEqual({ state: 'failed', words: expect.any(String), orders: 1 });
    expect(await isListed()).toBe(false);
    expect(sandbox().control.sales()).toEqual([]);
  });

  it('of which one failed and another waits may still bring the number', async () => {
    const { vendor, ask, wanted, number } = await place('order-fails');
    sandbox().control.clearFaults();
    fault('order-stays', 'purchase');
    await failureOf(buy(vendor, wanted, number));
    expect(await ask()).toMatchObject({ state: 'pending' });
  });

  it('that settles late is asked for until it has', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { vendor, outcome, ask, number } = await place('order-late', { delayMs: 60_000 });
    expect(outcome).toMatchObject({ outcome: 'unknown', reason: 'ordered' });
    expect(await ask()).toMatchObject({ state: 'pending' });
    vi.setSystemTime(Date.now() + 60_001);
    expect(await ask()).toEqual({ state: 'done' });
    const bought = present((await listAll(vendor)).find(({ address }) => address === number));
    expect(await read(vendor, bought)).toEqual(bought);
    expect(
      sandbox()
        .control.sales()
        .map((sale) => sale.number),
    ).toEqual([number]);
  });

  it('that settles within moments is answered with its number', async () => {
    const { outcome, number } = await place('order-late', { delayMs: 100 });
    expect(outcome).toMatchObject({ address: number });
  });
}
