import type { VendorName } from '../domain/phone-number.ts';
import type { SandboxState } from './state.ts';
import { isStock, listStock, type StockSearch } from './stock.ts';

/** Numbers the vendor would sell now, at most `limit`. */
export function findForSale(
  state: SandboxState,
  search: Omit<StockSearch, 'perAreaCode'> & { readonly limit: number },
): string[] {
  const taken = takenNumbers(state, search.vendor);
  const found: string[] = [];
  for (const number of listStock({ ...search, perAreaCode: state.perAreaCode })) {
    if (found.length >= search.limit) break;
    if (!taken.has(number)) found.push(number);
  }
  return found;
}

/** Whether the vendor would sell exactly this number now. */
export function isForSale(state: SandboxState, vendor: VendorName, number: string): boolean {
  return isStock(vendor, number, state.perAreaCode) && !takenNumbers(state, vendor).has(number);
}

const heldNumbers: Record<VendorName, (state: SandboxState) => string[]> = {
  ONEINBOX: (state) => state.oneInbox.map((record) => record.phone_number),
  VOGENT: (state) => state.vogent.map((row) => row.number.number),
};

/** A number held at any vendor is sold by none: a released one is for sale again because nobody holds it. */
function takenNumbers(state: SandboxState, vendor: VendorName): Set<string> {
  return new Set([
    ...Object.values(heldNumbers).flatMap((numbersIn) => numbersIn(state)),
    ...state.soldToOthers.filter((sold) => sold.vendor === vendor).map((sold) => sold.number),
  ]);
}
