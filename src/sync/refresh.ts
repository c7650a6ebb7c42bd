import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { toNumberId } from '../domain/number-id.ts';
import type { VendorName } from '../domain/phone-number.ts';
import type { Registry } from '../registry/registry.ts';
import type { VoiceVendor } from '../vendors/vendor.ts';
import { VendorError } from '../vendors/vendor-error.ts';

/** A vendor that could not be asked: what is shown of it may be old. */
export type Outage = { readonly vendor: VendorName; readonly since: string; readonly message: string };

/** A number, and when it was last confirmed. */
export type NumberPlace = { readonly vendor: VendorName; readonly vendorId: string; readonly syncedAt: string };

/** Keeps the registry as fresh as callers want it. */
export type Sync = {
  /**
   * Makes the vendors' numbers at most `maxAgeSeconds` old before it returns, if they answer in time. With null, what
   * is known is good enough: a refresh is started if it is due, and waited for only where nothing was ever read.
   */
  ensureFresh(vendors: readonly VendorName[], maxAgeSeconds: number | null): Promise<void>;
  /** The same for one number; says whether there may be something new to read. */
  refreshNumber(number: NumberPlace, maxAgeSeconds: number | null): Promise<boolean>;
  /** The vendors among these that did not answer when last asked. */
  outages(vendors: readonly VendorName[]): Outage[];
  /** Waits for refreshes that are under way. */
  stop(): Promise<void>;
};

type SyncSettings = {
  readonly vendors: ReadonlyMap<VendorName, VoiceVendor>;
  readonly registry: Registry;
  readonly now: () => Date;
  readonly logger: Logger;
  /** Age at which a refresh is due, for callers that do not say. */
  readonly maxAgeSeconds: number;
  /** How long a caller waits for a vendor at most. */
  readonly waitMs: number;
};

/** A refresh under way. Numbers will have been confirmed no longer ago than `covers`. */
type Refresh = { readonly work: Promise<void>; readonly covers: string };

/** Numbers asked for at a time, where each is a call of its own; leaves room for calls that people wait for. */
const PARALLEL_READS = 8;
/** How long somebody who asks for nothing fresh waits for a vendor that was never read. */
const FIRST_WAIT_MS = 1_000;

/** One for each process: what runs and what was found out of outages is remembered here, and nowhere else. */
export function createSync({ vendors, registry, now, logger, maxAgeSeconds, waitMs }: SyncSettings): Sync {
  const running = new Map<VendorName, Refresh>();
  const reading = new Map<string, Promise<void>>();
  /** The freshest that any caller has asked for. */
  const wanted = new Map<VendorName, string>();
  const failures = new Map<VendorName, Outage>();
  let isStopping = false;

  const ago = (seconds: number): string => new Date(now().getTime() - seconds * 1000).toISOString();

  /** One refresh of a vendor at a time, for all callers that it is new enough for. */
  async function refresh(vendor: VoiceVendor, syncedBefore: string): Promise<void> {
    const others = wanted.get(vendor.name) ?? '';
    wanted.set(vendor.name, others > syncedBefore ? others : syncedBefore);
    const joined = running.get(vendor.name);
    if (joined) {
      await joined.work;
      if (joined.covers >= syncedBefore) return;
    }
    // One that began after this was asked for is new enough, whatever the clock says.
    await (running.get(vendor.name) ?? start(vendor)).work;
  }

  function start(vendor: VoiceVendor): Refresh {
    const startedAt = now().toISOString();
    const syncedBefore = wanted.get(vendor.name) ?? startedAt;
    const work = (async () => {
      try {
        await (vendor.list ? walk(vendor) : readKnown(vendor, syncedBefore));
        if (isStopping) return;
        await registry.recordSynced(vendor.name, startedAt);
        failures.delete(vendor.name);
      } catch (error) {
        recordFailure(vendor, error);
      }
    })().finally(() => running.delete(vendor.name));
    const refreshing = { work, covers: vendor.list ? startedAt : syncedBefore };
    running.set(vendor.name, refreshing);
    return refreshing;
  }

  /** Takes in the vendor's whole list; only then is a number that was not met gone. */
  async function walk(vendor: VoiceVendor): Promise<void> {
    if (!vendor.list) return;
    const since = await registry.moment();
    for await (const numbers of vendor.list()) {
      if (isStopping) return;
      await registry.recordSeen(vendor.name, numbers, since);
    }
    const gone = await registry.recordGone(vendor.name, since);
    if (gone > 0) logger.info({ vendor: vendor.name, gone }, 'numbers are gone at the vendor');
  }

  async function readKnown(vendor: VoiceVendor, syncedBefore: string): Promise<void> {
    await readNumbers(vendor, await registry.stale(vendor.name, syncedBefore));
  }

  async function readNumbers(vendor: VoiceVendor, vendorIds: readonly string[]): Promise<void> {
    if (vendorIds.length === 0) return;
    const since = await registry.moment();
    const left = vendorIds.values();
    const reader = async (): Promise<void> => {
      for (const vendorId of left) {
        if (isStopping) return;
        const reported = await vendor.get(vendorId);
        if (reported) await registry.recordSeen(vendor.name, [reported], since);
        else await registry.recordMissing(vendor.name, vendorId, since);
      }
    };
    await Promise.all(Array.from({ length: PARALLEL_READS }, reader));
  }

  /** One read of a number at a time, for all callers that wait. */
  function readOne(vendor: VoiceVendor, vendorId: string): Promise<void> {
    const id = toNumberId(vendor.name, vendorId);
    const known = reading.get(id);
    if (known !== undefined) return known;
    const work = readNumbers(vendor, [vendorId])
      // No outage: a list shows one only until all is read again, and that is not even due.
      .catch((error: unknown) => logFailure(vendor, error))
      .finally(() => reading.delete(id));
    reading.set(id, work);
    return work;
  }

  function recordFailure(vendor: VoiceVendor, error: unknown): void {
    const message = error instanceof VendorError ? error.message : `${vendor.title}'s numbers could not be read.`;
    const since = failures.get(vendor.name)?.since ?? now().toISOString();
    failures.set(vendor.name, { vendor: vendor.name, since, message });
    logFailure(vendor, error);
  }

  function logFailure(vendor: VoiceVendor, error: unknown): void {
    if (error instanceof VendorError) logger.warn({ vendor: vendor.name, reason: error.reason }, 'refresh failed');
    else logger.error({ vendor: vendor.name, err: error }, 'refresh failed');
  }

  /** Waits, but no longer than a reader should: the work goes on without it. Says whether it is done. */
  async function patiently(work: Promise<void>, longestMs = waitMs): Promise<boolean> {
    const patience = new AbortController();
    const late = sleep(Math.min(longestMs, waitMs), false, { signal: patience.signal, ref: false }).catch(() => false);
    const isDone = await Promise.race([work.then(() => true), late]);
    patience.abort();
    return isDone;
  }

  function recordLate(vendor: VoiceVendor): void {
    if (failures.has(vendor.name)) return;
    const message = `${vendor.title} did not answer in time.`;
    failures.set(vendor.name, { vendor: vendor.name, since: now().toISOString(), message });
  }

  return {
    async ensureFresh(names, wantedAgeSeconds) {
      const syncedBefore = ago(wantedAgeSeconds ?? maxAgeSeconds);
      await Promise.all(
        present(vendors, names).map(async (vendor) => {
          const lastSyncedAt = await registry.lastSyncedAt(vendor.name);
          if (lastSyncedAt !== null && lastSyncedAt > syncedBefore) return;
          const work = refresh(vendor, syncedBefore);
          const isFirst = lastSyncedAt === null;
          if (wantedAgeSeconds === null && !isFirst) return;
          // A large account takes minutes to read for the first time: what is there by then is shown, with an outage.
          const isDone = await patiently(work, wantedAgeSeconds === null ? FIRST_WAIT_MS : waitMs);
          if (!isDone) recordLate(vendor);
        }),
      );
    },

    async refreshNumber({ vendor: name, vendorId, syncedAt }, wantedAgeSeconds) {
      const vendor = vendors.get(name);
      if (!vendor || syncedAt > ago(wantedAgeSeconds ?? maxAgeSeconds)) return false;
      const work = readOne(vendor, vendorId);
      if (wantedAgeSeconds === null) return false;
      await patiently(work);
      return true;
    },

    outages(names) {
      return present(vendors, names).flatMap((vendor) => {
        const { failingSince, message } = vendor.health();
        if (failingSince !== null) return { vendor: vendor.name, since: failingSince, message };
        return failures.get(vendor.name) ?? [];
      });
    },

    async stop() {
      isStopping = true;
      await Promise.all([...[...running.values()].map(({ work }) => work), ...reading.values()]);
    },
  };
}

function present(vendors: ReadonlyMap<VendorName, VoiceVendor>, names: readonly VendorName[]): VoiceVendor[] {
  return names.map((name) => vendors.get(name)).filter((vendor) => vendor !== undefined);
}
