import { AsYouType, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { isNonGeographic, isNorthAmerican } from './numbering-plan.ts';
import { remember } from './remember.ts';

/** What people and programs write between the digits, and what a copied text has in it that nobody sees. */
const FORMATTING = /[\s\p{Pd}\u2212\u30fc().\uff08\uff09\uff0e\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
const PLUS = /[\uff0b\ufe62]/g;
const DIGIT = /\p{Nd}/gu;
const E164 = /^\+[1-9]\d{6,14}$/;
/** Longer than E.164 allows, since digits that are dialled within a country only may still be among them. */
const INTERNATIONAL = /^\+\d{7,20}$/;
/** Mexico dials no 1 after its calling code since 2019; lists and address books still have it. */
const MEXICAN_TRUNK = /^\+521(?=\d{10}$)/;

/**
 * A telephone number in its one spelling, E.164 as the parser gives it, or null if the text is none of a possible length
 * for its country. Digits that are dialled within a country only (the 0 of `+44 (0)20 …`) are not part of it.
 * Deliberately not whether its range is assigned: vendors sell newer numbers than any list of ranges knows.
 */
export function toE164(text: string): string | null {
  const digits = withoutFormatting(text).replace(MEXICAN_TRUNK, '+52');
  if (!INTERNATIONAL.test(digits)) return null;
  const parsed = parsePossible(digits) ?? parseArgentine(digits);
  if (parsed === null || !E164.test(parsed.number) || mayHoldTrunk(parsed)) return null;
  // What the parser would read differently the next time, such as two zeros too many, is no spelling to rely on.
  const isStable = parsed.number === digits || parsePossible(parsed.number)?.number === parsed.number;
  return isStable ? parsed.number : null;
}

function parsePossible(digits: string): PhoneNumber | null {
  const parsed = parseNumber(digits);
  return parsed?.isPossible() ? parsed : null;
}

/** What the library makes of a text with a calling code; null where that is no telephone number. */
export const parseNumber = remember((text): PhoneNumber | null => parsePhoneNumberFromString(text) ?? null);

/** A mobile number has a 9 before the area code or, within the country, a 15 after it; some write both. */
function parseArgentine(digits: string): PhoneNumber | null {
  if (!digits.startsWith('+549')) return null;
  const parsed = parsePossible(digits.replace('+549', '+54'));
  return parsed?.number.startsWith('+549') ? parsed : null;
}

/**
 * Whether a number still begins with what is dialled within the country only: a number with a digit too few has a
 * possible length together with its 0. No country has another such digit than these.
 */
function mayHoldTrunk({ number, nationalNumber }: PhoneNumber): boolean {
  return /^[018]/.test(nationalNumber) && withoutTrunk(number) !== number;
}

/** The parser takes a 0 away from whole numbers only; what is made for typing does so as soon as it is there. */
function withoutTrunk(digits: string): string {
  const typed = new AsYouType();
  typed.input(digits);
  return typed.getNumberValue() ?? digits;
}

/** E.164 where the text is a possible number; else the text without formatting, such as a vendor's short code. */
export function normaliseE164(text: string): string {
  return toE164(text) ?? withoutFormatting(text);
}

/** Whether the text is a telephone number in its one spelling, see `toE164`. */
export function isPossibleE164(text: string): boolean {
  return toE164(text) === text;
}

/** The beginning of E.164 numbers, as people write it: `+44 (0)20` is `+4420`. */
export function normalisePrefix(text: string): string {
  const digits = withoutFormatting(text);
  if (!/^\+\d+$/.test(digits)) return digits;
  return toE164(digits) ?? withoutTrunk(digits.replace(/^\+521/, '+52'));
}

/**
 * The text without what stands between digits, and with ASCII digits for those of other scripts. Superscripts are none:
 * the mark of a footnote behind a number must not become its last digit.
 */
export function withoutFormatting(text: string): string {
  return text.replace(FORMATTING, '').replace(PLUS, '+').replace(DIGIT, toAsciiDigit);
}

/** The digits of each script are ten in a row, from 0 to 9. */
function toAsciiDigit(digit: string): string {
  const point = digit.codePointAt(0) ?? 0;
  let zero = point;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((point - zero) % 10);
}

/** The country an E.164 number belongs to (ISO 3166-1 alpha-2), or null where its digits name none, as with +800. */
export function countryOf(number: string): string | null {
  const parsed = parseNumber(number);
  return parsed?.country ?? parsed?.getPossibleCountries()[0] ?? null;
}

/**
 * Whether an E.164 number may belong to a country: it does not where its digits name another one. Where they name none,
 * as those of the newest area codes do, whoever offers it is believed; free numbers of North America belong to all of it.
 */
export function mayBelongTo(number: string, country: string): boolean {
  const parsed = parseNumber(number);
  if (!parsed?.country || parsed.country === country) return true;
  const isShared = parsed.countryCallingCode === '1' && isNonGeographic(parsed.nationalNumber.slice(0, 3));
  return isShared && isNorthAmerican(country);
}

/** A number taken apart into its calling code and the digits dialled within the country; null if it is not possible. */
export function nationalDigits(number: string): { callingCode: string; digits: string } | null {
  const parsed = parseNumber(number);
  if (!parsed) return null;
  return { callingCode: parsed.countryCallingCode, digits: parsed.nationalNumber };
}
