import { z } from 'zod';
import type { VendorDefinition } from '../../src/vendors/define-vendor.ts';
import { builtInVendors } from '../../src/vendors/index.ts';

/** The variables of an account with a vendor, as its fake would have them, without those that have defaults. */
export async function variablesOfAccount({
  name,
  settings,
  sandbox,
}: VendorDefinition): Promise<Readonly<Record<string, string>>> {
  const fake = await sandbox?.();
  const given = Object.entries(fake?.settingsAt('https://api.example.com') ?? {});
  const needed = given.filter(([end]) => !withDefault(settings).includes(end));
  return Object.fromEntries(needed.map(([end, value]) => [`${name}_${end}`, value]));
}

/** The settings that have a default, by the ends of their variables' names. */
export function withDefault(settings: VendorDefinition['settings']): string[] {
  return Object.entries(settings.shape).flatMap(([end, schema]) =>
    schema instanceof z.ZodType && schema.safeParse(undefined).data !== undefined ? [end] : [],
  );
}

/** The variables of an account with each of the built-in vendors. */
export const accountVariables: Readonly<Record<string, string>> = Object.assign(
  {},
  ...(await Promise.all(builtInVendors.map(variablesOfAccount))),
);
