import { queryOfNumber } from '../../vendors/query-of-number.ts';
import type { BuyingExact, Offer } from '../../vendors/vendor.ts';

const LIMIT = 50;

/** What a vendor's search shows of one number now; null where it does not show it. Throws `VendorError`. */
export async function findOffer(buying: BuyingExact, number: string): Promise<Offer | null> {
  const query = queryOfNumber(number, LIMIT);
  if (query === null) return null;
  const offered = await buying.search(query);
  return offered.find((offer) => offer.number === number) ?? null;
}
