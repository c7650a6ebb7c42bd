import type { Logger } from 'pino';
import type { VendorName } from '../domain/phone-number.ts';
import type { Registry } from '../registry/registry.ts';
import type { VoiceVendor } from '../vendors/open-vendor.ts';

/**
 * Makes the registry of a service that began with an empty ledger warn once an account has been read to its end, and holds
 * numbers: it is a first installation, or the ledger was lost.
 */
export function warnOfEmptyLedger(
  registry: Registry,
  { vendors, logger }: { readonly vendors: ReadonlyMap<VendorName, VoiceVendor>; readonly logger: Logger },
): Registry {
  let isDone = false;
  return {
    ...registry,
    async recordSynced(vendor, at) {
      await registry.recordSynced(vendor, at);
      if (isDone || !vendors.get(vendor)?.list) return;
      const numbers = await registry.count({ vendors: [vendor] });
      if (numbers === 0 || isDone) return;
      isDone = true;
      logger.warn(
        { vendor, numbers },
        `The ledger is empty, and the account holds ${numbers} numbers. If a service has bought some of them before, ` +
          'their idempotency keys are not known here, and a repeat of one buys again: write them back with ' +
          '`phone-numbers restore-key`.',
      );
    },
  };
}
