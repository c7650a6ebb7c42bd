import { countryOf, nationalDigits } from '../domain/e164.ts';
import type { StockQuery } from './vendor.ts';

/** The search that shows this number, where it is for sale; null where its country is not known. */
export function queryOfNumber(number: string, limit: number): StockQuery | null {
  const national = nationalDigits(number);
  const country = countryOf(number);
  if (!national || !country) return null;
  const isNorthAmerican = national.callingCode === '1';
  return {
    country,
    areaCode: isNorthAmerican ? national.digits.slice(0, 3) : null,
    contains: isNorthAmerican ? national.digits.slice(3) : national.digits,
    limit,
  };
}
