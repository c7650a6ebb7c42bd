import { countryOf, nationalDigits } from '../../domain/e164.ts';
import type { BuyingExact, Offer } from '../../vendors/vendor.ts';

const LIMIT = 50;

/** What a vendor's search shows of one number now; null where it does not show it. Throws `VendorError`. */
export async function findOffer(buying: BuyingExact, number: string): Promise<Offer | null> {
  const national = nationalDigits(number);
  const country = countryOf(number);
  if (!national || !country) return null;
  const isNorthAmerican = national.callingCode === '1';
  const offered = await buying.search({
    country,
    areaCode: isNorthAmerican ? national.digits.slice(0, 3) : null,
    contains: isNorthAmerican ? national.digits.slice(3) : national.digits,
    limit: LIMIT,
  });
  return offered.find((offer) => offer.number === number) ?? null;
}
