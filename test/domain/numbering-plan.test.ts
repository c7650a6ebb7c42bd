import { describe, expect, it } from 'vitest';
import { mayBelongTo } from '../../src/domain/e164.ts';
import { countryOfAreaCode, isNonGeographic, nameOfCountry } from '../../src/domain/numbering-plan.ts';
import { denotes, spellingsOf } from '../../src/domain/spelling.ts';

describe('an area code', () => {
  it.each([
    ['415', 'US'],
    ['416', 'CA'],
    ['809', 'DO'],
    ['242', 'BS'],
    ['671', 'GU'],
    ['800', null],
    ['420', null],
    ['41', null],
  ])('%s is one of %s', (areaCode, country) => {
    expect(countryOfAreaCode(areaCode)).toBe(country);
  });

  it.each(['800', '833', '844', '855', '866', '877', '888', '900', '500', '533', '588'])(
    '%s is one of every country of North America',
    (areaCode) => {
      expect(isNonGeographic(areaCode)).toBe(true);
      for (const country of ['US', 'CA', 'DO', 'JM']) expect(mayBelongTo(`+1${areaCode}5550123`, country)).toBe(true);
      expect(mayBelongTo(`+1${areaCode}5550123`, 'GB')).toBe(false);
    },
  );

  it.each(['415', '416', '512', '514', '420'])('%s is not one of every country', (areaCode) => {
    expect(isNonGeographic(areaCode)).toBe(false);
  });
});

it('calls a country as people do', () => {
  expect(nameOfCountry('CA')).toBe('Canada');
});

describe('a number', () => {
  it.each([
    ['+442079460958', '020 7946 0958'],
    ['+442079460958', '2079460958'],
    ['+442079460958', '+44 (0)20 7946 0958'],
    ['+442079460958', '44 20 7946 0958'],
    ['+442079460958', '0044 20 7946 0958'],
    ['+442079460958', '+442079460958'],
    ['+14155550160', '(415) 555-0160'],
    ['+14155550160', '1-415-555-0160'],
    ['+525512345678', '+5215512345678'],
    ['+5215512345678', '+525512345678'],
    ['+525512345678', '55 1234 5678'],
    ['+5491123456789', '+541123456789'],
    ['+541123456789', '+5491123456789'],
    ['+5491123456789', '011 15-2345-6789'],
    ['+390612345678', '06 1234 5678'],
    ['+33123456789', '01 23 45 67 89'],
    ['+74951234567', '8 (495) 123-45-67'],
  ])('%s may be written %s', (number, spelling) => {
    expect(denotes(spelling, number)).toBe(true);
  });

  it.each([
    ['+442079460958', '020 7946 0959'],
    ['+442079460958', '+12079460958'],
    ['+442079460958', '+332079460958'],
    ['+14155550160', '+444155550160'],
    ['+14155550160', '+141555501'],
    ['+525512345678', '+541512345678'],
    ['+442079460958', ''],
    ['+442079460958', '+'],
    ['+442079460958', 'desk'],
  ])('%s is not what %s means', (number, spelling) => {
    expect(denotes(spelling, number)).toBe(false);
  });

  it('is the first of its spellings', () => {
    expect(spellingsOf('+442079460958')[0]).toBe('+442079460958');
    expect(spellingsOf('sip:desk@example.com')).toEqual(['sip:desk@example.com']);
  });
});
