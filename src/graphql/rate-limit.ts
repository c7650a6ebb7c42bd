import { callerNetwork } from '../domain/caller-network.ts';
import type { SecurityEvents } from '../telemetry/security-events.ts';

/** Who asks for a change: an actor, or an address where callers are not told apart. */
type Asking = { readonly actor: string | null; readonly address: string };

/** Counts the changes that callers ask for. */
export type RateLimit = {
  /** Changes a minute for each caller; null for any number. */
  readonly perMinute: number | null;
  /** Counts more for a caller, one unless told; false where that is too many in this minute, which is a security event. */
  take(asking: Asking, changes?: number): boolean;
};

const MINUTE_MS = 60_000;

/**
 * A limit of changes a minute for each caller, in this process; of addresses in IPv6, for each /64, as a host has a whole one.
 * What was counted is forgotten with the minute, so that it does not grow with the callers there have ever been.
 */
export function createRateLimit(
  perMinute: number | null,
  { now, securityEvents }: { readonly now: () => Date; readonly securityEvents: SecurityEvents },
): RateLimit {
  let minute = 0;
  const taken = new Map<string, number>();
  return {
    perMinute,
    take({ actor, address }, changes = 1) {
      if (perMinute === null) return true;
      const current = Math.floor(now().getTime() / MINUTE_MS);
      if (current !== minute) taken.clear();
      minute = current;
      const network = callerNetwork(address);
      const caller = actor === null ? `address ${network}` : `actor ${actor}`;
      const count = (taken.get(caller) ?? 0) + changes;
      if (count <= perMinute) {
        taken.set(caller, count);
        return true;
      }
      securityEvents.report('rate-limited', actor === null ? { address: network } : { actor });
      return false;
    },
  };
}

/** Any number of changes. */
export const noRateLimit: RateLimit = { perMinute: null, take: () => true };
