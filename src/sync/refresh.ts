import { type AccountReads, isListed } from '../accounts/account-reads.ts';
import type { Registry } from '../registry/registry.ts';
import type { VoiceVendor } from '../vendors/open-vendor.ts';

/** Reads vendors into the registry. Both methods throw `VendorError` where a vendor does not answer. */
export type Refresh = {
  /** All numbers of the account; where the vendor has no list, all that are known. */
  all(vendor: VoiceVendor): Promise<void>;
  /** These numbers alone. */
  numbers(vendor: VoiceVendor, vendorIds: readonly string[]): Promise<void>;
  /** Makes reads that are under way end early. */
  stop(): void;
};

type RefreshSettings = {
  readonly registry: Registry;
  readonly accounts: AccountReads;
  readonly now: () => Date;
};

/** Numbers asked for at a time, where each is a call of its own; leaves room for calls that people wait for. */
const PARALLEL_READS = 6;

/** Makes the reads of one process. */
export function createRefresh({ registry, accounts, now }: RefreshSettings): Refresh {
  let isStopping = false;

  async function numbers(vendor: VoiceVendor, vendorIds: readonly string[]): Promise<void> {
    if (vendorIds.length === 0) return;
    // What another account does not show says nothing.
    await accounts.confirm(vendor);
    const since = await registry.sequence();
    const left = vendorIds.values();
    const reader = async (): Promise<void> => {
      for (const vendorId of left) {
        if (isStopping) return;
        const reported = await vendor.get(vendorId);
        if (reported) await registry.recordSeen(vendor.name, [reported], since);
        else await accounts.recordMissing(vendor, vendorId, since);
      }
    };
    await Promise.all(Array.from({ length: PARALLEL_READS }, reader));
  }

  return {
    async all(vendor) {
      if (isListed(vendor)) {
        await accounts.read(vendor);
        return;
      }
      const startedAt = now().toISOString();
      // What a read of its own confirms meanwhile is not read again.
      await numbers(vendor, await registry.stale(vendor.name, startedAt));
      if (!isStopping) await registry.recordSynced(vendor.name, startedAt);
    },
    numbers,
    stop() {
      isStopping = true;
      accounts.stop();
    },
  };
}
