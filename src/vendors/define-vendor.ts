import type { z } from 'zod';
import type { VendorName } from '../domain/phone-number.ts';
import type { Connect } from './connect.ts';
import { DefinitionError } from './definition-error.ts';
import type { FakeVendor } from './fake-kit/fake-vendor.ts';
import { MIN_MARKER_LENGTH } from './marker.ts';
import type { Vendor } from './vendor.ts';
import type { VendorRules } from './vendor-rules.ts';

/** The settings of a vendor by the ends of their variables' names, such as `API_KEY` of `<NAME>_API_KEY`. */
export type SettingsSchema<Settings> = z.ZodType<Settings> & { readonly shape: Readonly<Record<string, unknown>> };

/**
 * The version of the port: `VendorDefinition`, and all that it leads to. Raised where a definition that was right before
 * would be wrong, so that a package which was made for another one is refused.
 */
export const PORT_VERSION = 1;

/** All that the service needs to know of a vendor: one for each folder of `vendors/`, or given at start from outside. */
export type VendorDefinition<Settings = unknown> = {
  readonly name: VendorName;
  /** The version of the port that it was made for. A vendor outside this repository has to say it. */
  readonly port?: typeof PORT_VERSION;
  /** As people write it, for sentences. */
  readonly title: string;
  /** What is special about it, for the description of its enum value. */
  readonly about: string;
  /** Read from `<NAME>_…` of the environment. See `settings.ts` for what most vendors need. */
  readonly settings: SettingsSchema<Settings>;
  readonly rules: VendorRules;
  /** Which account of the vendor this is, as a digest: an operation is judged only under the account it was sent to. */
  account(settings: Settings): string;
  /** Makes the adapter. `connect` gives it HTTP with timeouts, a breaker and the one reading of failures. */
  create(given: { readonly settings: Settings; readonly connect: Connect }): Vendor;
  /** Its fake, loaded only when the sandbox is on. */
  readonly sandbox?: () => Promise<FakeVendor>;
};

const VENDOR_NAME = /^[A-Z][A-Z0-9_]{1,39}$/;

/** Checks a definition, and forgets the type of its settings. Throws `DefinitionError`. */
export function defineVendor<Settings>(definition: VendorDefinition<Settings>): VendorDefinition {
  check(definition);
  return definition;
}

/** Checks definitions that may not have come from `defineVendor`, and that each name is there once. Throws `DefinitionError`. */
export function checkDefinitions(definitions: readonly VendorDefinition[]): void {
  for (const [index, definition] of definitions.entries()) {
    check(definition);
    if (definitions.findIndex(({ name }) => name === definition.name) < index)
      throw new DefinitionError(`There are two definitions of ${definition.name}.`);
  }
}

function check({ name, rules }: Pick<VendorDefinition, 'name' | 'rules'>): void {
  if (!VENDOR_NAME.test(name))
    throw new DefinitionError(`${name} is no name of a vendor: 2 to 40 of A-Z, 0-9 and _, a letter first.`);
  if (rules.labelIsMarker && rules.marker === null)
    throw new DefinitionError(`${name} keeps a label, so say how long a marker may be.`);
  if (rules.marker !== null && rules.marker.maxLength < MIN_MARKER_LENGTH)
    throw new DefinitionError(
      `${name} keeps too short a marker: it takes ${MIN_MARKER_LENGTH} characters to tell two apart.`,
    );
}

/** Throws where the vendor could buy a number that nobody finds again if the answer is lost. */
export function refuseUntraceable(name: VendorName, { buying, list, find }: Vendor, rules: VendorRules): void {
  if (buying === undefined || (rules.marker !== null && (list ?? find) !== undefined)) return;
  if (buying.choice === 'any') {
    throw new DefinitionError(
      `${name} picks the numbers it sells itself: without a marker and a list, a lost one cannot be found.`,
    );
  }
  if (buying.order === undefined) return;
  throw new DefinitionError(
    `${name} sells by order: without a marker and a list, what became of a lost one cannot be found.`,
  );
}
