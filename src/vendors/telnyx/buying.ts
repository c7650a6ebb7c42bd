import { incompleteList } from '../error-reading.ts';
import { queryOfNumber } from '../query-of-number.ts';
import { readCountedPages } from '../read-counted-pages.ts';
import { isNumber, readAddress } from '../reported-number.ts';
import { orElse, untilThere } from '../until-there.ts';
import type { BuyingExact } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import type { TelnyxApi } from './api.ts';
import { isHeld, saysWhatIsMissing, toStock, toVendorNumber } from './mapping.ts';
import type { OrderBody } from './schemas.ts';

/** Orders are taken for what came up in a recent search; how recent is not said (search guide, 2026). */
const [RECENT_MS, MAX_RECENT] = [300_000, 1_000];

/** A purchase is an order that completes later. It carries the marker, by which it is found (reference of orders, 2026). */
export function createBuying(api: TelnyxApi, { vendor, title }: { vendor: string; title: string }): BuyingExact {
  const searchedAt = new Map<string, number>();
  const open = (reason: 'no-words' | 'ordered', message: string) =>
    new VendorError({ vendor, outcome: 'unknown', reason, message });

  const search: BuyingExact['search'] = async (query) => {
    const offers = toStock(await api.search(query), query);
    if (searchedAt.size > MAX_RECENT) searchedAt.clear();
    for (const { number } of offers) searchedAt.set(number, performance.now());
    return offers;
  };

  /** An order has the id of its line: the number, which has another one, is found by its digits, and may be there late. */
  async function findNumber(number: string) {
    const read = async () => {
      const { data } = await api.list(1, number.slice(1));
      return data.find((body) => body && isHeld(body) && isNumber(readAddress(body.phone_number), number)) ?? null;
    };
    const listed = await untilThere(read, (body) => body !== null);
    return listed && toVendorNumber(listed);
  }

  return {
    choice: 'exact',
    search,
    async buy(sent, wanted) {
      const { number } = wanted;
      const query = queryOfNumber(number, 1);
      if (query && performance.now() - (searchedAt.get(number) ?? Number.NEGATIVE_INFINITY) > RECENT_MS) {
        await search(query);
      }
      const placed = await api.placeOrder(sent, wanted);
      const isSettled = ({ status }: OrderBody) => status !== 'pending';
      const { status } = isSettled(placed)
        ? placed
        : await orElse(placed, () => untilThere(() => api.order(placed.id), isSettled));
      // It gives no reason, and may be about a copy of this call that something in between has made.
      if (status === 'failure') throw open('no-words', `${title} took the order and could not complete it`);
      const obtained = status === 'success' ? await orElse(null, () => findNumber(number)) : null;
      if (obtained === null) throw open('ordered', `${title} has taken the order, and does not show its number yet.`);
      return obtained;
    },
    async order({ marker, number }) {
      const ours: OrderBody[] = [];
      const toIncomplete = (why: string) => incompleteList(vendor, title, why);
      for await (const page of readCountedPages({ readPage: (at) => api.orders(marker, at), toIncomplete })) {
        ours.push(...page.filter((row) => row.customer_reference === marker && mayBeOf(row, number)));
      }
      const pending = ours.find(({ status }) => status !== 'success' && status !== 'failure');
      // A row of the list does not say what is missing.
      if (pending) {
        return { state: 'pending', words: saysWhatIsMissing(await orElse(pending, () => api.order(pending.id))) };
      }
      if (ours.some(({ status }) => status === 'success')) return { state: 'done' };
      return ours.length === 0 ? null : { state: 'failed', words: 'it gives no reason.', orders: ours.length };
    },
  };
}

/** Whether an order is of this number. One that names none may be. */
function mayBeOf({ phone_numbers: lines }: OrderBody, number: string): boolean {
  const named = (lines ?? []).flatMap((line) => (line ? [readAddress(line.phone_number)] : []));
  return named.length === 0 || named.some((told) => isNumber(told, number));
}
