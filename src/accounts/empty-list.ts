import type { MissingRead, Registry } from '../registry/registry.ts';
import type { VoiceVendor } from '../vendors/open-vendor.ts';

/** Numbers that are asked for one by one. */
const SAMPLE = 5;

/**
 * Whether an empty list may be believed. Not where the account is known to hold numbers: it may have been emptied by
 * hand, so some are asked for one by one, and those that are not there are known as `UNKNOWN` from now on. Once all that
 * was known to be there is, the list is believed.
 */
export async function isEmptyInTruth(
  registry: Registry,
  { vendor, ...read }: MissingRead & { readonly vendor: VoiceVendor },
): Promise<boolean> {
  const known = await registry.held(vendor.name, SAMPLE);
  for (const vendorId of known) {
    const reported = await vendor.get(vendorId);
    if (reported === null) await registry.recordMissing(vendor.name, vendorId, read);
    else await registry.recordSeen(vendor.name, [reported], read.since);
  }
  return known.length === 0;
}
