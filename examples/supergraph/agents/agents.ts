import { builtInVendors } from '../../../src/vendors/index.ts';

export type Agent = { readonly id: string; readonly name: string; readonly language: string };

/** The agents of the fake vendors: those that the sandbox's phone numbers are linked to. */
export async function loadAgents(): Promise<readonly Agent[]> {
  const fakes = await Promise.all(builtInVendors.map((vendor) => vendor.sandbox?.()));
  return fakes.flatMap((fake) => fake?.agents ?? []).map(({ id, name }) => ({ id, name, language: 'en' }));
}
