import type { VendorName } from '../../../src/domain/phone-number.ts';
import type { SentCall } from '../../../src/domain/sent-call.ts';
import type { VoiceVendor } from '../../../src/vendors/open-vendor.ts';
import type { StockQuery } from '../../../src/vendors/vendor.ts';
import { VendorError } from '../../../src/vendors/vendor-error.ts';
import type { VendorNumber } from '../../../src/vendors/vendor-number.ts';
import { plainRules } from '../plain-rules.ts';

/** What becomes of a purchase: whether the vendor sells, and what its buyer hears of it. */
export type PurchaseFate = 'sold' | 'sold-lost' | 'sold-late' | 'lost' | 'refused' | 'gone' | 'unreachable';
/** The same for linking an agent, and for giving a number back. */
export type LinkFate = 'done' | 'done-lost' | 'lost' | 'refused' | 'unreachable';

/** What one process meets at a vendor; calls beyond the fates that are given go well. */
export type Luck = {
  readonly purchases: readonly PurchaseFate[];
  readonly links: readonly LinkFate[];
  /** Do searches, reads and lists fail? */
  readonly readsFail: boolean;
};

/** A sale, and the operation it was made for. */
export type Sale = { readonly operationId: string; readonly vendorId: string; readonly number: string };

/** An account with a vendor that lives in memory, and whose truth is known. */
export type FakeAccount = {
  readonly name: VendorName;
  readonly sales: readonly Sale[];
  /** What is in it. */
  readonly numbers: readonly VendorNumber[];
  /** Somebody else buys what is for sale. */
  sell(number: string): void;
  /** Somebody gives a number back in the vendor's dashboard; it is for sale again. */
  giveBack(vendorId: string): void;
  /** The port as one process sees it. */
  connect(luck: Luck): VoiceVendor;
};

type Settings = {
  readonly name: VendorName;
  /** Can the account be listed, are agents linked in a call of their own, and are numbers taken back? */
  readonly lists: boolean;
  readonly stock: readonly string[];
  /** Checks that a call is on record as it arrives; throws where it is too late to be sent. */
  readonly admit: (sent: SentCall, number: string | null) => Promise<void>;
  /** Does something a while later. */
  readonly later: (work: () => void) => void;
  /** Reading a page takes a while. */
  readonly tick: () => void;
};

const PAGE = 2;

export function createFakeAccount({ name, lists, stock, admit, later, tick }: Settings): FakeAccount {
  const forSale = new Set(stock);
  const sales: Sale[] = [];
  const numbers: VendorNumber[] = [];

  function sell(sent: SentCall, number: string): VendorNumber | null {
    if (!forSale.delete(number)) return null;
    const vendorId = `${name}-${sales.length + 1}`;
    const bought: VendorNumber = { vendorId, kind: 'PSTN', address: number, agentId: null, status: 'ACTIVE' };
    numbers.push(bought);
    sales.push({ operationId: sent.operationId, vendorId, number });
    return bought;
  }

  function buy(sent: SentCall, number: string, fate: PurchaseFate): VendorNumber {
    switch (fate) {
      case 'sold':
      case 'sold-lost': {
        const bought = sell(sent, number);
        if (fate === 'sold-lost') throw lost(name);
        if (!bought) throw gone(name);
        return bought;
      }
      case 'sold-late':
        later(() => sell(sent, number));
        throw lost(name);
      case 'gone':
        forSale.delete(number);
        throw gone(name);
      default:
        throw failure(name, fate);
    }
  }

  function link(vendorId: string, agentId: string | null, fate: LinkFate): VendorNumber {
    const index = numbers.findIndex((number) => number.vendorId === vendorId);
    const known = numbers[index];
    if (!known) throw new VendorError({ vendor: name, outcome: 'rejected', reason: 'not-found', message: 'Unknown.' });
    const linked = { ...known, agentId };
    if (fate === 'done' || fate === 'done-lost') numbers[index] = linked;
    if (fate === 'done') return linked;
    throw failure(name, fate === 'done-lost' ? 'lost' : fate);
  }

  function giveBack(vendorId: string): void {
    const at = numbers.findIndex((number) => number.vendorId === vendorId);
    const [given] = at < 0 ? [] : numbers.splice(at, 1);
    if (given?.address !== undefined) forSale.add(given.address);
  }

  function release(vendorId: string, fate: LinkFate): void {
    if (fate === 'done' || fate === 'done-lost') giveBack(vendorId);
    if (fate !== 'done') throw failure(name, fate === 'done-lost' ? 'lost' : fate);
  }

  return {
    name,
    sales,
    numbers,
    sell: (number) => void forSale.delete(number),
    giveBack,
    connect(luck) {
      const purchases = [...luck.purchases];
      const links = [...luck.links];
      const read = <Answer>(answer: Answer): Answer => {
        if (luck.readsFail) throw failure(name, 'unreachable');
        return answer;
      };
      return {
        name,
        title: name,
        account: 'ours',
        capabilities: ['SEARCH', 'PURCHASE', 'LINK', 'RELEASE'],
        rules: { ...plainRules, linksWhenObtaining: { bought: !lists, imported: !lists } },
        get: async (vendorId) => read(numbers.find((number) => number.vendorId === vendorId) ?? null),
        ...(lists && {
          async *list() {
            // A list read by cursor goes on after the last number it showed, whatever has left meanwhile.
            const all = numbers.map(({ vendorId }) => vendorId);
            for (let at = 0; at === 0 || at < all.length; at += PAGE) {
              const page = all.slice(at, at + PAGE);
              const shown = numbers.filter(({ vendorId }) => page.includes(vendorId));
              tick();
              yield read(shown);
            }
          },
          async release(sent: SentCall, vendorId: string) {
            await admit(sent, null);
            release(vendorId, links.shift() ?? 'done');
          },
        }),
        buying: {
          choice: 'exact',
          search: async (query) => {
            const fitting = [...forSale].filter((number) => fits(number, query)).slice(0, query.limit);
            return read(fitting.map((number) => ({ number })));
          },
          async buy(sent, { number, agentId }) {
            await admit(sent, number);
            const bought = buy(sent, number, purchases.shift() ?? 'sold');
            return lists ? bought : link(bought.vendorId, agentId, 'done');
          },
        },
        updating: {
          members: ['agentId'],
          async run(sent, vendorId, { agentId }) {
            await admit(sent, null);
            return link(vendorId, agentId ?? null, links.shift() ?? 'done');
          },
        },
        forReaders: (work) => work(),
        health: () => ({ available: true, failingSince: null, message: null, answeringSince: null }),
        close: async () => undefined,
      };
    },
  };
}

function fits(number: string, { areaCode, contains }: StockQuery): boolean {
  const national = number.slice('+1'.length);
  return national.startsWith(areaCode ?? '') && national.includes(contains ?? '');
}

const lost = (vendor: VendorName) =>
  new VendorError({ vendor, outcome: 'unknown', reason: 'no-answer', message: 'No answer.' });
const gone = (vendor: VendorName) =>
  new VendorError({ vendor, outcome: 'rejected', reason: 'number-unavailable', message: 'Gone.' });

function failure(vendor: VendorName, fate: 'lost' | 'refused' | 'unreachable'): VendorError {
  if (fate === 'lost') return lost(vendor);
  if (fate === 'refused') return new VendorError({ vendor, outcome: 'rejected', reason: 'refused', message: 'No.' });
  return new VendorError({ vendor, outcome: 'unreachable', reason: 'busy', message: 'Busy.' });
}
