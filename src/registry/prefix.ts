import type { ListPosition, Paging } from '../domain/paging.ts';
import { endOfPrefix } from './conditions.ts';
import type { Numbers } from './lists.ts';

/** The range of addresses that begin with a text, and of a page between two cursors: for each end the one that is nearer. */
export type Range = {
  readonly narrow: (numbers: Numbers) => Numbers;
  /** The paging without the cursors that lie outside of the range. */
  readonly paging: Paging;
};

/**
 * Of two limits for one end, SQLite goes by either, and looks through what lies between them: all that begins with the text, up
 * to the page. So it is told one.
 */
export function rangeOf(startsWith: string, paging: Paging, descending: boolean): Range {
  const prefix = startsWith.toLowerCase();
  const end = endOfPrefix(prefix);
  const [low, high] = descending ? [paging.before, paging.after] : [paging.after, paging.before];
  const isLowInside = low !== null && !isBefore(low.value, prefix);
  const isHighInside = high !== null && (end === null || isBefore(high.value, end));
  const kept = { low: isLowInside ? low : null, high: isHighInside ? high : null };
  return {
    narrow: (numbers) => {
      const from = isLowInside ? numbers : numbers.where('address_folded', '>=', prefix);
      return isHighInside || end === null ? from : from.where('address_folded', '<', end);
    },
    paging: {
      ...paging,
      after: descending ? kept.high : kept.low,
      before: descending ? kept.low : kept.high,
    },
  };
}

/** The rest of those that begin with the text, from one of them on. */
export function restOf(startsWith: string, from: ListPosition): (numbers: Numbers) => Numbers {
  return rangeOf(startsWith, { direction: 'forward', size: 0, after: from, before: null }, false).narrow;
}

/** In the order of the databases, which compare texts by their bytes. */
function isBefore(one: string, other: string): boolean {
  return Buffer.compare(Buffer.from(one), Buffer.from(other)) < 0;
}
