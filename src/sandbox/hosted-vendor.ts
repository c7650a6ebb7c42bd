import { nationalDigits } from '../domain/e164.ts';
import type { VendorName } from '../domain/phone-number.ts';
import type { VendorDefinition } from '../vendors/define-vendor.ts';
import { DefinitionError } from '../vendors/definition-error.ts';
import type { FakeAccount, FakeApi, FakeVendor, OrderFate } from '../vendors/fake-kit/fake-vendor.ts';
import type { Fakes } from './state.ts';
import type { StateStore } from './state-store.ts';
import { isStock, listStock } from './stock.ts';

/** A fake that runs, with its account. */
export type HostedVendor = {
  readonly name: VendorName;
  /** As people write it. */
  readonly title: string;
  readonly fake: FakeVendor;
  /** Path of its API on the server. */
  readonly path: string;
  readonly api: FakeApi;
  /** Whether the vendor would sell exactly this number now. */
  isForSale(number: string): boolean;
  /** Runs `act` while searches and orders go wrong in this way. */
  whileWrong<Result>(wrongly: Wrongly, act: () => Result): Result;
};

/** How a search goes wrong: it offers what has been sold, or what was not asked for. And what becomes of an order. */
export type Wrongly = { readonly isStale: boolean; readonly isDeaf: boolean; readonly orderFate: OrderFate };

const rightly: Wrongly = { isStale: false, isDeaf: false, orderFate: { kind: 'settles', afterMs: 0 } };

/** The fakes that run, in the order of their definitions. */
export type HostedVendors = ReadonlyMap<VendorName, HostedVendor>;

/** Loads the fakes of those vendors that have one. Throws `DefinitionError` where that fails. */
export async function loadFakes(definitions: readonly VendorDefinition[]): Promise<Fakes> {
  const fakes = new Map<VendorName, FakeVendor>();
  for (const { name, sandbox } of definitions) {
    if (fakes.has(name)) throw new Error(`Two vendors are called ${name}.`);
    const fake = await sandbox?.().catch((cause: unknown) => refuse(name, cause));
    if (fake !== undefined) fakes.set(name, fake);
  }
  return fakes;
}

function refuse(name: VendorName, cause: unknown): never {
  const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
  throw new DefinitionError(`The fake of ${name} cannot be loaded: ${why}.`, { cause });
}

type Host = { readonly fakes: Fakes; readonly store: StateStore; readonly now: () => Date };

/** Gives each fake its account. */
export function hostVendors(definitions: readonly VendorDefinition[], { fakes, store, now }: Host): HostedVendors {
  const hosted = new Map<VendorName, HostedVendor>();

  // A number of any account is sold by none; a released one is for sale again, because no account has it.
  function takenNumbers(vendor: VendorName): Set<string> {
    const soldToOthers = store.read().soldToOthers.filter((sold) => sold.vendor === vendor);
    const ofAccounts = [...hosted.values()].flatMap(({ api }) => api.numbers());
    return new Set([...soldToOthers, ...ofAccounts].map(({ number }) => number));
  }

  function openAccount(name: VendorName, { stock }: FakeVendor, how: () => Wrongly): FakeAccount<unknown> {
    return {
      read: () => store.read().accounts[name],
      change: (act) => store.change(({ accounts }) => act(accounts[name])),
      findForSale({ limit, ...asked }) {
        const { isStale, isDeaf } = how();
        const taken = isStale ? new Set<string>() : takenNumbers(name);
        const wanted = isDeaf ? { ...asked, prefix: '', contains: null } : asked;
        const found: string[] = [];
        for (const number of stock ? listStock(stock, { ...wanted, perAreaCode: store.read().perAreaCode }) : []) {
          if (found.length >= limit) break;
          const isAsked = isDeaf && asked.prefix !== '' && nationalDigits(number)?.digits.startsWith(asked.prefix);
          if (!taken.has(number) && !isAsked) found.push(number);
        }
        return found;
      },
      isForSale: (number) =>
        stock !== null && isStock(stock, number, store.read().perAreaCode) && !takenNumbers(name).has(number),
      orderFate: () => how().orderFate,
      recordSale: (number) => void store.read().sales.push({ vendor: name, number, at: now().toISOString() }),
      now: () => now().toISOString(),
    };
  }

  for (const { name, title } of definitions) {
    const fake = fakes.get(name);
    if (fake === undefined) continue;
    let wrongly = rightly;
    const account = openAccount(name, fake, () => wrongly);
    const path = `/${name.toLowerCase()}${fake.basePath}`;
    hosted.set(name, {
      ...{ name, title, fake, path, api: fake.create(account), isForSale: account.isForSale },
      whileWrong(how, act) {
        wrongly = how;
        try {
          return act();
        } finally {
          wrongly = rightly;
        }
      },
    });
  }
  return hosted;
}
