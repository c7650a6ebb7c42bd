import fc from 'fast-check';
import { type CountryCode, getCountries, getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, it } from 'vitest';
import { normalisePrefix, toE164 } from '../../src/domain/e164.ts';

const exampleOf = (country: CountryCode) => String(getExampleNumber(country, examples)?.number);
const countries = getCountries();
const formatting = ['', ' ', '-', '.', '(', ')', '\u00a0', '\u2212', '\u200b', '\u202a', '\u202c', '\ufeff', '\u00ad'];

describe('a telephone number', () => {
  it.each(countries)('of %s is its own spelling, and each beginning of it is one', (country) => {
    const number = exampleOf(country);
    expect(toE164(number)).toBe(number);
    for (let length = 1; length <= number.length; length += 1) {
      expect(normalisePrefix(number.slice(0, length))).toBe(number.slice(0, length));
    }
  });

  it('is the same with any formatting and with digits of any script', () => {
    const scripts = [0x30, 0x660, 0x6f0, 0x966, 0xff10, 0x1d7ce];
    const signs = fc.array(fc.constantFrom(...formatting), { minLength: 16, maxLength: 16 });
    const zeros = fc.array(fc.constantFrom(...scripts), { minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(fc.constantFrom(...countries), signs, zeros, (country, between, zeroOf) => {
        const number = exampleOf(country);
        const digits = [...number.slice(1)].map(
          (digit, place) => between[place] + String.fromCodePoint((zeroOf[place] ?? 0x30) + Number(digit)),
        );
        expect(toE164(`\u200e+${digits.join('')}\u202c`)).toBe(number);
      }),
    );
  });

  it('is spelled the same when it is spelled anew, whatever is given', () => {
    const text = fc.array(fc.constantFrom(...'+0123456789015(0)8 '), { minLength: 7, maxLength: 20 });
    fc.assert(
      fc.property(text, fc.constantFrom(...countries), (given, country) => {
        for (const each of [given.join(''), `${exampleOf(country).slice(0, 3)}0${given.join('')}`]) {
          const number = toE164(each);
          if (number !== null) expect(toE164(number)).toBe(number);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
