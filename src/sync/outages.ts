import type { Logger } from 'pino';
import type { VendorName } from '../domain/phone-number.ts';
import type { VoiceVendor } from '../vendors/open-vendor.ts';
import { VendorError } from '../vendors/vendor-error.ts';

/** A vendor that could not be asked: what is shown of it may be old. */
export type Outage = { readonly vendor: VendorName; readonly since: string; readonly message: string };

/** What this process knows of vendors that do not answer. */
export type Outages = {
  /** A whole refresh failed. */
  recordFailure(vendor: VoiceVendor, error: unknown): void;
  /** A refresh takes longer than its caller waits. */
  recordLate(vendor: VoiceVendor): void;
  /** A whole refresh went well. */
  clear(vendor: VendorName): void;
  /** The outage of a vendor, as its last calls or its last refresh tell; null while all is well. */
  of(vendor: VoiceVendor): Outage | null;
  /** Logs that a read failed. */
  log(vendor: VoiceVendor, error: unknown): void;
};

/** None yet. */
export function createOutages({ now, logger }: { readonly now: () => Date; readonly logger: Logger }): Outages {
  const failures = new Map<VendorName, Outage>();

  const log = (vendor: VoiceVendor, error: unknown): void => {
    if (error instanceof VendorError) logger.warn({ vendor: vendor.name, reason: error.reason }, 'refresh failed');
    else logger.error({ vendor: vendor.name, err: error }, 'refresh failed');
  };

  return {
    recordFailure(vendor, error) {
      const message = error instanceof VendorError ? error.message : `${vendor.title}'s numbers could not be read.`;
      const since = failures.get(vendor.name)?.since ?? now().toISOString();
      failures.set(vendor.name, { vendor: vendor.name, since, message });
      log(vendor, error);
    },
    recordLate(vendor) {
      if (failures.has(vendor.name)) return;
      const message = `${vendor.title} did not answer in time.`;
      failures.set(vendor.name, { vendor: vendor.name, since: now().toISOString(), message });
    },
    clear: (vendor) => void failures.delete(vendor),
    of(vendor) {
      const { failingSince, message } = vendor.health();
      if (failingSince !== null) return { vendor: vendor.name, since: failingSince, message };
      return failures.get(vendor.name) ?? null;
    },
    log,
  };
}
