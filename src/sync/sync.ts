import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { AccountReads } from '../accounts/account-reads.ts';
import { toNumberId } from '../domain/number-id.ts';
import type { VendorName } from '../domain/phone-number.ts';
import type { Registry } from '../registry/registry.ts';
import type { VoiceVendor } from '../vendors/open-vendor.ts';
import { createOutages, type Outage } from './outages.ts';
import { createRefresh } from './refresh.ts';
import { createSingleFlight } from './single-flight.ts';

export type { Outage } from './outages.ts';

/** A number, and when it was last confirmed. */
export type NumberAge = { readonly vendor: VendorName; readonly vendorId: string; readonly syncedAt: string };

/** Keeps the registry as fresh as callers want it. */
export type Sync = {
  /**
   * Makes the vendors' numbers at most `maxAgeSeconds` old before it returns, if they answer in time. With null, what
   * is known is good enough: a refresh is started if it is due, and waited for only where nothing was ever read.
   */
  ensureFresh(vendors: readonly VendorName[], maxAgeSeconds: number | null): Promise<void>;
  /** The same for one number; says whether there may be something new to read. */
  refreshNumber(number: NumberAge, maxAgeSeconds: number | null): Promise<boolean>;
  /** The vendors among these that did not answer when last asked. */
  outages(vendors: readonly VendorName[]): Outage[];
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
  /** How long a caller waits for a vendor at most. */
  readonly waitMs: number;
};

/** Reads of single numbers that nobody waits for, at a time: calls that somebody waits for should find room. */
const MAX_UNAWAITED_READS = 10;

/** How long somebody who asks for nothing fresh waits for a vendor that was never read. */
const FIRST_WAIT_MS = 1_000;

/** One for each process: what runs, and which vendors do not answer, is remembered here and nowhere else. */
export function createSync({ vendors, registry, accounts, now, logger, maxAgeSeconds, waitMs }: SyncSettings): Sync {
  const refresh = createRefresh({ registry, accounts, now });
  const outages = createOutages({ now, logger });
  const ago = (seconds: number): string => new Date(now().getTime() - seconds * 1000).toISOString();
  /** What was confirmed at a time that is yet to come was so before the clock was set back: nobody knows how long ago. */
  const isNewerThan = (syncedAt: string, before: string): boolean =>
    syncedAt > before && syncedAt <= now().toISOString();

  const vendorReads = createSingleFlight((vendor: VoiceVendor, syncedBefore: string) => {
    const startedAt = now().toISOString();
    const work = refresh.all(vendor, syncedBefore).then(
      () => outages.clear(vendor.name),
      (error: unknown) => outages.recordFailure(vendor, error),
    );
    return { work, covers: vendor.list ? startedAt : syncedBefore };
  });
  const numberReads = new Map<string, Promise<void>>();

  /** One read of a number at a time, for all callers that wait. */
  function readOne(vendor: VoiceVendor, vendorId: string): Promise<void> {
    const id = toNumberId(vendor.name, vendorId);
    const known = numberReads.get(id);
    if (known !== undefined) return known;
    const work = vendor
      .forReaders(() => refresh.numbers(vendor, [vendorId]))
      // No outage: a list shows one only until all is read again, and that is not even due.
      .catch((error: unknown) => outages.log(vendor, error))
      .finally(() => numberReads.delete(id));
    numberReads.set(id, work);
    return work;
  }

  /** Waits, but no longer than a reader should: the work goes on without it. Says whether it is done. */
  async function patiently(work: Promise<void>, longestMs = waitMs): Promise<boolean> {
    const patience = new AbortController();
    const late = sleep(Math.min(longestMs, waitMs), false, { signal: patience.signal, ref: false }).catch(() => false);
    const isDone = await Promise.race([work.then(() => true), late]);
    patience.abort();
    return isDone;
  }

  return {
    async ensureFresh(names, wantedAgeSeconds) {
      const syncedBefore = ago(wantedAgeSeconds ?? maxAgeSeconds);
      const syncTimes = await registry.syncTimes();
      await Promise.all(
        present(vendors, names).map(async (vendor) => {
          const lastSyncedAt = syncTimes.get(vendor.name);
          if (lastSyncedAt !== undefined && isNewerThan(lastSyncedAt, syncedBefore)) return;
          const work = vendorReads.run(vendor, syncedBefore);
          const isFirst = lastSyncedAt === undefined;
          if (wantedAgeSeconds === null && !isFirst) return;
          // A large account takes minutes to read for the first time: what is there by then is shown, with an outage.
          const isDone = await patiently(work, wantedAgeSeconds === null ? FIRST_WAIT_MS : waitMs);
          if (!isDone) outages.recordLate(vendor);
        }),
      );
    },

    async refreshNumber({ vendor: name, vendorId, syncedAt }, wantedAgeSeconds) {
      const vendor = vendors.get(name);
      if (!vendor || isNewerThan(syncedAt, ago(wantedAgeSeconds ?? maxAgeSeconds))) return false;
      if (wantedAgeSeconds === null) {
        if (numberReads.size < MAX_UNAWAITED_READS) void readOne(vendor, vendorId);
        return false;
      }
      const work = readOne(vendor, vendorId);
      await patiently(work);
      return true;
    },

    outages: (names) => present(vendors, names).flatMap((vendor) => outages.of(vendor) ?? []),

    async stop() {
      refresh.stop();
      await Promise.all([vendorReads.idle(), ...numberReads.values()]);
    },
  };
}

/** Each vendor once, however often it is named: work is done for each. */
function present(vendors: ReadonlyMap<VendorName, VoiceVendor>, names: readonly VendorName[]): VoiceVendor[] {
  return [...new Set(names)].map((name) => vendors.get(name)).filter((vendor) => vendor !== undefined);
}
