import { normaliseE164, parseNumber } from './e164.ts';
import { remember } from './remember.ts';

/** Countries where one line is written with and without a digit for mobiles after the calling code. */
const mobileDigits = [
  { callingCode: '+52', digit: '1', length: 10 },
  { callingCode: '+54', digit: '9', length: 10 },
] as const;

/**
 * All ways in which a vendor may write an E.164 number, without formatting: with its calling code or as it is dialled
 * within its country, with and without a mobile digit. The number itself comes first.
 */
export const spellingsOf = remember((number): readonly string[] => {
  const spellings = new Set<string>();
  for (const line of [number, ...otherWaysToDial(number)]) {
    spellings.add(line);
    const parsed = parseNumber(line);
    if (!parsed) continue;
    const { countryCallingCode: code, nationalNumber: digits } = parsed;
    for (const national of [digits, normaliseE164(parsed.formatNational())]) {
      for (const spelling of [national, `${code}${national}`, `+${code}${national}`]) spellings.add(spelling);
    }
  }
  return [...spellings];
});

/**
 * Whether a text as a vendor writes it means this E.164 number. A text without a calling code may mean several; ask this
 * only where the number is one that there is a reason to expect.
 */
export function denotes(text: string, number: string): boolean {
  const given = normaliseE164(text);
  return given === number || spellingsOf(number).includes(given.replace(/^00(?=[1-9])/, '+'));
}

function otherWaysToDial(number: string): string[] {
  return mobileDigits.flatMap(({ callingCode, digit, length }) => {
    if (!number.startsWith(callingCode)) return [];
    const rest = number.slice(callingCode.length);
    if (rest.length === length) return [`${callingCode}${digit}${rest}`];
    return rest.length === length + 1 && rest.startsWith(digit) ? [`${callingCode}${rest.slice(1)}`] : [];
  });
}
