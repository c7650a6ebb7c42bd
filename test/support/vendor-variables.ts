import { z } from 'zod';
import type { VendorDefinition } from '../../src/vendors/define-vendor.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { mark } from './vendor-contract/subject.ts';

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

/** The same accounts with the built-in vendors under another key: what else a vendor takes no such text for stays. */
export function withKey(environment: Readonly<Record<string, string>>, key: string): Record<string, string> {
  const marked = builtInVendors.map((definition) => {
    const { name, settings } = definition;
    const given = Object.keys(settings.shape).flatMap((end) => {
      const value = environment[`${name}_${end}`];
      return value === undefined ? [] : [[end, value] as const];
    });
    const values = Object.entries(mark(definition, Object.fromEntries(given), () => key));
    return Object.fromEntries(values.map(([end, value]) => [`${name}_${end}`, value]));
  });
  return Object.assign({ ...environment }, ...marked);
}

/** The variables of an account with each of the built-in vendors. */
export const accountVariables: Readonly<Record<string, string>> = Object.assign(
  {},
  ...(await Promise.all(builtInVendors.map(variablesOfAccount))),
);
