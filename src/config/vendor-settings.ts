import type { VendorDefinition } from '../vendors/define-vendor.ts';
import type { VendorAccounts } from '../vendors/open-vendor.ts';

/** What the variables say of the vendors. */
export type VendorSettings = {
  readonly accounts: VendorAccounts;
  readonly mistakes: readonly string[];
};

/** The variable of each setting of a vendor, such as `API_KEY` of `<NAME>_API_KEY`. */
export function variablesOf({ name, settings }: VendorDefinition): readonly string[] {
  return Object.keys(settings.shape).map((key) => `${name}_${key}`);
}

/** The variables without which there is no account with this vendor. */
export function requiredVariablesOf({ name, settings }: VendorDefinition): readonly string[] {
  const missing = settings.safeParse({}).error?.issues.map(({ path: [key] }) => `${name}_${String(key)}`);
  return [...new Set(missing)];
}

/**
 * Reads the settings of every vendor that has a variable set. Mistakes name variables, never values. With
 * `isComplete: false` a setting that is missing is no mistake: there is no account then.
 */
export function readVendorSettings(
  given: ReadonlyMap<string, string>,
  vendors: readonly VendorDefinition[],
  { isComplete }: { readonly isComplete: boolean },
): VendorSettings {
  const accounts: Record<string, unknown> = {};
  const mistakes: string[] = [];
  for (const definition of vendors) {
    const { name, settings } = definition;
    const present = variablesOf(definition).filter((variable) => given.has(variable));
    if (present.length === 0) continue;
    const values = present.map((variable) => [variable.slice(name.length + 1), given.get(variable)] as const);
    const parsed = settings.safeParse(Object.fromEntries(values));
    if (parsed.success) accounts[name] = parsed.data;
    for (const { path, message, code } of parsed.error?.issues ?? []) {
      const variable = `${name}_${path.length === 0 ? '…' : String(path[0])}`;
      const isMissing = path.length > 0 && !given.has(variable);
      // Where one of several settings will do, the definition says so in its own words.
      if (!isMissing || (isComplete && code === 'custom')) mistakes.push(`${variable} ${message}`);
      else if (isComplete) mistakes.push(`${variable} is missing: set it too, since ${present.join(' and ')} is set`);
    }
  }
  return { accounts, mistakes };
}
