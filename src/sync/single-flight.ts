/** What a caller wants of a piece of work, as times in ms. */
export type Wish = {
  /** Work that began then is too old, unless it still runs; what began later is new enough. */
  readonly since: number;
  /** Where the last work failed, none begins until so long after that one began. */
  readonly restMs: number;
};

/** Work for a key, of which one runs at a time for all callers that it is new enough for. */
export type SingleFlight<Key> = {
  /**
   * Waits for work that is new enough. Joins what runs, and starts anew where that turns out to have begun too early;
   * what begins after the call is new enough, whatever the clock says. Returns too where a failed one has to rest.
   */
  run(key: Key, wish: Wish): Promise<void>;
  isRunning(key: Key): boolean;
  /** For how many keys work runs. */
  count(): number;
  /** Waits for all that runs. */
  idle(): Promise<void>;
};

type Ended = { readonly startedAt: number; readonly isWell: boolean };
type Flight = { readonly startedAt: number; readonly work: Promise<void> };

/** How long it is remembered how work for a key went: longer than any of it has to rest. */
const REMEMBERED_MS = 60_000;

/** `start` does the work for a key, says whether it went well, and never throws. */
export function createSingleFlight<Key>(start: (key: Key) => Promise<boolean>, now: () => Date): SingleFlight<Key> {
  const running = new Map<Key, Flight>();
  const ended = new Map<Key, Ended>();

  function begin(key: Key): Flight {
    const startedAt = now().getTime();
    const work = start(key).then((isWell) => {
      running.delete(key);
      forgetOld();
      // The last to be remembered comes last.
      ended.delete(key);
      ended.set(key, { startedAt, isWell });
    });
    const flight = { startedAt, work };
    running.set(key, flight);
    return flight;
  }

  function forgetOld(): void {
    const before = now().getTime() - REMEMBERED_MS;
    for (const [key, { startedAt }] of ended) {
      if (startedAt > before) return;
      ended.delete(key);
    }
  }

  /** Whether the last work is new enough, or has failed just now. */
  function isSettled(key: Key, { since, restMs }: Wish): boolean {
    const last = ended.get(key);
    if (last === undefined) return false;
    const age = now().getTime() - last.startedAt;
    // Where it is yet to come, the clock was set back.
    if (age < 0) return false;
    return last.isWell ? last.startedAt > since : age < restMs;
  }

  return {
    async run(key, wish) {
      const joined = running.get(key);
      if (joined) {
        await joined.work;
        if (joined.startedAt >= wish.since) return;
      }
      // Others that waited may have begun it.
      const flight = running.get(key) ?? (isSettled(key, wish) ? null : begin(key));
      await flight?.work;
    },
    isRunning: (key) => running.has(key),
    count: () => running.size,
    idle: async () => void (await Promise.all([...running.values()].map(({ work }) => work))),
  };
}
