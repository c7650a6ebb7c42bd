import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { isNonGeographic, isNorthAmerican } from './numbering-plan.ts';

const FORMATTING = /[\s().\-\u2010-\u2015]/g;
const E164 = /^\+[1-9]\d{6,14}$/;

/** The text without the spaces, dots, dashes and brackets people write into telephone numbers. */
export function normaliseE164(text: string): string {
  return text.replace(FORMATTING, '');
}

/**
 * Whether the text is an E.164 number of a possible length for its country. Deliberately not whether its range is
 * assigned: vendors sell newer numbers than any list of ranges knows.
 */
export function isPossibleE164(text: string): boolean {
  return E164.test(text) && parsePhoneNumberFromString(text)?.isPossible() === true;
}

/** The country an E.164 number belongs to (ISO 3166-1 alpha-2), or null where its digits name none, as with +800. */
export function countryOf(number: string): string | null {
  const parsed = parsePhoneNumberFromString(number);
  return parsed?.country ?? parsed?.getPossibleCountries()[0] ?? null;
}

/**
 * Whether an E.164 number may belong to a country: it does not where its digits name another one. Where they name none,
 * as those of the newest area codes do, whoever offers it is believed; free numbers of North America belong to all of it.
 */
export function mayBelongTo(number: string, country: string): boolean {
  const parsed = parsePhoneNumberFromString(number);
  if (parsed?.country === undefined || parsed.country === country) return true;
  const isShared = parsed.countryCallingCode === '1' && isNonGeographic(parsed.nationalNumber.slice(0, 3));
  return isShared && isNorthAmerican(country);
}

/** A number taken apart into its calling code and the digits dialled within the country; null if it is not possible. */
export function nationalDigits(number: string): { callingCode: string; digits: string } | null {
  const parsed = parsePhoneNumberFromString(number);
  if (!parsed) return null;
  return { callingCode: parsed.countryCallingCode, digits: parsed.nationalNumber };
}
