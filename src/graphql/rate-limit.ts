/** Counts the changes that callers ask for. */
export type RateLimit = {
  /** Changes a minute for each caller; null for any number. */
  readonly perMinute: number | null;
  /** Counts one more for a caller; false where that is one too many in this minute. */
  take(caller: string): boolean;
};

const MINUTE_MS = 60_000;

/**
 * A limit of changes a minute for each caller, in this process. What was counted is forgotten with the minute, so that it
 * does not grow with the callers there have ever been.
 */
export function createRateLimit(perMinute: number | null, now: () => Date): RateLimit {
  let minute = 0;
  const taken = new Map<string, number>();
  return {
    perMinute,
    take(caller) {
      if (perMinute === null) return true;
      const current = Math.floor(now().getTime() / MINUTE_MS);
      if (current !== minute) taken.clear();
      minute = current;
      const count = (taken.get(caller) ?? 0) + 1;
      taken.set(caller, count);
      return count <= perMinute;
    },
  };
}

/** Any number of changes. */
export const noRateLimit: RateLimit = { perMinute: null, take: () => true };
