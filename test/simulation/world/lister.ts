import type { Answer } from '../../../src/vendors/fake-kit/http.ts';
import type { RoutedCall } from '../../../src/vendors/fake-kit/routes.ts';
import type { Random } from '../../torture/random.ts';
import type { Temper } from './temper.ts';

/** More than any account has, and no more than any vendor shows on a page. */
const MOST = '1000';

/** One reading of a list, from its first page to its last. */
export type Reading = {
  readonly startedAt: number;
  /** What the account held as it began. */
  readonly held: ReadonlySet<string>;
  /** What each page showed, by how many were before it: one that was lost on its way is asked for again. */
  readonly shown: Map<number, readonly string[]>;
  /** Whether what it told was complete in the documented way, as far as a reader can see. */
  isProper: boolean;
};

type Act = (call: RoutedCall) => Answer;
type Listed = {
  readonly act: Act;
  readonly workspace: { readonly numbers: ReadonlyMap<string, string> };
  readonly random: Random;
  readonly exchange: number;
};

/** The list of an account, and how it misleads. */
export type Lister = {
  answer(call: RoutedCall, listed: Listed): Answer;
  /** Hides a number until then. */
  hideUntil(id: string, time: number): void;
  isHidden(id: string): boolean;
  /** Whether each reading shows all that is not hidden. */
  isReliable(): boolean;
  /** From now on everything is shown. */
  showAll(): void;
  /** Told of each reading that has come to its end, and by which exchange. */
  onRead: (reading: Reading, exchange: number) => void;
};

type Settings = { readonly temper: () => Temper; readonly now: () => number; readonly count: (what: string) => void };

/** Makes one. A cursor says which reading it belongs to, and how many numbers were shown before. */
export function createLister({ temper, now, count }: Settings): Lister {
  const hidden = new Map<string, number>();
  const everShown = new Set<string>();
  const readings: (Reading & { missed: string | null; improper: Set<string | undefined> })[] = [];

  function begin({ workspace, random }: Listed): number {
    const held = new Set(workspace.numbers.keys());
    const visible = [...held].filter((id) => !lister.isHidden(id));
    const missed = random.chance(temper().missesOne) && visible.length > 0 ? random.pick(visible) : null;
    if (missed !== null) count('list misses one');
    if (visible.length < held.size) count('list lags');
    return readings.push({ startedAt: now(), held, shown: new Map(), isProper: true, improper: new Set(), missed }) - 1;
  }

  const lister: Lister = {
    onRead: () => undefined,
    hideUntil: (id, time) => void hidden.set(id, time),
    isHidden: (id) => (hidden.get(id) ?? 0) > now(),
    isReliable() {
      const { missesOne, emptyList, shiftsPages } = temper();
      return missesOne === 0 && emptyList === 0 && shiftsPages === 0;
    },
    showAll: () => hidden.clear(),
    answer(call, listed) {
      const { act, workspace, random, exchange } = listed;
      const { pageSize, emptyList, renamesCursor, shiftsPages } = temper();
      const [, serial, from] = /^r(\d+)-(\d+)$/.exec(call.query.get('cursor') ?? call.query.get(KEY) ?? '') ?? [];
      const index = serial === undefined ? begin(listed) : Number(serial);
      const reading = readings[index];
      const answer = act({ ...call, query: new URLSearchParams({ limit: MOST, PageSize: MOST }) });
      const list = membersOf(answer.body);
      if (reading === undefined || list === null) return answer;
      const idOf = (item: unknown): string =>
        Object.values(Object(item))
          .map(String)
          .find((text) => workspace.numbers.has(text)) ?? '';
      const visible = list.items.filter((item) => !lister.isHidden(idOf(item)) && idOf(item) !== reading.missed);
      if (from === undefined && random.chance(emptyList) && visible.length > 0) {
        count('empty list');
        // Where nothing of the account has ever been shown, nobody can tell that it is not empty.
        reading.isProper = ![...workspace.numbers.keys()].some((id) => everShown.has(id));
        if (reading.isProper) lister.onRead(reading, exchange);
        return { ...answer, body: list.wrap([], null) };
      }
      const isShifted = from !== undefined && random.chance(shiftsPages);
      if (isShifted) count('pages shift');
      const start = Number(from ?? 0) + (isShifted ? 1 : 0);
      const page = list.isPaged ? visible.slice(start, start + pageSize) : visible;
      reading.shown.set(Number(from ?? 0), page.map(idOf));
      for (const id of page.map(idOf)) everShown.add(id);
      const end = start + page.length;
      if (list.isPaged && end < visible.length) {
        // A page whose answer was lost is asked for again, and that may be a proper one.
        reading.improper.delete(from);
        reading.isProper = reading.improper.size === 0;
        if (!random.chance(renamesCursor)) return { ...answer, body: list.wrap(page, `r${index}-${end}`) };
        count('page without a cursor');
        reading.improper.add(from);
        reading.isProper = false;
        const { cursor, [MORE]: more, ...others } = Object(list.wrap(page, `r${index}-${end}`));
        return { ...answer, body: { ...others, nextCursor: cursor, hasMore: more } };
      }
      lister.onRead(reading, exchange);
      return { ...answer, body: list.wrap(page, null) };
    },
  };
  return lister;
}

const COUNTS = ['totalItems', 'total_results'];
/** By these, a list says whether it goes on, and from where. */
const [MORE, KEY] = ['has_more', 'pagination_key'] as const;

type Members = {
  readonly items: readonly unknown[];
  readonly isPaged: boolean;
  wrap(items: readonly unknown[], cursor: string | null): unknown;
};

/**
 * The items of a list, whichever member of the body has them. Of one whose pages have numbers, or addresses, nobody can tell
 * which reading a page is of: all that it shows is on one.
 */
function membersOf(body: unknown): Members | null {
  if (Array.isArray(body)) return { items: body, isPaged: false, wrap: (items) => items };
  const members = Object.entries(Object(body));
  const [name, items] = members.find(([, value]) => Array.isArray(value)) ?? [];
  if (name === undefined || !Array.isArray(items)) return null;
  const counting = members.find(([, value]) => COUNTS.some((count) => count in Object(value)));
  if (counting === undefined && !Object.hasOwn(Object(body), 'cursor')) {
    return { items, isPaged: false, wrap: (some) => ({ ...Object(body), [name]: some }) };
  }
  if (counting === undefined) {
    const goingOn = (cursor: string | null) =>
      MORE in Object(body) ? { [MORE]: cursor !== null, [KEY]: cursor ?? undefined } : { cursor };
    return { items, isPaged: true, wrap: (some, cursor) => ({ ...Object(body), [name]: some, ...goingOn(cursor) }) };
  }
  const [place, counts] = counting;
  const told = Object.keys(Object(counts)).filter((name) => COUNTS.includes(name));
  const wrap = (some: readonly unknown[]) => ({
    ...Object(body),
    [name]: some,
    [place]: { ...Object(counts), ...Object.fromEntries(told.map((count) => [count, some.length])) },
  });
  return { items, isPaged: false, wrap };
}
