import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { AccountReads } from '../accounts/account-reads.ts';
import { fromNumberId, toNumberId } from '../domain/number-id.ts';
import type { VendorName } from '../domain/phone-number.ts';
import type { Registry } from '../registry/registry.ts';
import type { VoiceVendor } from '../vendors/open-vendor.ts';
import { createDueRefresh } from './due-refresh.ts';
import { type Availability, createOutages, type Outage } from './outages.ts';
import { createRefresh } from './refresh.ts';
import { createSingleFlight } from './single-flight.ts';
import { createSyncTimes } from './sync-times.ts';

export type { Availability, Outage } from './outages.ts';

/** A number, and when it was last confirmed. */
export type NumberAge = { readonly vendor: VendorName; readonly vendorId: string; readonly syncedAt: string };

/** What a list tells of the vendors whose numbers it shows. */
export type Freshness = {
  /** Those that failed when they were last asked. */
  readonly outages: readonly Outage[];
  /** Those that are being read at this moment, and have not failed. */
  readonly refreshing: readonly VendorName[];
};

/** Keeps the registry as fresh as callers want it. */
export type Sync = {
  /** Starts the refreshes that are due, and waits for none. Called by whatever reads numbers; costs next to nothing. */
  startDue(): void;
  /**
   * Makes the vendors' numbers at most `maxAgeSeconds` old before it returns, if they are read in time. With null, what
   * is known is good enough: `startDue`, and a short wait where nothing was ever read.
   */
  ensureFresh(vendors: readonly VendorName[], maxAgeSeconds: number | null): Promise<void>;
  /** The same for one number; says whether there may be something new to read. */
  refreshNumber(number: NumberAge, maxAgeSeconds: number | null): Promise<boolean>;
  /** How things stand at this moment with these vendors, or with all. */
  freshness(vendors?: readonly VendorName[]): Freshness;
  /** Whether a vendor answers: it does where `freshness` tells of no outage. */
  availability(vendor: VoiceVendor): Availability;
  /** Waits for refreshes that are under way. */
  stop(): Promise<void>;
};

type SyncSettings = {
  readonly vendors: ReadonlyMap<VendorName, VoiceVendor>;
  readonly registry: Registry;
  readonly accounts: AccountReads;
  readonly now: () => Date;
  readonly logger: Logger;
  /** Age at which a refresh is due, for callers that do not say. */
  readonly maxAgeSeconds: number;
  /** What is younger is young enough for any caller. */
  readonly minIntervalMs: number;
  /** How long a caller waits for a vendor at most. */
  readonly waitMs: number;
  /** Runs each whole refresh; it is only run if left out. */
  readonly watch?: WatchRefresh | undefined;
};

/** Runs the whole refresh of a vendor, for those who time it. What it throws is thrown on. */
export type WatchRefresh = (vendor: VendorName, refresh: () => Promise<void>) => Promise<void>;

/** Reads of single numbers that nobody waits for, at a time: calls that somebody waits for should find room. */
const MAX_UNAWAITED_READS = 10;

/** How long somebody who asks for nothing fresh waits for a vendor that was never read. */
const FIRST_WAIT_MS = 1_000;

/** How long after a refresh that failed the next one begins that nobody waits for. */
const UNAWAITED_REST_MS = 5_000;

/** One for each process: what runs, and which vendors fail, is remembered here and nowhere else. */
export function createSync(settings: SyncSettings): Sync {
  const { vendors, registry, accounts, now, logger, maxAgeSeconds, minIntervalMs, waitMs } = settings;
  const { watch = (_vendor, refresh) => refresh() } = settings;
  const refresh = createRefresh({ registry, accounts, now });
  const outages = createOutages({ now, logger });
  const times = createSyncTimes(registry, now);
  const unawaited = { restMs: Math.max(UNAWAITED_REST_MS, minIntervalMs) };

  const vendorReads = createSingleFlight(async (vendor: VoiceVendor) => {
    try {
      await watch(vendor.name, () => refresh.all(vendor));
      outages.clear(vendor.name);
      return true;
    } catch (error) {
      outages.recordFailure(vendor, error);
      return false;
    }
  }, now);

  const numberReads = createSingleFlight(async (id: string) => {
    const place = fromNumberId(id);
    const vendor = place && vendors.get(place.vendor);
    if (!vendor) return false;
    try {
      await vendor.forReaders(() => refresh.numbers(vendor, [place.vendorId]));
      return true;
    } catch (error) {
      // No outage: a list shows one only until all is read again, and that is not even due.
      outages.log(vendor, error);
      return false;
    }
  }, now);

  const due = createDueRefresh({
    ...{ vendors: [...vendors.values()], times, now, logger, maxAgeMs: maxAgeSeconds * 1000 },
    refresh: (vendor, since) => void vendorReads.run(vendor, { since, ...unawaited }),
  });

  /** The time at which what is as old as this was confirmed, in ms. */
  const ago = (seconds: number): number => now().getTime() - Math.max(seconds * 1000, minIntervalMs);

  /** What was confirmed at a time that is yet to come was so before the clock was set back: nobody knows how long ago. */
  const isNewerThan = (at: number, since: number): boolean => at > since && at <= now().getTime();

  /** Waits, but no longer than a reader should: the work goes on without it. */
  async function patiently(work: Promise<void>, longestMs = waitMs): Promise<void> {
    const patience = new AbortController();
    const late = sleep(Math.min(longestMs, waitMs), undefined, { signal: patience.signal, ref: false });
    await Promise.race([work, late.catch(() => undefined)]);
    patience.abort();
  }

  return {
    startDue: () => due.start(),

    async ensureFresh(names, wantedAgeSeconds) {
      if (wantedAgeSeconds === null) due.start();
      const since = wantedAgeSeconds === null ? Number.NEGATIVE_INFINITY : ago(wantedAgeSeconds);
      const isOld = ({ name }: VoiceVendor) => (times.of(name) ?? Number.NEGATIVE_INFINITY) <= since;
      const named = present(vendors, names);
      if (named.some(isOld)) await times.ask();
      const wish = wantedAgeSeconds === null ? { since, ...unawaited } : { since, restMs: minIntervalMs };
      // A large account takes minutes to read for the first time: what is there by then is shown.
      const longestMs = wantedAgeSeconds === null ? FIRST_WAIT_MS : waitMs;
      const old = named.filter(isOld);
      await Promise.all(old.map((vendor) => patiently(vendorReads.run(vendor, wish), longestMs)));
    },

    async refreshNumber({ vendor, vendorId, syncedAt }, wantedAgeSeconds) {
      const since = ago(wantedAgeSeconds ?? maxAgeSeconds);
      if (!vendors.has(vendor) || isNewerThan(Date.parse(syncedAt), since)) return false;
      const id = toNumberId(vendor, vendorId);
      if (wantedAgeSeconds === null) {
        if (numberReads.count() < MAX_UNAWAITED_READS) void numberReads.run(id, { since, ...unawaited });
        return false;
      }
      await patiently(numberReads.run(id, { since, restMs: minIntervalMs }));
      return true;
    },

    freshness(names = [...vendors.keys()]) {
      const named = present(vendors, names);
      const isFailing = (vendor: VoiceVendor) => outages.of(vendor) !== null;
      const isRefreshing = (vendor: VoiceVendor) => vendorReads.isRunning(vendor) && !isFailing(vendor);
      return {
        outages: named.flatMap((vendor) => outages.of(vendor) ?? []),
        refreshing: named.filter(isRefreshing).map(({ name }) => name),
      };
    },

    availability: (vendor) => outages.availability(vendor),

    async stop() {
      refresh.stop();
      await due.stop();
      await Promise.all([vendorReads.idle(), numberReads.idle()]);
    },
  };
}

/** Each vendor once, however often it is named: work is done for each. */
function present(vendors: ReadonlyMap<VendorName, VoiceVendor>, names: readonly VendorName[]): VoiceVendor[] {
  return [...new Set(names)].map((name) => vendors.get(name)).filter((vendor) => vendor !== undefined);
}
