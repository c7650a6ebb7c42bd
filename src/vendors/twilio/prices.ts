import { setTimeout as sleep } from 'node:timers/promises';
import type { Price } from '../../domain/price.ts';
import type { VendorHttp } from '../connect.ts';
import { toLocalPrice } from './mapping.ts';
import { pricesBody } from './schemas.ts';

const KEPT_MS = 3_600_000;
/** After a failure: a search must not wait each time for what does not come. */
const KEPT_AFTER_FAILURE_MS = 60_000;
/** How long a search waits for the price at most. */
const PATIENCE_MS = 1_500;

/**
 * Tells what a local number of a country costs a month: the vendor has a price list, and no price of one number (reference,
 * 2026-07). Null where it does not tell, or not in time: a search goes well without.
 */
export function createPriceList(http: VendorHttp): (country: string) => Promise<Price | null> {
  const known = new Map<string, { readonly price: Promise<Price | null>; until: number }>();

  function read(country: string): Promise<Price | null> {
    const entry = { price: ask(country), until: performance.now() + KEPT_MS };
    known.set(country, entry);
    void entry.price.then((price) => {
      if (price === null) entry.until = performance.now() + KEPT_AFTER_FAILURE_MS;
    });
    return entry.price;
  }

  async function ask(country: string): Promise<Price | null> {
    const path = `/v1/PhoneNumbers/Countries/${encodeURIComponent(country)}`;
    const request = { operation: 'getPhoneNumberPrices', method: 'GET', path } as const;
    return http.read(request, pricesBody).then(toLocalPrice, () => null);
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
