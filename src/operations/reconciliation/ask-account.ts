import { setTimeout as sleep } from 'node:timers/promises';
import type { LeasedOperation } from '../../ledger/ledger.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import { VendorError } from '../../vendors/vendor-error.ts';
import type { OperationContext } from '../shared/context.ts';
import type { Finding } from './finding.ts';
import { findAcquired } from './reconcile-acquisition.ts';

type Success = Extract<Finding, { record: unknown }>;

/**
 * Asks the vendor, who says of a number that it is no longer available, whether that is because it is this operation's.
 * `unknown` where it does not answer as long as a caller waits. A vendor that cannot be asked is believed.
 */
export async function askAccount(
  context: OperationContext,
  leased: LeasedOperation,
  vendor: VoiceVendor,
): Promise<Success | 'not-shown' | 'unknown'> {
  if (!vendor.list && !vendor.find) return 'not-shown';
  const patience = new AbortController();
  const late = sleep(context.waitMs, null, { signal: patience.signal, ref: false }).catch(() => null);
  const asked = findAcquired(context, leased, vendor).catch((error: unknown) => {
    if (error instanceof VendorError) return null;
    throw error;
  });
  const finding = await Promise.race([asked, late]);
  patience.abort();
  if (finding === null) return 'unknown';
  if ('record' in finding) return finding;
  return finding.evidence === 'unavailable-and-not-shown' ? 'not-shown' : 'unknown';
}
