import type { Logger } from 'pino';
import type { VendorName } from '../domain/phone-number.ts';
import { spellingsOf } from '../domain/spelling.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Registry, Sequence } from '../registry/registry.ts';
import type { VoiceVendor } from '../vendors/open-vendor.ts';
import { underAddress } from '../vendors/reported-number.ts';
import type { Vendor } from '../vendors/vendor.ts';
import { VendorError } from '../vendors/vendor-error.ts';
import type { VendorNumber } from '../vendors/vendor-number.ts';
import { isEmptyInTruth } from './empty-list.ts';
import { seekMissing } from './missing-numbers.ts';
import { createSameAccount, type SameAccount } from './same-account.ts';

/** A vendor whose account can be read as a whole. */
export type ListedVendor = VoiceVendor & { readonly list: NonNullable<Vendor['list']> };

/** Reads vendors' whole accounts into the registry, one sync at a time for all who wait for one. */
export type AccountReads = Pick<SameAccount, 'confirm'> & {
  /**
   * A complete sync that begins after this call. Returns when it began, and the numbers that match. Throws `VendorError`
   * where the vendor did not show all of the account, or where it may be another account.
   */
  read(vendor: ListedVendor, reader?: AccountReader): Promise<AccountRead>;
  /** A read of a single number that began at `since` did not find it. */
  recordMissing(vendor: VoiceVendor, vendorId: string, since: Sequence): Promise<void>;
  /** Makes reads that are under way end early. */
  stop(): void;
};

/** Somebody who waits for a sync. */
export type AccountReader = {
  /** Which numbers it looks for. */
  readonly matches: (number: VendorNumber) => boolean;
  /** Called after each page, since a large account takes longer to read than a lease lasts. What it throws ends its wait. */
  readonly keep: () => Promise<void>;
};

/** `since`: the sequence number that was taken before it began. */
export type AccountRead = {
  readonly startedAt: Date;
  readonly since: Sequence;
  readonly numbers: readonly VendorNumber[];
};

type AccountSettings = {
  readonly registry: Registry;
  readonly ledger: Pick<Ledger, 'wakeSeen' | 'callsInDoubt' | 'hasAsked'>;
  readonly now: () => Date;
  /** When the time was last set; see `Clock`. */
  readonly clockSetAtMs: () => number;
  readonly logger: Logger;
  /** For how long after it was obtained a number may be missing from the list, in ms. */
  readonly graceMs: number;
};

type Waiting = AccountReader & {
  readonly found: VendorNumber[];
  readonly resolve: (read: AccountRead) => void;
  readonly reject: (error: unknown) => void;
};

/** Who looks for nothing. */
const nobody: AccountReader = { matches: () => false, keep: async () => undefined };

/** Makes the reads of one process. */
export function createAccountReads(settings: AccountSettings): AccountReads {
  const { registry, ledger, now, clockSetAtMs, logger, graceMs } = settings;
  const sameAccount = createSameAccount({ registry, ledger, logger });
  const waiting = new Map<VendorName, Waiting[]>();
  const running = new Set<VendorName>();
  let isStopping = false;

  async function sync(vendor: ListedVendor, onPage: (numbers: readonly VendorNumber[]) => Promise<void>) {
    await sameAccount.confirm(vendor);
    const startedAt = now();
    const since = await registry.sequence();
    const underExpected = await createReader(vendor);
    let isEmpty = true;
    for await (const numbers of vendor.list()) {
      if (isStopping) throw stopping(vendor);
      await registry.recordSeen(vendor.name, numbers.map(underExpected), since);
      await onPage(numbers);
      isEmpty &&= numbers.length === 0;
    }
    const read = { since, obtainedBefore: beforeGrace(startedAt) };
    if (isEmpty && !(await isEmptyInTruth(registry, { vendor, ...read }))) throw emptyAtOnce(vendor);
    // Not whatever is missing by now: another read may have found it meanwhile, for the first time.
    const missing = await seekMissing(registry, { vendor, ...read });
    const gone = await registry.recordGone(vendor.name, read, missing);
    if (gone > 0) logger.info({ vendor: vendor.name, gone }, 'numbers are no longer in the account');
    await registry.recordSynced(vendor.name, startedAt.toISOString());
    const woken = await ledger.wakeSeen(vendor.name);
    if (woken > 0) logger.warn({ vendor: vendor.name, operations: woken }, 'numbers of lost calls are in the account');
    return { startedAt, since };
  }

  /** What is written without its country is read as the number that a lost call asked for, where it may mean that. */
  async function createReader({ name }: ListedVendor): Promise<(number: VendorNumber) => VendorNumber> {
    const targets = (await ledger.callsInDoubt(name)).flatMap(({ target }) => target ?? []);
    const expected = new Map(targets.flatMap((target) => spellingsOf(target).map((spelling) => [spelling, target])));
    return (number) => {
      const target = number.spelling === undefined ? undefined : expected.get(number.spelling);
      return target === undefined ? number : underAddress(number, target);
    };
  }

  /** One sync for all who wait by now, and the next for those who come meanwhile. */
  async function work(vendor: ListedVendor): Promise<void> {
    running.add(vendor.name);
    for (let all = take(vendor.name); all.length > 0; all = take(vendor.name)) {
      try {
        const read = await sync(vendor, async (numbers) => {
          for (const { found, matches } of all) found.push(...numbers.filter(matches));
          // Those who wait for the next one wait no less.
          await Promise.all(
            [...all, ...(waiting.get(vendor.name) ?? [])].map(({ keep, reject }) => keep().catch(reject)),
          );
        });
        for (const { resolve, found } of all) resolve({ ...read, numbers: found });
      } catch (error) {
        for (const { reject } of all) reject(error);
      }
    }
    running.delete(vendor.name);
  }

  function take(vendor: VendorName): Waiting[] {
    const all = waiting.get(vendor) ?? [];
    waiting.delete(vendor);
    return all;
  }

  /** What was obtained since then may not be shown yet. How long ago it was, nobody knows across a clock that was set. */
  function beforeGrace(at: Date): string {
    const sinceMs = at.getTime() - graceMs;
    return new Date(sinceMs > clockSetAtMs() ? sinceMs : 0).toISOString();
  }

  return {
    confirm: sameAccount.confirm,
    recordMissing: ({ name }, vendorId, since) =>
      registry.recordMissing(name, vendorId, { since, obtainedBefore: beforeGrace(now()) }),
    read(vendor, reader = nobody) {
      const { promise, resolve, reject } = Promise.withResolvers<AccountRead>();
      const others = waiting.get(vendor.name) ?? [];
      waiting.set(vendor.name, others);
      others.push({ ...reader, found: [], resolve, reject });
      if (!running.has(vendor.name)) void work(vendor);
      return promise;
    },
    stop() {
      isStopping = true;
    },
  };
}

/** Whether the vendor's account can be read as a whole. */
export function isListed(vendor: VoiceVendor): vendor is ListedVendor {
  return vendor.list !== undefined;
}

function stopping({ name }: VoiceVendor): VendorError {
  const message = 'This service is stopping.';
  return new VendorError({ vendor: name, outcome: 'unreachable', reason: 'busy', message });
}

function emptyAtOnce({ name, title }: VoiceVendor): VendorError {
  const message = `${title}'s list of numbers is empty at once, though single numbers of it are there.`;
  return new VendorError({ vendor: name, outcome: 'unreachable', reason: 'unreadable', message });
}
