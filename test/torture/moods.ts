import { setTimeout as sleep } from 'node:timers/promises';
import type { VendorName } from '../../src/domain/phone-number.ts';
import { listed, noteHiding, type Setting, setFault } from './set-fault.ts';
import { GRACE_MS, PATIENCE_MS } from './times.ts';

const STALE_MS = 3_000;
const HONEST_TAIL_MS = 15_000;

/** Lies that last: one at a time for each vendor, some just after answers of it were lost. */
export async function keepMoods(vendor: VendorName, setting: Setting): Promise<void> {
  const { random, isOver, honest } = setting;
  const turns = listed.has(vendor)
    ? [lag, lagBeyondGrace, lagBeyondGrace, brokenLists, national, unavailable]
    : [national, staleSearch, staleSearch];
  while (!isOver()) {
    await random.pick(turns)();
    await restFor(random.between(1_000, 5_000));
  }

  async function lag(): Promise<void> {
    const [delayMs, forMs] = [random.between(200, GRACE_MS - 300), random.between(3_000, 12_000)];
    noteHiding(setting, { vendor, what: 'new', forMs, delayMs });
    await during(
      setFault(setting, { name: 'lag within grace', vendor, operation: 'list', kind: 'lag', delayMs }),
      forMs,
    );
  }

  async function lagBeyondGrace(): Promise<void> {
    const [delayMs, forMs] = [random.between(GRACE_MS + 500, 8 * GRACE_MS), random.between(4_000, 15_000)];
    noteHiding(setting, { vendor, what: 'new', forMs, delayMs });
    const end = setFault(setting, { name: 'lag beyond grace', vendor, operation: 'list', kind: 'lag', delayMs });
    await during(loseAnswers(), Math.min(forMs, 1_500));
    await during(end, forMs - 1_500);
  }

  /** None of these says anything, however often it is seen. */
  async function brokenLists(): Promise<void> {
    await during(loseAnswers(), 1_500);
    const kind = random.pick(['empty-list', 'no-cursor'] as const);
    await during(setFault(setting, { vendor, operation: 'list', kind }), random.between(3_000, 8_000));
  }

  async function national(): Promise<void> {
    const operation = random.pick(['list', 'purchase', 'search', 'get', '*'] as const);
    const end = setFault(setting, { vendor, operation, kind: 'national' });
    await during(loseAnswers(), 1_500);
    await during(end, random.between(2_000, 8_000));
  }

  /** Too short to be met at every look for as long as recovery is patient. */
  async function staleSearch(): Promise<void> {
    await during(loseAnswers(), 1_500);
    await restFor(random.between(0, 1_000));
    const forMs = random.between(500, STALE_MS);
    noteHiding(setting, { vendor, what: 'sale', forMs, delayMs: null });
    await during(setFault(setting, { vendor, operation: 'search', kind: 'stale-search' }), forMs);
    await restFor(PATIENCE_MS);
  }

  /** Sold, and refused as no longer available: nobody can tell but by the list, which is to be true then. */
  async function unavailable(): Promise<void> {
    honest.add(vendor);
    await restFor(2_000);
    const words = { status: 409, message: 'Phone number is not available', probability: 0.4 };
    const name = 'refuse-after, not available';
    const end = setFault(setting, { name, vendor, operation: 'purchase', kind: 'refuse-after', ...words });
    await during(end, random.between(2_000, 6_000));
    await restFor(HONEST_TAIL_MS);
    honest.delete(vendor);
  }

  function loseAnswers(): () => void {
    const kind = random.pick(['reset-after', '500-after', 'hang-after', 'garbage', 'refuse-after'] as const);
    const words = kind === 'refuse-after' ? { message: 'You already own this number' } : {};
    return setFault(setting, { vendor, operation: 'purchase', kind, probability: 0.4, ...words });
  }

  async function during(end: () => void, ms: number): Promise<void> {
    await restFor(ms);
    end();
  }

  async function restFor(ms: number): Promise<void> {
    const until = Date.now() + ms;
    while (!isOver() && Date.now() < until) await sleep(Math.min(500, Math.max(1, until - Date.now())));
  }
}
