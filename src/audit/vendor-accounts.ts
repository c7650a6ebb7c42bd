import type { VendorName } from '../domain/phone-number.ts';
import { spellingsOf } from '../domain/spelling.ts';
import { isNumber } from '../vendors/reported-number.ts';
import { VendorError } from '../vendors/vendor-error.ts';
import type { VendorNumber } from '../vendors/vendor-number.ts';
import type { AccountSource, AuditSources } from './findings.ts';

/** The numbers of the accounts, as far as the vendors report them. */
export type VendorAccounts = ReadonlyMap<VendorName, VendorAccount>;

export type VendorAccount = {
  readonly title: string;
  /** Address by the vendor's id, of all its numbers; null where the vendor cannot list, or failed to. */
  readonly addresses: ReadonlyMap<string, string> | null;
  /** The vendor's ids of the numbers at an address, however the vendor writes it, or with a marker. */
  idsOf(asked: { readonly target: string | null; readonly marker: string | null }): readonly string[];
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
  const listed = vendor.list && (await attempt(() => readList(vendor)));
  const addresses = listed?.map(({ vendorId, address }) => [vendorId, address] as const);
  const spelled = Map.groupBy(listed ?? [], ({ address, spelling }) => (spelling ?? address).toLowerCase());
  const marked = Map.groupBy(listed ?? [], ({ marker }) => marker);
  return {
    title: vendor.title,
    addresses: addresses ? new Map(addresses) : null,
    idsOf({ target, marker }) {
      const spellings = target === null ? [] : [target, ...spellingsOf(target)];
      const atTarget = [...new Set(spellings.map((spelling) => spelling.toLowerCase()))].flatMap((spelling) =>
        (spelled.get(spelling) ?? []).filter((number) => target !== null && isNumber(number, target)),
      );
      const withMarker = marker === null ? [] : (marked.get(marker) ?? []);
      return [...atTarget, ...withMarker].map(({ vendorId }) => vendorId);
    },
    find: (vendorId) => attempt(() => vendor.get(vendorId)),
    get trouble() {
      return trouble;
    },
  };
}

type Listed = Pick<VendorNumber, 'vendorId' | 'spelling' | 'marker'> & { readonly address: string };

async function readList(vendor: AccountSource): Promise<Listed[]> {
  const listed: Listed[] = [];
  for await (const numbers of vendor.list?.() ?? []) {
    for (const { vendorId, address, spelling, marker } of numbers) {
      if (address === undefined) continue;
      listed.push({ vendorId, address, ...(spelling !== undefined && { spelling }), ...(marker && { marker }) });
    }
  }
  return listed;
}
