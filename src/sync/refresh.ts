import type { Logger } from 'pino';
import type { Registry } from '../registry/registry.ts';
import type { VoiceVendor } from '../vendors/open-vendor.ts';

/** Reads vendors into the registry. Both methods throw `VendorError` where a vendor does not answer. */
export type Refresh = {
  /** All numbers of the account; where the vendor has no list, those known that were confirmed before `syncedBefore`. */
  all(vendor: VoiceVendor, syncedBefore: string): Promise<void>;
  /** These numbers alone. */
  numbers(vendor: VoiceVendor, vendorIds: readonly string[]): Promise<void>;
  /** Makes reads that are under way end early. */
  stop(): void;
};

type RefreshSettings = {
  readonly registry: Registry;
  readonly now: () => Date;
  readonly logger: Logger;
};

/** Numbers asked for at a time, where each is a call of its own; leaves room for calls that people wait for. */
const PARALLEL_READS = 8;

/** Makes the reads of one process. */
export function createRefresh({ registry, now, logger }: RefreshSettings): Refresh {
  let isStopping = false;

  /** Takes in the whole list; only then is a number that it did not contain no longer in the account. */
  async function syncList(vendor: VoiceVendor, list: NonNullable<VoiceVendor['list']>): Promise<void> {
    const since = await registry.sequence();
    for await (const numbers of list()) {
      if (isStopping) return;
      await registry.recordSeen(vendor.name, numbers, since);
    }
    const gone = await registry.recordGone(vendor.name, since);
    if (gone > 0) logger.info({ vendor: vendor.name, gone }, 'numbers are no longer in the account');
  }

  async function numbers(vendor: VoiceVendor, vendorIds: readonly string[]): Promise<void> {
    if (vendorIds.length === 0) return;
    const since = await registry.sequence();
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

  return {
    async all(vendor, syncedBefore) {
      const startedAt = now().toISOString();
      if (vendor.list) await syncList(vendor, vendor.list);
      else await numbers(vendor, await registry.stale(vendor.name, syncedBefore));
      if (!isStopping) await registry.recordSynced(vendor.name, startedAt);
    },
    numbers,
    stop() {
      isStopping = true;
    },
  };
}
