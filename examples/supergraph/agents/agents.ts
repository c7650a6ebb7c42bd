import type { VendorDefinition } from '../../../src/vendors/define-vendor.ts';
import { builtInVendors } from '../../../src/vendors/index.ts';

export type Agent = { readonly id: string; readonly name: string; readonly language: string };

/** The agents of the fake vendors: those that the sandbox's phone numbers are linked to. */
export async function loadAgents(vendors: readonly VendorDefinition[] = builtInVendors): Promise<readonly Agent[]> {
  const fakes = await Promise.all(vendors.map((vendor) => vendor.sandbox?.()));
  return fakes.flatMap((fake) => fake?.agents ?? []).map(({ id, name }) => ({ id, name, language: 'en' }));
}
