import type { Logger } from 'pino';
import { toNumberId } from '../domain/number-id.ts';
import type { VendorName } from '../domain/phone-number.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Registry } from '../registry/registry.ts';
import type { VoiceVendor } from '../vendors/open-vendor.ts';
import { VendorError } from '../vendors/vendor-error.ts';

/** Whether an API key belongs to the account whose numbers are on record. */
export type SameAccount = {
  /**
   * Returns where it does. An account is told by what it holds: a new key that shows a number of the account belongs to
   * it. Throws `VendorError` where nothing says so: then what this key does not show proves nothing.
   */
  confirm(vendor: VoiceVendor): Promise<void>;
};

/** Numbers that are asked for one by one where the vendor has no list. */
const SAMPLE = 5;

type Settings = {
  readonly registry: Registry;
  readonly ledger: Pick<Ledger, 'callsInDoubt' | 'hasAsked'>;
  readonly logger: Logger;
};

/** Remembers what was confirmed in this process. */
export function createSameAccount({ registry, ledger, logger }: Settings): SameAccount {
  const confirmed = new Set<VendorName>();
  const warned = new Set<VendorName>();
  const running = new Map<VendorName, Promise<void>>();

  async function compare(vendor: VoiceVendor, digests: ReadonlySet<string>): Promise<'same' | 'first' | 'unknown'> {
    if (digests.has(vendor.account)) return 'same';
    if (digests.size === 0) return 'first';
    const held = await registry.held(vendor.name, SAMPLE);
    const inDoubt = await ledger.callsInDoubt(vendor.name);
    // Nothing is on record that another account could be mistaken about: whichever that was, it is this one from now on.
    if (held.length === 0 && inDoubt.length === 0) return 'first';
    if (!vendor.list) return (await showsOneOf(vendor, held)) ? 'same' : 'unknown';
    // Calls that were made with this very key say nothing of the account on record.
    const ofAccount = inDoubt.filter(({ account }) => account === '' || digests.has(account));
    const addresses = new Set(ofAccount.map(({ target }) => target));
    const isOfLostCall = async (address: string | undefined): Promise<boolean> =>
      address !== undefined &&
      addresses.has(address) &&
      !(await ledger.hasAsked(vendor.name, { target: address, account: vendor.account }));
    for await (const numbers of vendor.list()) {
      for (const { address } of numbers) if (await isOfLostCall(address)) return 'same';
      // What was obtained with this key since is no sign of the account on record.
      if (await registry.holdsAny(numbers.map(({ vendorId }) => toNumberId(vendor.name, vendorId)))) return 'same';
    }
    return 'unknown';
  }

  /** Compares, and records what it is. False where it is not known. */
  async function recognise(vendor: VoiceVendor): Promise<boolean> {
    const { name, account } = vendor;
    for (;;) {
      const digests = await registry.accountsOf(name);
      const is = await compare(vendor, digests);
      if (is === 'unknown') return false;
      if (is === 'same') await registry.recordAccount(name, account);
      // Of two keys that are both the first, one is.
      if (is === 'same' || (await registry.recordFirstAccount(name, account, digests))) return true;
    }
  }

  async function confirm(vendor: VoiceVendor): Promise<void> {
    const { name, title } = vendor;
    if (await recognise(vendor)) {
      confirmed.add(name);
      return;
    }
    const message =
      `The API key of ${title} is a new one, and shows none of the numbers on record: it may belong to another ` +
      `account. If it does not, say so with: phone-numbers same-account ${name}`;
    if (!warned.has(name)) logger.warn({ vendor: name }, message);
    warned.add(name);
    throw new VendorError({ vendor: name, outcome: 'unreachable', reason: 'other-account', message });
  }

  return {
    async confirm(vendor) {
      const { name } = vendor;
      if (confirmed.has(name)) return;
      // To compare may be to read the whole list: one reads it for all who wait.
      const joined = running.get(name) ?? confirm(vendor).finally(() => running.delete(name));
      running.set(name, joined);
      await joined;
    },
  };
}

async function showsOneOf(vendor: VoiceVendor, vendorIds: readonly string[]): Promise<boolean> {
  for (const vendorId of vendorIds) if ((await vendor.get(vendorId)) !== null) return true;
  return false;
}
