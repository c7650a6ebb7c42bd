import type { VendorName } from '../domain/phone-number.ts';
import type { Registry } from '../registry/registry.ts';

/** When vendors were last read completely, as far as this process has heard: other instances read them too. */
export type SyncTimes = {
  /**
   * In ms; null where it is not known to have been. A time that is yet to come is from before the clock was set back, and
   * tells nothing.
   */
  of(vendor: VendorName): number | null;
  /** Asks the database: one query for all who ask at the same time. */
  ask(): Promise<void>;
};

/** Knows of none at first. */
export function createSyncTimes(registry: Pick<Registry, 'syncTimes'>, now: () => Date): SyncTimes {
  const known = new Map<VendorName, number>();
  let asking: Promise<void> | null = null;

  async function ask(): Promise<void> {
    for (const [vendor, at] of await registry.syncTimes()) known.set(vendor, Date.parse(at));
  }

  return {
    of(vendor) {
      const at = known.get(vendor) ?? null;
      return at !== null && at > now().getTime() ? null : at;
    },
    ask() {
      asking ??= ask().finally(() => {
        asking = null;
      });
      return asking;
    },
  };
}
