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
 * `unknown` where it does not answer, or not for as long as a caller waits. A vendor that cannot be asked is believed.
 */
export async function askAccount(
  context: OperationContext,
  leased: LeasedOperation,
  { vendor, waitMs }: { readonly vendor: VoiceVendor; readonly waitMs: number | null },
): Promise<Success | 'not-shown' | 'unknown'> {
  if (!vendor.list && !vendor.find) return 'not-shown';
  const asked = findAcquired(context, leased, vendor).catch((error: unknown) => {
    if (error instanceof VendorError) return null;
    throw error;
  });
  const finding = waitMs === null ? await asked : await patiently(asked, waitMs);
  if (finding === null) return 'unknown';
  if ('record' in finding) return finding;
  return finding.evidence === 'unavailable-and-not-shown' ? 'not-shown' : 'unknown';
}

async function patiently<Answer>(work: Promise<Answer>, waitMs: number): Promise<Answer | null> {
  const patience = new AbortController();
  const late = sleep(waitMs, null, { signal: patience.signal, ref: false }).catch(() => null);
  try {
    return await Promise.race([work, late]);
  } finally {
    patience.abort();
  }
}
