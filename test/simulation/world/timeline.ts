import { turn } from './real-time.ts';

/** Something that will happen. */
export type Scheduled = { cancel(): void };

type Entry = { readonly at: number; readonly order: number; readonly run: () => void; isCancelled: boolean };

/** Time that passes only when it is told to, in ms since 1970, and what happens in it. */
export type Timeline = {
  now(): number;
  /** Of two at the same time, the one that was scheduled first happens first. */
  schedule(at: number, run: () => void): Scheduled;
  /** Lets time pass. After each event, whatever waits for it goes on until it waits again. */
  advanceTo(time: number): Promise<void>;
  /** When the next event happens; null if nothing is scheduled. */
  next(): number | null;
};

/** Something goes round in circles where more happens. */
const MOST_EVENTS = 3_000_000;

/** A timeline that begins at `start`. */
export function createTimeline(start: number): Timeline {
  const heap: Entry[] = [];
  let time = start;
  let lastOrder = 0;
  let happened = 0;

  const isBefore = (one: Entry, other: Entry): boolean =>
    one.at < other.at || (one.at === other.at && one.order < other.order);

  function push(entry: Entry): void {
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || !isBefore(entry, parent)) break;
      heap[index] = parent;
      index = above;
    }
    heap[index] = entry;
  }

  function pop(): void {
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const right = left + 1;
      const one = heap[left];
      if (one === undefined) break;
      const other = heap[right];
      const [child, at] = other !== undefined && isBefore(other, one) ? [other, right] : [one, left];
      if (!isBefore(child, last)) break;
      heap[index] = child;
      index = at;
    }
    heap[index] = last;
  }

  function first(): Entry | null {
    for (;;) {
      const [top] = heap;
      if (top === undefined) return null;
      if (!top.isCancelled) return top;
      pop();
    }
  }

  return {
    now: () => time,
    schedule(at, run) {
      lastOrder += 1;
      const entry: Entry = { at: Math.max(at, time), order: lastOrder, run, isCancelled: false };
      push(entry);
      return {
        cancel() {
          entry.isCancelled = true;
        },
      };
    },
    async advanceTo(until) {
      await turn();
      for (let entry = first(); entry !== null && entry.at <= until; entry = first()) {
        pop();
        happened += 1;
        if (happened > MOST_EVENTS) throw new Error(`more than ${MOST_EVENTS} things have happened`);
        time = Math.max(time, entry.at);
        entry.run();
        await turn();
      }
      time = Math.max(time, until);
    },
    next: () => first()?.at ?? null,
  };
}
