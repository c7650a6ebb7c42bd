import type { VendorDefinition } from '../../src/vendors/define-vendor.ts';
import { createErrorReading, type Dialect, type ErrorReading } from '../../src/vendors/error-reading.ts';

const NOWHERE = 'http://127.0.0.1:9';

/** How the failures of a vendor are read: one reading for each API that its adapter connects to. */
export async function errorReadingsOf(definition: VendorDefinition): Promise<ErrorReading[]> {
  const { name, title } = definition;
  const fake = await definition.sandbox?.();
  const settings = definition.settings.parse(fake?.settingsAt(NOWHERE));
  const dialects: Dialect[] = [];
  definition.create({
    settings,
    connect({ dialect }) {
      dialects.push(dialect);
      const refuse = () => Promise.reject(new Error('Nothing is called here.'));
      return { pathTo: (root) => root, read: refuse, write: refuse };
    },
  });
  return dialects.map((dialect) => createErrorReading({ name, title, dialect }));
}
