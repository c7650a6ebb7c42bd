import type { MissingRead, Registry } from '../registry/registry.ts';
import { incompleteList } from '../vendors/error-reading.ts';
import type { VoiceVendor } from '../vendors/open-vendor.ts';

/** Numbers that are asked for one by one. */
const SAMPLE = 20;

/**
 * Asks for numbers that a complete list has left out: it may have missed some, as where its pages shift. Those that are
 * there count as seen. Gives the vendor's ids of those that are not; null where it leaves out so many that not all are asked
 * for. Throws `VendorError` where some of those are there.
 */
export async function seekMissing(
  registry: Registry,
  { vendor, ...read }: MissingRead & { readonly vendor: VoiceVendor },
): Promise<readonly string[] | null> {
  const missing = await registry.missing(vendor.name, read, SAMPLE + 1);
  const gone: string[] = [];
  let found = 0;
  for (const vendorId of missing.slice(0, SAMPLE)) {
    const reported = await vendor.get(vendorId);
    if (reported === null) {
      gone.push(vendorId);
      continue;
    }
    found += 1;
    await registry.recordSeen(vendor.name, [reported], read.since);
  }
  if (found > 0 && missing.length > SAMPLE) {
    throw incompleteList(vendor.name, vendor.title, 'it leaves out numbers that are there');
  }
  return missing.length > SAMPLE ? null : gone;
}
