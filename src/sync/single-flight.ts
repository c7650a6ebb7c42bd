type Flight = { readonly work: Promise<void>; readonly covers: string };

/** Work for a key, of which one runs at a time for all callers that it is new enough for. */
export type SingleFlight<Key> = {
  /**
   * Waits for work of this key that covers `wanted`. Joins what runs, and starts anew where that turns out not to cover
   * it; what begins after the call is new enough, whatever the clock says. Times are RFC 3339.
   */
  run(key: Key, wanted: string): Promise<void>;
  /** Waits for all that runs. */
  idle(): Promise<void>;
};

/** `start` begins work for a key, and says what it covers; `wanted` is the newest that any caller has asked for. */
export function createSingleFlight<Key>(
  start: (key: Key, wanted: string) => { readonly work: Promise<void>; readonly covers: string },
): SingleFlight<Key> {
  const running = new Map<Key, Flight>();
  const newestWanted = new Map<Key, string>();

  function begin(key: Key, wanted: string): Flight {
    const { work, covers } = start(key, newestWanted.get(key) ?? wanted);
    const flight = { work: work.finally(() => running.delete(key)), covers };
    running.set(key, flight);
    return flight;
  }

  return {
    async run(key, wanted) {
      const before = newestWanted.get(key) ?? '';
      newestWanted.set(key, before > wanted ? before : wanted);
      const joined = running.get(key);
      if (joined) {
        await joined.work;
        if (joined.covers >= wanted) return;
      }
      await (running.get(key) ?? begin(key, wanted)).work;
    },
    idle: async () => void (await Promise.all([...running.values()].map(({ work }) => work))),
  };
}
