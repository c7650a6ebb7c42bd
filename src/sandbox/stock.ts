import {
  getCountryCallingCode,
  getExampleNumber,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { countryOfAreaCode } from '../domain/numbering-plan.ts';
import type { VendorName } from '../domain/phone-number.ts';
import { DefinitionError } from '../vendors/definition-error.ts';
import type { FakeVendor, SaleSearch, StockShare } from '../vendors/fake-kit/fake-vendor.ts';

/** Most numbers that the sandbox can have for sale per vendor and area code. */
export const MAX_PER_AREA_CODE = 4950;

/** What to list of a stock that has `perAreaCode` numbers in each area code, 0 to `MAX_PER_AREA_CODE`. */
export type StockSearch = Omit<SaleSearch, 'limit'> & { readonly perAreaCode: number };

const LINE_DIGITS = 4;
const EXCHANGE_DIGITS = 3;
const HUNDREDS = 99;
const EMPTY_AREA_CODE = '555';
/** Of vendors that had no other to take into account; outside North America it stands for all that nobody else has. */
const FIRST_EXCHANGE = '555';
const EXCHANGES = /^55\d$/;

const usualAreaCodes: Readonly<Record<string, readonly string[]>> = {
  US: ['415', '212', '312', '305', '206', '617', '512'],
  CA: ['416', '604', '514', '403'],
};

/** All numbers of a stock, sold or not, in the order in which a search shows them. */
export function* listStock(share: StockShare, search: StockSearch): Generator<string> {
  const country = search.country.toUpperCase();
  if (!isSupportedCountry(country) || !/^\d*$/.test(search.prefix)) return;
  const callingCode = getCountryCallingCode(country);
  const wanted = toKeypadDigits(search.contains ?? '');
  const amount = Math.min(search.perAreaCode, HUNDREDS * share.lineCount);
  const heads =
    callingCode === '1'
      ? northAmericanHeads(share, country, search.prefix)
      : headsElsewhere(share, country, search.prefix);
  for (const head of heads) {
    for (let index = 0; index < amount; index += 1) {
      const national = `${head}${toLine(share, index)}`;
      if (!national.startsWith(search.prefix) || !national.includes(wanted)) continue;
      const number = `+${callingCode}${national}`;
      if (isStock(share, number, search.perAreaCode)) yield number;
    }
  }
}

/** Whether a stock has the number, sold or not, even if no search ever showed it. */
export function isStock(share: StockShare, number: string, perAreaCode: number): boolean {
  const parsed = parsePhoneNumberFromString(number);
  if (parsed?.number !== number || !parsed.isPossible()) return false;
  const national: string = parsed.nationalNumber;
  const index = toIndex(share, national.slice(-LINE_DIGITS));
  if (index === null || index >= perAreaCode) return false;
  const exchange = national.slice(-LINE_DIGITS - EXCHANGE_DIGITS, -LINE_DIGITS);
  if (parsed.countryCallingCode === '1') {
    return isNorthAmericanAreaCode(national.slice(0, 3)) && exchange === share.exchange;
  }
  const country = parsed.country ?? parsed.getPossibleCountries()[0];
  const example = country === undefined ? undefined : getExampleNumber(country, examples);
  const isOwn = (EXCHANGES.test(exchange) ? exchange : FIRST_EXCHANGE) === share.exchange;
  return national.length === example?.nationalNumber.length && isAreaCode(national) && isOwn;
}

/** Throws `DefinitionError` where a share makes no sense, or two of them have a number in common. */
export function checkShares(fakes: ReadonlyMap<VendorName, Pick<FakeVendor, 'stock'>>): void {
  const all = [...fakes].flatMap(([name, { stock }]) => (stock === null ? [] : [{ name, stock }]));
  for (const [index, { name, stock }] of all.entries()) {
    const { exchange, firstLine, lineCount } = stock;
    const isPossible = EXCHANGES.test(exchange) && firstLine >= 0 && lineCount > 0 && firstLine + lineCount <= 100;
    if (!isPossible)
      throw new DefinitionError(`The fake ${name} needs an exchange of 550 to 559, and lines within a hundred.`);
    const rival = all.slice(0, index).find((other) => overlap(stock, other.stock));
    if (rival !== undefined)
      throw new DefinitionError(`The fakes ${rival.name} and ${name} would sell the same numbers.`);
  }
}

function overlap(one: StockShare, other: StockShare): boolean {
  return (
    one.exchange === other.exchange &&
    one.firstLine < other.firstLine + other.lineCount &&
    other.firstLine < one.firstLine + one.lineCount
  );
}

function* northAmericanHeads(share: StockShare, country: string, prefix: string): Generator<string> {
  const areaCodes =
    prefix.length >= 3
      ? [prefix.slice(0, 3)]
      : (usualAreaCodes[country] ?? areaCodesOfExample(country)).filter((code) => code.startsWith(prefix));
  for (const areaCode of areaCodes) {
    if (isNorthAmericanAreaCode(areaCode) && sellsIn(share, country, areaCode)) yield `${areaCode}${share.exchange}`;
  }
}

function* headsElsewhere({ exchange }: StockShare, country: string, prefix: string): Generator<string> {
  const example = exampleDigits(country);
  if (example.length <= LINE_DIGITS || !isAreaCode(prefix)) return;
  const head = `${prefix}${example.slice(prefix.length)}`.slice(0, example.length - LINE_DIGITS);
  yield exchange === FIRST_EXCHANGE ? head : `${head.slice(0, -EXCHANGE_DIGITS)}${exchange}`;
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
function sellsIn({ filedUnder = {} }: StockShare, country: string, areaCode: string): boolean {
  const home = countryOfAreaCode(areaCode);
  return home === null || home === country || filedUnder[country]?.includes(home) === true;
}

/** Lines 00xx are left out: the first of each share lie in 01xx, where North America's numbers for fiction are. */
function toLine({ firstLine, lineCount }: StockShare, index: number): string {
  const hundred = 1 + Math.floor(index / lineCount);
  return String(hundred * 100 + firstLine + (index % lineCount)).padStart(LINE_DIGITS, '0');
}

function toIndex({ firstLine, lineCount }: StockShare, line: string): number | null {
  const hundred = Math.floor(Number(line) / 100);
  const place = (Number(line) % 100) - firstLine;
  if (hundred < 1 || place < 0 || place >= lineCount) return null;
  return (hundred - 1) * lineCount + place;
}

function toKeypadDigits(text: string): string {
  const keys = ['abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz'];
  return text.toLowerCase().replace(/[a-z]/g, (letter) => {
    const key = keys.findIndex((letters) => letters.includes(letter));
    return String(key + 2);
  });
}
