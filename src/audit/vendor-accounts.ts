import type { VendorName } from '../domain/phone-number.ts';
import type { VendorNumber } from '../vendors/vendor.ts';
import { VendorError } from '../vendors/vendor-error.ts';
import type { AccountSource, AuditSources } from './findings.ts';

/** The numbers of the accounts, as far as the vendors report them. */
export type VendorAccounts = ReadonlyMap<VendorName, VendorAccount>;

export type VendorAccount = {
  readonly title: string;
  /** Address by the vendor's id, of all its numbers; null where the vendor cannot list, or failed to. */
  readonly addresses: ReadonlyMap<string, string> | null;
  /** The vendor's ids by address. */
  readonly idsOf: ReadonlyMap<string, readonly string[]>;
  /** Asks for one number; null is certain: the vendor has none. Undefined where it could not be asked. */
  find(vendorId: string): Promise<VendorNumber | null | undefined>;
  /** Why not everything could be compared; null while all is well. */
  readonly trouble: string | null;
};

/** Reads the accounts of those vendors that can list. */
export async function readAccounts(vendors: AuditSources['vendors']): Promise<VendorAccounts> {
  const accounts = new Map<VendorName, VendorAccount>();
  for (const [name, vendor] of vendors ?? []) accounts.set(name, await readAccount(vendor));
  return accounts;
}

async function readAccount(vendor: AccountSource): Promise<VendorAccount> {
  let trouble: string | null = null;
  const attempt = async <Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> => {
    // One that has failed is not asked for the rest, which would only take long to fail as well.
    if (trouble !== null) return undefined;
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      trouble = `${vendor.title} could not be asked for all of its numbers: ${error.message}`;
      return undefined;
    }
  };
  const addresses = vendor.list && (await attempt(() => readList(vendor)));
  const idsOf = Map.groupBy(addresses?.keys() ?? [], (vendorId) => addresses?.get(vendorId) ?? '');
  return {
    title: vendor.title,
    addresses: addresses ?? null,
    idsOf,
    find: (vendorId) => attempt(() => vendor.get(vendorId)),
    get trouble() {
      return trouble;
    },
  };
}

async function readList(vendor: AccountSource): Promise<Map<string, string>> {
  const addresses = new Map<string, string>();
  for await (const numbers of vendor.list?.() ?? []) {
    for (const { vendorId, address } of numbers) if (address !== undefined) addresses.set(vendorId, address);
  }
  return addresses;
}
