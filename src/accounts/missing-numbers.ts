import type { MissingRead, Registry } from '../registry/registry.ts';
import { incompleteList } from '../vendors/error-reading.ts';
import type { VoiceVendor } from '../vendors/open-vendor.ts';

/** Numbers that are asked for one by one. */
const SAMPLE = 20;

/**
 * Asks for numbers that a complete list has left out: it may have missed some, as where its pages shift. Those that are
 * there count as seen. Throws `VendorError` where it leaves out so many that not all are asked for, and some are there.
 */
export async function seekMissing(
  registry: Registry,
  { vendor, ...read }: MissingRead & { readonly vendor: VoiceVendor },
): Promise<void> {
  const missing = await registry.missing(vendor.name, read, SAMPLE + 1);
  let found = 0;
  for (const vendorId of missing.slice(0, SAMPLE)) {
    const reported = await vendor.get(vendorId);
    if (reported === null) continue;
    found += 1;
    await registry.recordSeen(vendor.name, [reported], read.since);
  }
  if (found > 0 && missing.length > SAMPLE) {
    throw incompleteList(vendor.name, vendor.title, 'it leaves out numbers that are there');
  }
}
