import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  type NumberType,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';

const NORTH_AMERICA = '1';
// Any line will do: what is asked of it are its first three digits. 555 is kept for fiction.
const ANY_LINE = '5550100';
const everywhere: readonly NumberType[] = ['TOLL_FREE', 'PREMIUM_RATE', 'PERSONAL_NUMBER'];

/** Whether numbers of a country have the calling code 1, and so begin with an area code of three digits. */
export function isNorthAmerican(country: string): country is CountryCode {
  return isSupportedCountry(country) && getCountryCallingCode(country) === NORTH_AMERICA;
}

/** Whether a North American area code belongs to no country more than to another: 800, 833, 900, 500 and their like. */
export function isNonGeographic(areaCode: string): boolean {
  return everywhere.includes(probe(areaCode)?.getType());
}

/** The country of a North American area code; null where it has none, or is too new to be known. */
export function countryOfAreaCode(areaCode: string): string | null {
  return isNonGeographic(areaCode) ? null : (probe(areaCode)?.country ?? null);
}

function probe(areaCode: string) {
  return parsePhoneNumberFromString(`+${NORTH_AMERICA}${areaCode}${ANY_LINE}`);
}

/** A country as people call it. */
export function nameOfCountry(country: string): string {
  return new Intl.DisplayNames('en', { type: 'region' }).of(country) ?? country;
}
