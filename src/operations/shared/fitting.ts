import { countryOf, mayBelongTo, nationalDigits } from '../../domain/e164.ts';
import { countryOfAreaCode, isNorthAmerican, nameOfCountry } from '../../domain/numbering-plan.ts';
import type { Offer, StockQuery } from '../../vendors/vendor.ts';

type Wanted = Omit<StockQuery, 'limit'>;

/** Those of a vendor's candidates that are what was asked for: vendors ignore some of what they are asked. */
export function keepFitting(candidates: readonly Offer[], wanted: Wanted): Offer[] {
  return candidates.filter(({ number }) => mayBelongTo(number, wanted.country) && fitsDigits(number, wanted));
}

function fitsDigits(number: string, { areaCode, contains }: Wanted): boolean {
  const national = nationalDigits(number);
  if (!national) return false;
  const { callingCode, digits } = national;
  const isInArea = areaCode === null || [areaCode, areaCode.replace(/^0/, '')].some((code) => digits.startsWith(code));
  if (contains === null) return isInArea;
  // The calling code may be part of what is looked for; but not all of it, or every number of the country would do.
  const sought = toKeypadDigits(contains);
  const from = Math.max(0, callingCode.length - sought.length + 1);
  return isInArea && `${callingCode}${digits}`.includes(sought, from);
}

const keys = ['abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz'];

function toKeypadDigits(text: string): string {
  return text
    .toLowerCase()
    .replace(/[a-z]/g, (letter) => String(2 + keys.findIndex((letters) => letters.includes(letter))));
}

/** That what was asked for lies in another country than was said; null where it does not. `found` is what a search gave. */
export function saysElsewhere(found: readonly Offer[], { country, areaCode }: Wanted): string | null {
  const home = areaCode !== null && isNorthAmerican(country) ? countryOfAreaCode(areaCode) : null;
  if (home !== null && home !== country) {
    return `${areaCode} is an area code of ${nameOfCountry(home)} (${home}): ask with country: "${home}".`;
  }
  const homes = [...new Set(found.map(({ number }) => countryOf(number) ?? country))];
  const [other] = homes;
  if (other === undefined || found.some(({ number }) => mayBelongTo(number, country))) return null;
  const all = homes.map((each) => `${nameOfCountry(each)} (${each})`).join(', ');
  return `All numbers that it offers are of ${all}${homes.length === 1 ? `: ask with country: "${other}"` : ''}.`;
}
