import {
  getCountryCallingCode,
  getExampleNumber,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import type { VendorName } from '../domain/phone-number.ts';

/** Most numbers that the sandbox can hold for sale per vendor and area code. */
export const MOST_PER_AREA_CODE = 4950;

/** What to look for. `prefix` is the digits after the country code; `contains` may have letters as on a keypad. */
export type StockSearch = {
  readonly vendor: VendorName;
  readonly country: string;
  readonly prefix: string;
  readonly contains: string | null;
  /** How many numbers each area code holds, 0 to `MOST_PER_AREA_CODE`. */
  readonly perAreaCode: number;
};

const LINE_DIGITS = 4;
const LINES_PER_HUNDRED = 50;
const EMPTY_AREA_CODE = '555';
const NORTH_AMERICAN_EXCHANGE = '555';

/**
 * Each vendor sells one half of every hundred, so that both never sell the same number. The first halves lie in
 * 555-0100 to 555-0199, which North America keeps for fiction, and include the numbers of the vendors' examples.
 */
const firstLineOf: Record<VendorName, number> = { ONEINBOX: 0, VOGENT: 50 };

const usualAreaCodes: Readonly<Record<string, readonly string[]>> = {
  US: ['415', '212', '312', '305', '206', '617', '512'],
  CA: ['416', '604', '514', '403'],
};

/** All numbers that the vendor's stock holds by its nature, sold or not, in the order a search shows them. */
export function* listStock(search: StockSearch): Generator<string> {
  const country = search.country.toUpperCase();
  if (!isSupportedCountry(country) || !/^\d*$/.test(search.prefix)) return;
  const callingCode = getCountryCallingCode(country);
  const wanted = toKeypadDigits(search.contains ?? '');
  const heads =
    callingCode === '1'
      ? northAmericanHeads(search.vendor, country, search.prefix)
      : headsElsewhere(country, search.prefix);
  for (const head of heads) {
    for (let index = 0; index < search.perAreaCode; index += 1) {
      const national = `${head}${toLine(search.vendor, index)}`;
      if (!national.startsWith(search.prefix) || !national.includes(wanted)) continue;
      const number = `+${callingCode}${national}`;
      if (isStock(search.vendor, number, search.perAreaCode)) yield number;
    }
  }
}

/** Whether the vendor's stock holds the number by its nature, sold or not, even if no search ever showed it. */
export function isStock(vendor: VendorName, number: string, perAreaCode: number): boolean {
  const parsed = parsePhoneNumberFromString(number);
  if (parsed?.number !== number || !parsed.isPossible()) return false;
  const national: string = parsed.nationalNumber;
  const index = toIndex(vendor, national.slice(-LINE_DIGITS));
  if (index === null || index >= perAreaCode) return false;
  if (parsed.countryCallingCode === '1') {
    const exchange = national.slice(3, -LINE_DIGITS);
    return isNorthAmericanAreaCode(national.slice(0, 3)) && exchange === NORTH_AMERICAN_EXCHANGE;
  }
  const country = parsed.country ?? parsed.getPossibleCountries()[0];
  const example = country === undefined ? undefined : getExampleNumber(country, examples);
  return national.length === example?.nationalNumber.length && isAreaCode(national);
}

function* northAmericanHeads(vendor: VendorName, country: string, prefix: string): Generator<string> {
  const areaCodes =
    prefix.length >= 3
      ? [prefix.slice(0, 3)]
      : (usualAreaCodes[country] ?? areaCodesOfExample(country)).filter((code) => code.startsWith(prefix));
  for (const areaCode of areaCodes) {
    if (isNorthAmericanAreaCode(areaCode) && sellsIn(vendor, country, areaCode)) {
      yield `${areaCode}${NORTH_AMERICAN_EXCHANGE}`;
    }
  }
}

function* headsElsewhere(country: string, prefix: string): Generator<string> {
  const example = exampleDigits(country);
  if (example.length <= LINE_DIGITS || !isAreaCode(prefix)) return;
  yield `${prefix}${example.slice(prefix.length)}`.slice(0, example.length - LINE_DIGITS);
}

function exampleDigits(country: string): string {
  return isSupportedCountry(country) ? (getExampleNumber(country, examples)?.nationalNumber ?? '') : '';
}

function areaCodesOfExample(country: string): string[] {
  return [exampleDigits(country).slice(0, 3)];
}

function isAreaCode(digits: string): boolean {
  return !digits.startsWith('0') && !digits.startsWith(EMPTY_AREA_CODE);
}

function isNorthAmericanAreaCode(digits: string): boolean {
  return /^[2-9]\d\d$/.test(digits) && !digits.endsWith('11') && isAreaCode(digits);
}

/** An area code that no country is known to have belongs to whichever is asked for. */
function sellsIn(vendor: VendorName, country: string, areaCode: string): boolean {
  const home = parsePhoneNumberFromString(`+1${areaCode}${NORTH_AMERICAN_EXCHANGE}0100`)?.country;
  if (home === undefined || home === country) return true;
  // Vogent files Canadian numbers under the US (docs.vogent.ai, telephony page).
  return vendor === 'VOGENT' && country === 'US' && home === 'CA';
}

function toLine(vendor: VendorName, index: number): string {
  const hundred = 1 + Math.floor(index / LINES_PER_HUNDRED);
  const line = hundred * 100 + firstLineOf[vendor] + (index % LINES_PER_HUNDRED);
  return String(line).padStart(LINE_DIGITS, '0');
}

function toIndex(vendor: VendorName, line: string): number | null {
  const hundred = Math.floor(Number(line) / 100);
  const place = (Number(line) % 100) - firstLineOf[vendor];
  if (hundred < 1 || place < 0 || place >= LINES_PER_HUNDRED) return null;
  return (hundred - 1) * LINES_PER_HUNDRED + place;
}

function toKeypadDigits(text: string): string {
  const keys = ['abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz'];
  return text.toLowerCase().replace(/[a-z]/g, (letter) => {
    const key = keys.findIndex((letters) => letters.includes(letter));
    return String(key + 2);
  });
}
