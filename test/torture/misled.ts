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

/** How long the reading of a list may take, in ms: a look begins before its answer is made. */
const SLACK_MS = 1_000;

/** Says of a sale whether the rules of evidence could be misled by then: nobody could know of it for some time. */
export type Misled = (sale: Sale, by: number) => boolean;

/** Knows when the vendors hid what. */
export function createMisled(hidings: readonly Hiding[], sales: readonly Sale[]): Misled {
  const salesOf = Map.groupBy(sales, ({ vendor }) => vendor);

  function nextSaleAfter({ vendor, at }: Sale): number {
    const next = salesOf.get(vendor)?.find((other) => other.at > at);
    return next ? Date.parse(next.at) : Number.POSITIVE_INFINITY;
  }

  function endOf({ what, to, delayMs }: Hiding, sale: Sale): number {
    if (what === 'new') return Math.min(to, Date.parse(sale.at) + (delayMs ?? 0));
    return what === 'last' ? Math.min(to, nextSaleAfter(sale)) : to;
  }

  return (sale, by) => {
    const { list, search } = Object.groupBy(
      hidings.filter(({ vendor, from }) => vendor === sale.vendor && from <= by),
      ({ what }) => (what === 'sale' ? 'search' : 'list'),
    );
    /** Whether it was hidden at a first look after the grace period, and at another one `apartMs` later. */
    const isHidden = (some: readonly Hiding[], apartMs: number): boolean => {
      const firstLookAt = Date.parse(sale.at) + GRACE_MS;
      const times = some
        .map((one) => ({ from: Math.max(one.from, firstLookAt), to: Math.min(endOf(one, sale), by) }))
        .filter(({ from, to }) => from <= to);
      const first = Math.min(...times.map(({ from }) => from));
      const last = Math.max(...times.map(({ to }) => to));
      return last >= firstLookAt + apartMs && last - first >= apartMs - SLACK_MS;
    };
    return isHidden(list ?? [], GRACE_MS) || isHidden(search ?? [], PATIENCE_MS);
  };
}
