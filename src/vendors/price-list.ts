import { setTimeout as sleep } from 'node:timers/promises';
import type { Price } from '../domain/price.ts';

const KEPT_MS = 3_600_000;
/** After a failure: a search must not wait each time for what does not come. */
const KEPT_AFTER_FAILURE_MS = 60_000;
/** How long a search waits for the price at most. */
const PATIENCE_MS = 1_500;

/**
 * Prices of a vendor that has a list of them beside its stock, by country: each is asked for once an hour. Null where it is
 * not told, or not in time: a search goes well without.
 */
export function createPriceList(
  ask: (country: string) => Promise<Price | null>,
): (country: string) => Promise<Price | null> {
  const known = new Map<string, { readonly price: Promise<Price | null>; until: number }>();

  function read(country: string): Promise<Price | null> {
    const entry = { price: ask(country).catch(() => null), until: performance.now() + KEPT_MS };
    known.set(country, entry);
    void entry.price.then((price) => {
      if (price === null) entry.until = performance.now() + KEPT_AFTER_FAILURE_MS;
    });
    return entry.price;
  }

  return async (country) => {
    const kept = known.get(country);
    const price = kept && kept.until > performance.now() ? kept.price : read(country);
    const patience = new AbortController();
    const late = sleep(PATIENCE_MS, null, { signal: patience.signal, ref: false }).catch(() => null);
    try {
      return await Promise.race([price, late]);
    } finally {
      patience.abort();
    }
  };
}
