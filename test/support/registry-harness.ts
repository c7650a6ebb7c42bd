import type { Database } from '../../src/database/database.ts';
import { toNumberId } from '../../src/domain/number-id.ts';
import type { Paging } from '../../src/domain/paging.ts';
import type { VendorName } from '../../src/domain/phone-number.ts';
import type { LocalFacts, NumberWrite, Registry } from '../../src/registry/registry.ts';
import { createRegistry } from '../../src/registry/sql-registry.ts';
import { writeNumber } from '../../src/registry/writes.ts';
import type { VendorNumber } from '../../src/vendors/vendor-number.ts';

/** Opens an empty, migrated database that nobody else uses. */
export type OpenDatabase = () => Promise<{
  readonly database: Database;
  /** How many rows one statement may look at, where that should be few. */
  readonly rowsAtOnce?: number;
  close(): Promise<void>;
}>;

/** A registry on a database of its own, under a clock that stands still. */
export type RegistryHarness = {
  readonly registry: Registry;
  readonly database: Database;
  /** RFC 3339, as the registry writes it. */
  now(): string;
  /** Lets time pass, and returns the new time. */
  pass(ms?: number): string;
  /** A change by an operation, in a transaction of its own. */
  write(write: NumberWrite): Promise<void>;
  /** What a sync that begins and ends now sees. */
  see(vendor: VendorName, ...numbers: VendorNumber[]): Promise<void>;
  /** Forgets everything: cheaper than another database. */
  clear(): Promise<void>;
  close(): Promise<void>;
};

/** Opens a registry for some tests. */
export async function openRegistryHarness(open: OpenDatabase): Promise<RegistryHarness> {
  const { database, close, rowsAtOnce } = await open();
  let time = Date.parse('2026-07-01T09:00:00Z');
  const now = () => new Date(time).toISOString();
  const registry = createRegistry(database, () => new Date(time), rowsAtOnce);
  return {
    registry,
    database,
    now,
    pass(ms = 1_000) {
      time += ms;
      return now();
    },
    write: async (write) =>
      void (await database.transaction().execute((transaction) => writeNumber(transaction, write, now()))),
    see: async (vendor, ...numbers) => registry.recordSeen(vendor, numbers, await registry.sequence()),
    async clear() {
      await database.deleteFrom('numbers').execute();
      await database.deleteFrom('vendor_syncs').execute();
      await database.deleteFrom('vendor_accounts').execute();
    },
    close,
  };
}

/** A telephone number as its vendor may report it; `changes` take the place of its members. */
export function report(vendorId: string, changes: Partial<VendorNumber> = {}): VendorNumber {
  return {
    vendorId,
    kind: 'PSTN',
    address: `+1212555${vendorId.padStart(4, '0')}`,
    agentId: null,
    status: 'ACTIVE',
    ...changes,
  };
}

/** What an operation writes of a number, with what the vendor has reported, if anything. */
export function changeOf(vendorId: string, local: LocalFacts, reported?: VendorNumber): NumberWrite {
  return { vendor: 'LISTED', vendorId, local, ...(reported && { reported }) };
}

/** The id of a number. */
export function idOf(vendorId: string): string {
  return toNumberId('LISTED', vendorId);
}

/** The first page of a list, large enough for everything. */
export const everything: Paging = { direction: 'forward', size: 500, after: null, before: null };

/** The only number of this id, or an error. */
export async function readNumber(registry: Registry, vendorId: string) {
  const number = (await registry.byIds([idOf(vendorId)])).get(idOf(vendorId));
  if (!number) throw new Error(`The registry does not know ${vendorId}.`);
  return number;
}
