import { toNumberId } from '../domain/number-id.ts';
import type { PhoneNumber, VendorName } from '../domain/phone-number.ts';
import type { AuditSources, Contradiction } from './findings.ts';
import type { VendorAccount, VendorAccounts } from './vendor-accounts.ts';

/** Numbers asked for at a time, where each is a call of its own. */
const PARALLEL_READS = 8;
const BATCH = 500;
const EXAMPLES = 5;

type Comparison = {
  /** What is wrong with some numbers of the registry. */
  compare(numbers: readonly PhoneNumber[]): Promise<Contradiction[]>;
  /** What else there is to say, once all numbers have been compared. */
  finish(): Promise<string[]>;
};

/** Compares the registry with the accounts. */
export function compareWithAccounts(sources: AuditSources, accounts: VendorAccounts): Comparison {
  const since = sources.since.toISOString();
  const withoutAccount = new Map<VendorName, number>();
  const unknownAndGone = new Map<VendorName, string[]>();

  async function isMissing(number: PhoneNumber, account: VendorAccount): Promise<boolean> {
    // The list may be older than the number; and it is the service that has the last word from the vendor.
    if (account.addresses?.has(number.vendorId) || number.syncedAt >= since) return false;
    return (await account.find(number.vendorId)) === null && !(await isReleased(number));
  }

  async function isReleased({ id }: PhoneNumber): Promise<boolean> {
    const { edges } = await sources.ledger.page({
      filter: { phoneNumberId: id, kinds: ['RELEASE'], statuses: ['PENDING', 'NEEDS_ATTENTION'] },
      paging: { direction: 'forward', size: 1, after: null, before: null },
    });
    // Read in this order, so that a release that ends in between is met in one place or the other.
    return edges.length > 0 || (await sources.registry.byIds([id])).get(id)?.status === 'RELEASED';
  }

  async function compareOne(number: PhoneNumber): Promise<Contradiction | null> {
    const { vendor, address, id: phoneNumberId, status, syncedAt } = number;
    const account = accounts.get(vendor);
    if (!account) {
      withoutAccount.set(vendor, (withoutAccount.get(vendor) ?? 0) + 1);
      return null;
    }
    if (!(await isMissing(number, account))) return null;
    if (status === 'UNKNOWN') {
      unknownAndGone.set(vendor, [...(unknownAndGone.get(vendor) ?? []), address]);
      return null;
    }
    const message =
      `The registry shows ${address} as ${status}, last confirmed ${syncedAt}; ` +
      `${account.title} does not have it (${number.vendorId}).`;
    return { kind: 'NOT_AT_VENDOR', vendor, address, phoneNumberId, operationIds: [], message };
  }

  return {
    async compare(numbers) {
      if (sources.vendors === null) return [];
      const found: Contradiction[] = [];
      const left = numbers.filter(({ status }) => status !== 'RELEASED').values();
      const reader = async (): Promise<void> => {
        for (const number of left) {
          const contradiction = await compareOne(number);
          if (contradiction) found.push(contradiction);
        }
      };
      await Promise.all(Array.from({ length: PARALLEL_READS }, reader));
      return found;
    },

    async finish() {
      const notes = [...withoutAccount].map(([vendor, count]) => `No key of ${vendor}: ${count} numbers not compared.`);
      for (const [vendor, gone] of unknownAndGone) {
        notes.push(`${vendor} has no more of ${examplesOf(gone)}, which the registry shows as UNKNOWN.`);
      }
      for (const [vendor, account] of accounts) notes.push(...(await noteUnsynced(sources, vendor, account)));
      return notes;
    },
  };
}

async function noteUnsynced(sources: AuditSources, vendor: VendorName, account: VendorAccount): Promise<string[]> {
  const { title, addresses, trouble } = account;
  if (trouble !== null) return [];
  if (!addresses) return [`${title} lists no numbers: the audit cannot see one that was bought and not recorded.`];
  const unsynced: string[] = [];
  const all = [...addresses];
  for (let start = 0; start < all.length; start += BATCH) {
    const batch = all.slice(start, start + BATCH);
    const known = await sources.registry.byIds(batch.map(([vendorId]) => toNumberId(vendor, vendorId)));
    unsynced.push(...batch.filter(([id]) => !known.has(toNumberId(vendor, id))).map(([, address]) => address));
  }
  return unsynced.length === 0 ? [] : [`${title} has numbers that are not synced yet: ${examplesOf(unsynced)}.`];
}

function examplesOf(addresses: readonly string[]): string {
  const more = addresses.length - EXAMPLES;
  return addresses.slice(0, EXAMPLES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
