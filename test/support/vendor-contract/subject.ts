import { Secret } from '../../../src/domain/secret.ts';
import { type Capability, capabilitiesOf } from '../../../src/vendors/capabilities.ts';
import type { VendorDefinition } from '../../../src/vendors/define-vendor.ts';
import type { FakeVendor } from '../../../src/vendors/fake-kit/fake-vendor.ts';
import type { Vendor } from '../../../src/vendors/vendor.ts';

/** A vendor whose promises are checked, and what its definition tells before anything runs. */
export type Subject = {
  readonly definition: VendorDefinition;
  readonly fake: FakeVendor;
  /** The members of its adapter, connected to nothing: they tell what it can do. */
  readonly members: Vendor;
  readonly capabilities: readonly Capability[];
};

const NOWHERE = 'http://127.0.0.1:9';
const SECRET = 'test-key-4f8a';

/** Loads what the contract needs. Throws if the vendor has no fake. */
export async function loadSubject(definition: VendorDefinition): Promise<Subject> {
  const fake = await definition.sandbox?.();
  if (fake === undefined) throw new Error(`${definition.name} has no fake, so nothing about it can be checked.`);
  const refuse = () => Promise.reject(new Error('Nothing is called here.'));
  const members = definition.create({
    settings: settingsOf({ definition, fake }, NOWHERE).settings,
    connect: () => ({ pathTo: (root) => root, read: refuse, write: refuse }),
  });
  return { definition, fake, members, capabilities: capabilitiesOf(members) };
}

/** The settings for an account at this URL, with secrets that can be told from other words where the vendor allows it. */
export function settingsOf(
  { definition, fake }: Pick<Subject, 'definition' | 'fake'>,
  baseUrl: string,
): { settings: unknown; secrets: string[] } {
  const texts = mark(definition, fake.settingsAt(baseUrl, ['PLATFORM']), (name) => `${SECRET}-${name}`);
  const settings = definition.settings.parse(texts);
  const isSecret = (name: string) => Reflect.get(Object(settings), name) instanceof Secret;
  const secrets = Object.entries(texts).flatMap(([name, text]) => (isSecret(name) ? [text] : []));
  return { settings, secrets };
}

/** Settings with another text in place of each that is no URL, where the vendor takes it. */
export function mark(
  { settings }: VendorDefinition,
  given: Readonly<Record<string, string>>,
  textOf: (name: string) => string,
): Readonly<Record<string, string>> {
  let marked = given;
  for (const [name, text] of Object.entries(given)) {
    const changed = { ...marked, [name]: textOf(name) };
    if (!URL.canParse(text) && settings.safeParse(changed).success) marked = changed;
  }
  return marked;
}
