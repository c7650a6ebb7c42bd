import { readFileSync } from 'node:fs';
import type { VendorDefinition } from '../vendors/define-vendor.ts';
import { variablesOf } from './vendor-settings.ts';

const SUFFIX = '_FILE';

/** The variables that name a file with the value of another one, as secrets are mounted into containers. */
export function fileVariables(vendors: readonly VendorDefinition[]): readonly string[] {
  return ['DATABASE_URL', 'ROUTER_SECRETS', ...vendors.flatMap(variablesOf)].map((name) => `${name}${SUFFIX}`);
}

/** Puts what these files hold in the place of their names. Mistakes name variables, never a path or a value. */
export function readSecretFiles(
  given: ReadonlyMap<string, string>,
  vendors: readonly VendorDefinition[],
): { readonly given: ReadonlyMap<string, string>; readonly mistakes: readonly string[] } {
  const read = new Map(given);
  const mistakes: string[] = [];
  for (const fileVariable of fileVariables(vendors)) {
    const file = given.get(fileVariable);
    if (file === undefined) continue;
    const name = fileVariable.slice(0, -SUFFIX.length);
    const value = readText(file);
    if (given.has(name)) mistakes.push(`${fileVariable} is set, and ${name} too: set one of them`);
    else if (value === null) mistakes.push(`${fileVariable} must name a file that this user can read`);
    else if (value === '') mistakes.push(`${fileVariable} names a file that is empty`);
    else read.set(name, value);
    read.delete(fileVariable);
  }
  return { given: read, mistakes };
}

/** Without the line break that editors put at the end. */
function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}
