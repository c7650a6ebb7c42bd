import { statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import { checkDefinitions, PORT_VERSION, type VendorDefinition } from '../vendors/define-vendor.ts';
import { DefinitionError } from '../vendors/definition-error.ts';
import { giveOwnPort, resolveFromWorkingFolder } from '../vendors/own-port.ts';
import { environment } from './variables.ts';
import { variablesOf } from './vendor-settings.ts';

/** Why one package of `VENDORS` does not do, in words that go on after its name. */
class UnfitError extends Error {}

/** The definitions that were loaded, and what is wrong with the others: for each package what to do about it. */
export type OutsideVendors = { readonly vendors: readonly VendorDefinition[]; readonly mistakes: readonly string[] };

/**
 * Loads vendors from packages, or files, as a file in the working folder would import them. What they export runs beside
 * the `builtIn` ones, and may take nothing of theirs.
 */
export async function loadOutsideVendors(
  names: readonly string[],
  builtIn: readonly VendorDefinition[],
): Promise<OutsideVendors> {
  giveOwnPort();
  const vendors: VendorDefinition[] = [];
  const mistakes: string[] = [];
  // One after the other, so that it is always the same one whose name is taken.
  for (const name of names) {
    try {
      for (const exported of await importDefinitions(name)) {
        vendors.push(check(exported, { builtIn, others: [...builtIn, ...vendors] }));
      }
    } catch (error) {
      if (!(error instanceof UnfitError)) throw error;
      mistakes.push(`VENDORS names ${name}, ${error.message}`);
    }
  }
  return { vendors, mistakes };
}

/** What a package exports: one definition or several as its default, or several as `vendors`. */
async function importDefinitions(name: string): Promise<readonly unknown[]> {
  const url = findModule(name);
  const { vendors, default: one }: Exported = await import(url).catch((error: unknown) => {
    throw new UnfitError(`which cannot be loaded: ${firstLine(error)}`, { cause: error });
  });
  const found = vendors ?? one;
  const definitions: readonly unknown[] = Array.isArray(found) ? found : [found].filter((each) => each !== undefined);
  if (definitions.length > 0) return definitions;
  throw new UnfitError(
    'which exports no definition: export what defineVendor gives as the default, or several as vendors',
  );
}

type Exported = { readonly vendors?: unknown; readonly default?: unknown };

function findModule(name: string): string {
  const url = isAbsolute(name) ? pathToFileURL(name).href : resolve(name);
  if (!url.startsWith('file:')) throw new UnfitError('which is neither a package nor a file');
  const found = statSync(fileURLToPath(url), { throwIfNoEntry: false });
  if (found === undefined) throw new UnfitError('and there is no such file');
  if (found.isDirectory()) throw new UnfitError('which is a folder: name the file in it that exports the definition');
  return url;
}

function resolve(name: string): string {
  try {
    return resolveFromWorkingFolder(name);
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND';
    const why = isMissing
      ? `which is not installed where ${process.cwd()} finds it: install it there, or name its file`
      : `which cannot be found: ${firstLine(cause)}`;
    throw new UnfitError(why, { cause });
  }
}

type Beside = { readonly builtIn: readonly VendorDefinition[]; readonly others: readonly VendorDefinition[] };

/** The definition, once nothing about it is wrong. */
function check(exported: unknown, { builtIn, others }: Beside): VendorDefinition {
  if (!isDefinition(exported)) throw new UnfitError(`which exports a definition that is none: ${explain(exported)}`);
  const { name, rules } = exported;
  const { port } = facts.parse(exported);
  if (port !== PORT_VERSION) {
    const madeFor =
      port === undefined
        ? 'does not say for which version of the port it is made'
        : `is made for version ${port} of the port`;
    throw new UnfitError(
      `whose ${name} ${madeFor}: this service has version ${PORT_VERSION}, so take a package made for that`,
    );
  }
  const missing = rulesOfAll(builtIn).find((rule) => !(rule in rules));
  if (missing !== undefined) throw new UnfitError(`whose ${name} makes no sense: its rules have no ${missing}`);
  try {
    checkDefinitions([exported]);
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    throw new UnfitError(`whose definition makes no sense: ${error.message.replace(/\.$/, '')}`, { cause: error });
  }
  if (others.some((other) => other.name === name)) {
    throw new UnfitError(`whose vendor is called ${name}, as another one is: one of them has to go`);
  }
  const variables = [...Object.keys(environment.shape), ...others.flatMap(variablesOf)];
  const taken = variablesOf(exported).find((variable) => variables.includes(variable));
  if (taken !== undefined)
    throw new UnfitError(`whose ${name} has a setting ${taken}, which is another variable already`);
  return exported;
}

const aFunction = z.custom<unknown>((value) => typeof value === 'function', 'must be a function');
const settings = z.looseObject({ shape: z.looseObject({}), safeParse: aFunction }, 'must be a zod object');

/** As far as nothing of the service would fail before it is called. */
const facts = z.looseObject(
  {
    name: z.string('must be a text'),
    title: z.string('must be a text'),
    about: z.string('must be a text'),
    port: z.unknown().optional(),
    settings,
    rules: z.looseObject({}, 'must be an object'),
    account: aFunction,
    create: aFunction,
    sandbox: aFunction.optional(),
  },
  'must be an object',
);

function isDefinition(exported: unknown): exported is VendorDefinition {
  return facts.safeParse(exported).success;
}

function explain(exported: unknown): string {
  const [issue] = facts.safeParse(exported).error?.issues ?? [];
  return `${issue?.path.join('.') || 'it'} ${issue?.message ?? ''}`;
}

/** The rules that every definition has. */
function rulesOfAll(definitions: readonly VendorDefinition[]): string[] {
  const [first, ...others] = definitions.map(({ rules }) => Object.keys(rules));
  return (first ?? []).filter((rule) => others.every((rules) => rules.includes(rule)));
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
