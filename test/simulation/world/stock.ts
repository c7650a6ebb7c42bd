import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** A number that a vendor sells. */
export type StockNumber = {
  readonly number: string;
  readonly country: string;
  /** The digits within the country. */
  readonly digits: string;
  /** As people of its country write it. */
  readonly spelling: string;
};

/** Where there is something to buy: the country, what its numbers begin with there, and how they go on. */
const places = {
  '415': { country: 'US', head: '+1415555' },
  '212': { country: 'US', head: '+1212555' },
  '20': { country: 'GB', head: '+44207946' },
  '55': { country: 'MX', head: '+52551234' },
} as const;

/** What is asked for as an area code. */
export type AreaCode = keyof typeof places;

/** All of them. */
export const allAreaCodes: readonly AreaCode[] = ['415', '212', '20', '55'];

/** The country of each. */
export const areaCodes: Readonly<Record<AreaCode, string>> = {
  '415': places['415'].country,
  '212': places['212'].country,
  '20': places['20'].country,
  '55': places['55'].country,
};

const known = new Map<string, StockNumber>();

/** The n-th number of an area code. */
export function stockNumber(areaCode: AreaCode, index: number): StockNumber {
  const { country, head } = places[areaCode];
  const number = `${head}${String(100 + index).padStart(4, '0')}`;
  const made = known.get(number);
  if (made) return made;
  const parsed = parsePhoneNumberFromString(number);
  if (!parsed?.isPossible()) throw new Error(`${number} is no possible number.`);
  const fresh = { number, country, digits: String(parsed.nationalNumber), spelling: parsed.formatNational() };
  known.set(number, fresh);
  return fresh;
}
