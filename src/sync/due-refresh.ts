import { AsyncLocalStorage } from 'node:async_hooks';
import type { Logger } from 'pino';
import type { VoiceVendor } from '../vendors/open-vendor.ts';
import type { SyncTimes } from './sync-times.ts';

/** Starts the refreshes that nobody waits for. */
export type DueRefresh = {
  /** Starts what is due. Costs next to nothing, so that every read can call it. */
  start(): void;
  /** Starts nothing more, and waits for the look that is under way. */
  stop(): Promise<void>;
};

type DueRefreshSettings = {
  readonly vendors: readonly VoiceVendor[];
  readonly times: SyncTimes;
  /** Reads a vendor, unless it has been read since then (ms). */
  readonly refresh: (vendor: VoiceVendor, since: number) => void;
  readonly now: () => Date;
  readonly logger: Logger;
  /** The age at which a vendor is due. */
  readonly maxAgeMs: number;
};

/** Between two looks at the database, at least. */
const PAUSE_MS = 500;

/** When a vendor was read is looked up once it is due by what is known: another instance may have read it meanwhile. */
export function createDueRefresh({ vendors, times, refresh, now, logger, maxAgeMs }: DueRefreshSettings): DueRefresh {
  // What is started here is not part of the request that happens to start it.
  const outside = AsyncLocalStorage.snapshot();
  let looking: Promise<void> | null = null;
  let nextLookAt = 0;
  let isStopped = false;

  const dueAt = (vendor: VoiceVendor): number => (times.of(vendor.name) ?? Number.NEGATIVE_INFINITY) + maxAgeMs;

  async function look(at: number): Promise<void> {
    // What fails is looked at again after the pause.
    nextLookAt = at + PAUSE_MS;
    if (vendors.some((vendor) => dueAt(vendor) <= at)) await times.ask();
    if (isStopped) return;
    for (const vendor of vendors) if (dueAt(vendor) <= at) refresh(vendor, at - maxAgeMs);
    nextLookAt = Math.max(nextLookAt, Math.min(...vendors.map(dueAt)));
  }

  return {
    start() {
      const at = now().getTime();
      // A clock that was set back must not make it wait for longer than ever.
      const isEarly = at < nextLookAt && nextLookAt - at <= maxAgeMs + PAUSE_MS;
      if (isStopped || isEarly || looking !== null) return;
      looking = outside(() => look(at))
        .catch((error: unknown) => logger.warn({ err: error }, 'not known when vendors were last read'))
        .finally(() => {
          looking = null;
        });
    },
    async stop() {
      isStopped = true;
      await looking;
    },
  };
}
