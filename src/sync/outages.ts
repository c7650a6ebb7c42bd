import type { Logger } from 'pino';
import type { VendorName } from '../domain/phone-number.ts';
import type { VoiceVendor } from '../vendors/open-vendor.ts';
import { VendorError } from '../vendors/vendor-error.ts';

/** A vendor that failed when it was asked: what is shown of it may be old. */
export type Outage = { readonly vendor: VendorName; readonly since: string; readonly message: string };

/** Whether a vendor answers, and since when it has or has not; `since` is null before its first answer. */
export type Availability = { readonly available: boolean; readonly since: string | null };

/** What this process knows of vendors that fail: the only place that says whether one does. */
export type Outages = {
  /** A whole refresh failed. */
  recordFailure(vendor: VoiceVendor, error: unknown): void;
  /** A whole refresh went well. */
  clear(vendor: VendorName): void;
  /** The outage of a vendor, as its last calls or its last refresh tell; null while all is well. */
  of(vendor: VoiceVendor): Outage | null;
  /** The same, said the other way round. */
  availability(vendor: VoiceVendor): Availability;
  /** Logs that a read failed. */
  log(vendor: VoiceVendor, error: unknown): void;
};

/** None yet. */
export function createOutages({ now, logger }: { readonly now: () => Date; readonly logger: Logger }): Outages {
  const failures = new Map<VendorName, Outage>();
  const overSince = new Map<VendorName, string>();

  const log = (vendor: VoiceVendor, error: unknown): void => {
    if (error instanceof VendorError) logger.warn({ vendor: vendor.name, reason: error.reason }, 'refresh failed');
    else logger.error({ vendor: vendor.name, err: error }, 'refresh failed');
  };

  function outageOf(vendor: VoiceVendor): Outage | null {
    const { failingSince, message } = vendor.health();
    const ofRefresh = failures.get(vendor.name) ?? null;
    if (failingSince === null) return ofRefresh;
    // Both may tell of it: it began with the first, and the last call knows best what is the matter.
    const since = ofRefresh === null || ofRefresh.since > failingSince ? failingSince : ofRefresh.since;
    return { vendor: vendor.name, since, message };
  }

  return {
    recordFailure(vendor, error) {
      const message = error instanceof VendorError ? error.message : `${vendor.title}'s numbers could not be read.`;
      const since = failures.get(vendor.name)?.since ?? now().toISOString();
      failures.set(vendor.name, { vendor: vendor.name, since, message });
      log(vendor, error);
    },
    clear(vendor) {
      if (failures.delete(vendor)) overSince.set(vendor, now().toISOString());
    },
    of: outageOf,
    availability(vendor) {
      const outage = outageOf(vendor);
      if (outage !== null) return { available: false, since: outage.since };
      const { answeringSince } = vendor.health();
      const over = overSince.get(vendor.name);
      return { available: true, since: over !== undefined && over > (answeringSince ?? '') ? over : answeringSince };
    },
    log,
  };
}
