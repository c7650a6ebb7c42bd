import type { VendorName } from '../../src/domain/phone-number.ts';
import type { Sale } from '../../src/sandbox/state.ts';
import { GRACE_MS, PATIENCE_MS } from './times.ts';

/** A time, in ms since 1970, during which a vendor's answers may have hidden a sale. */
export type Hiding = {
  readonly vendor: VendorName;
  /** `new`: what came less than `delayMs` ago; `last`: what came last; `sale`: that anything was sold, to a search. */
  readonly what: 'new' | 'last' | 'sale';
  readonly from: number;
  readonly to: number;
  readonly delayMs: number | null;
};

/** A look begins before its answer is made. */
const SLACK_MS = 1_000;

/** Says of sales whether the rules of evidence were misled: then nobody could know of them for some time. */
export type Misled = (sale: Sale, toldAt: number) => boolean;

/** Knows when the vendors hid what. */
export function createMisled(hidings: readonly Hiding[], sales: readonly Sale[]): Misled {
  const salesOf = Map.groupBy(sales, ({ vendor }) => vendor);

  function nextSaleAfter({ vendor, at }: Sale): number {
    const next = salesOf.get(vendor)?.find((other) => other.at > at);
    return next ? Date.parse(next.at) : Number.POSITIVE_INFINITY;
  }

  return (sale, toldAt) => {
    const soldAt = Date.parse(sale.at);
    const moments: { first: number; last: number; isStale: boolean }[] = [];
    for (const { vendor, what, from, to, delayMs } of hidings) {
      if (vendor !== sale.vendor || to < soldAt || from > toldAt) continue;
      const until = what === 'new' ? soldAt + (delayMs ?? 0) : what === 'last' ? nextSaleAfter(sale) : toldAt;
      const [first, last] = [Math.max(from, soldAt), Math.min(to, until, toldAt)];
      if (first <= last) moments.push({ first, last, isStale: what === 'sale' });
    }
    const isHiddenFor = (some: typeof moments, ms: number, since: number): boolean => {
      const first = Math.min(...some.filter(({ last }) => last >= since).map((one) => Math.max(one.first, since)));
      return Math.max(...some.map(({ last }) => last)) - first >= ms - SLACK_MS;
    };
    const lists = moments.filter(({ isStale }) => !isStale);
    const searches = moments.filter(({ isStale }) => isStale);
    return isHiddenFor(lists, GRACE_MS, soldAt + GRACE_MS - SLACK_MS) || isHiddenFor(searches, PATIENCE_MS, soldAt);
  };
}
