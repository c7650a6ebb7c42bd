import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { dataOf, watch } from '../support/numbers.ts';
import { type Answer, startTestApp, type TestApp } from '../support/test-app.ts';
import { listed, unlisted, vendorOf, vendorsWith, vendorsWithout, vendorThat } from '../support/vendors.ts';

const query = `query Search($input: AvailableNumbersInput!) {
  availableNumbers(input: $input) {
    numbers { vendor number country }
    userErrors { code message field retryable charged suggestions }
  }
}`;

type Found = { vendor: string; number: string; country: string | null };

describe('a search of the stock', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  const ask = (input: object): Promise<Answer> => app.graphql(query, { input });
  const search = async (input: object) => dataOf(await ask(input)).availableNumbers;
  const numbersOf = async (input: object): Promise<string[]> => {
    const { numbers, userErrors } = await search(input);
    expect(userErrors).toEqual([]);
    return numbers.map(({ number }: Found) => number);
  };
  const refused = async (input: object, fields: readonly string[]): Promise<void> => {
    const watched = await watch(app, query, { input });
    const { numbers, userErrors } = dataOf(watched.answer).availableNumbers;
    expect(numbers).toEqual([]);
    const complaint = { code: 'INVALID_INPUT', retryable: false, charged: 'NO', suggestions: [] };
    const message = expect.stringMatching(/ \w{2,} .* \w{2,}/);
    expect(userErrors).toHaveLength(fields.length);
    for (const field of fields) {
      expect(userErrors).toContainEqual({ ...complaint, field: ['input', field], message });
    }
    expect(watched.vendorCalls).toBe(0);
  };

  describe.each(vendorsWith('SEARCH'))('at %s', (vendor) => {
    const { title, rules } = vendorOf(vendor);
    const needsAreaCode = rules.areaCode === 'REQUIRED';
    const areaCode = '415';

    it('finds numbers of an area, ten unless told otherwise', async () => {
      const { numbers, userErrors } = await search({ vendor, areaCode });
      expect(userErrors).toEqual([]);
      expect(numbers).toHaveLength(10);
      for (const found of numbers) {
        expect(found).toEqual({ vendor, number: expect.stringMatching(/^\+1415\d{7}$/), country: 'US' });
      }
    });

    it('finds numbers that no other vendor has', async () => {
      const here = await numbersOf({ vendor, areaCode });
      const others = vendorsWith('SEARCH').filter((name) => name !== vendor);
      for (const other of others) {
        const there = await numbersOf({ vendor: other, areaCode });
        expect(here.filter((number) => there.includes(number))).toEqual([]);
      }
    });

    it('needs no area code, or says that it does', async () => {
      for (const nothing of [{}, { areaCode: null, contains: null, country: null, limit: null }]) {
        const { numbers, userErrors } = await search({ vendor, ...nothing });
        expect(numbers).toHaveLength(needsAreaCode ? 0 : 10);
        expect(userErrors.map(({ field }: { field: string[] }) => field)).toEqual(
          needsAreaCode ? [['input', 'areaCode']] : [],
        );
      }
    });

    it.each([1, 50])('gives no more than %i numbers where that many are asked for', async (limit) => {
      const found = await numbersOf({ vendor, areaCode: '212', limit });
      expect(found).toHaveLength(Math.min(limit, rules.contains?.lookedForIn ?? limit));
    });

    it('gives only numbers that contain the digits', async () => {
      const all = await numbersOf({ vendor, areaCode: '212' });
      const digits = all[3]?.slice(-3) ?? '';
      const found = await numbersOf({ vendor, areaCode: '212', contains: digits });
      expect(found).not.toEqual([]);
      for (const number of found) expect(number).toContain(digits);
    });

    it.each([
      ['GB', '20', /^\+44/],
      ['gb', '20', /^\+44/],
      ['CA', '416', /^\+1416/],
    ])('finds numbers in %s', async (country, code, shape) => {
      const hasAreaCodes = rules.areaCodeCountries?.includes(country.toUpperCase()) ?? true;
      const { numbers, userErrors } = await search({ vendor, country, areaCode: hasAreaCodes ? code : null });
      expect(userErrors).toEqual([]);
      expect(numbers).not.toEqual([]);
      for (const found of numbers) {
        expect(found.number).toMatch(shape);
        expect(found.country).toBe(country.toUpperCase());
      }
    });

    it.each([
      ['CA', '415'],
      ['US', '416'],
    ])('finds nothing in %s where area code %s lies in another country', async (country, code) => {
      const other = { CA: 'United States (US)', US: 'Canada (CA)' }[country];
      const { numbers, userErrors } = await search({ vendor, country, areaCode: code });
      expect(numbers).toEqual([]);
      expect(userErrors).toMatchObject([
        {
          code: 'NO_MATCHING_NUMBER',
          message: expect.stringContaining(`${code} is an area code of ${other}: ask with`),
        },
      ]);
    });

    it.each([
      ['CA', '800'],
      ['US', '888'],
    ])('finds numbers of %s in area code %s, which every country of North America has', async (country, code) => {
      expect(await numbersOf({ vendor, country, areaCode: code })).not.toEqual([]);
    });

    it('shows nothing that was not asked for, where the vendor does not heed it', async () => {
      app.sandbox.control.addFault({ vendor, operation: 'search', kind: 'deaf-search', times: 2 });
      expect(await numbersOf({ vendor, areaCode: '415' })).toEqual([]);
      expect(await numbersOf({ vendor, areaCode: '415', contains: '777' })).toEqual([]);
    });

    it('finds nothing, which is no error', async () => {
      expect(await search({ vendor, areaCode: '555' })).toEqual({ numbers: [], userErrors: [] });
    });

    it('shows a number no more once somebody has bought it', async () => {
      const input = { vendor, areaCode: '312' };
      const [first = '', ...rest] = await numbersOf(input);
      app.sandbox.control.sell(vendor, first);
      expect((await numbersOf(input)).slice(0, 9)).toEqual(rest);
    });

    it.each<[string, object, string[]]>([
      ['an area code that begins with 1', { areaCode: '123' }, ['areaCode']],
      ['an area code of two digits', { areaCode: '41' }, ['areaCode']],
      ['an empty area code', { areaCode: '' }, ['areaCode']],
      ['a country that there is none of', { country: 'XX' }, ['country']],
      ['a country that is a word', { country: 'France' }, ['country']],
      ['signs', { contains: '5*5' }, ['contains']],
      ['nothing to contain', { contains: '' }, ['contains']],
      ['limit 0', { limit: 0 }, ['limit']],
      ['limit 51', { limit: 51 }, ['limit']],
      ['limit -1', { limit: -1 }, ['limit']],
      ['three mistakes at once', { areaCode: '41', contains: '*', limit: 99 }, ['areaCode', 'contains', 'limit']],
    ])('refuses %s, naming the field, without a call', async (_title, changes, fields) => {
      await refused({ vendor, areaCode, ...changes }, fields);
    });

    it('passes on what the vendor says of a search it refuses', async () => {
      const message = 'Not today';
      app.sandbox.control.addFault({ vendor, operation: 'search', kind: 'refuse', message, times: 1 });
      const { numbers, userErrors } = await search({ vendor, areaCode });
      expect(numbers).toEqual([]);
      expect(userErrors).toMatchObject([
        { code: 'VENDOR_REJECTED', message: `${title} said: Not today`, retryable: false },
      ]);
    });
  });

  it.each(vendorsWithout('SEARCH'))('is not supported at %s, which picks numbers itself', async (vendor) => {
    const { numbers, userErrors } = await search({ vendor });
    expect(numbers).toEqual([]);
    expect(userErrors).toMatchObject([{ code: 'NOT_SUPPORTED_BY_VENDOR', charged: 'NO' }]);
  });

  it('takes letters as on a keypad, where the vendor does', async () => {
    const { name } = vendorThat('searches for letters', ({ rules }) => rules.contains?.pattern.test('jkl') === true);
    const found = await numbersOf({ vendor: name, areaCode: '415', contains: 'jkl01' });
    expect(found).not.toEqual([]);
    for (const number of found) expect(number).toContain('55501');
  });

  it('refuses letters where the vendor searches for digits only', async () => {
    const { name } = vendorThat(
      'searches for digits only',
      ({ rules }) => rules.contains?.pattern.test('FLOWERS') === false,
    );
    await refused({ vendor: name, areaCode: '415', contains: 'FLOWERS' }, ['contains']);
  });

  it('refuses an area code in a country of which the vendor knows none', async () => {
    const { name } = vendorThat(
      'knows area codes in some countries',
      ({ rules }) => rules.areaCodeCountries?.includes('GB') === false,
    );
    await refused({ vendor: name, country: 'GB', areaCode: '20' }, ['areaCode']);
  });

  it('refuses a word for an area code elsewhere', async () => {
    const { name } = vendorThat(
      'knows area codes everywhere',
      ({ can, rules }) => can('SEARCH') && rules.areaCodeCountries === null,
    );
    await refused({ vendor: name, country: 'GB', areaCode: 'London' }, ['areaCode']);
  });

  it('writes nothing and sells nothing', async () => {
    const sold = app.sandbox.control.sales().length;
    const { sql, vendorCalls } = await watch(app, query, { input: { vendor: listed.name, areaCode: '415' } });
    expect(sql).toEqual([]);
    expect(vendorCalls).toBe(1);
    expect(app.sandbox.control.sales()).toHaveLength(sold);
  });
});

describe('a search at a vendor that there is no account with', () => {
  it('is refused, saying what the operator can do', async () => {
    const sandbox = await startSandbox({ vendors: builtInVendors });
    const accounts = { [listed.name]: sandbox.accounts[listed.name] };
    const app = await startTestApp({ sandbox: false, accounts });
    try {
      const { availableNumbers } = dataOf(await app.graphql(query, { input: { vendor: unlisted.name } }));
      const message = `This service has no account with ${unlisted.name}. Its operator can add one.`;
      const complaint = { code: 'INVALID_INPUT', field: ['input', 'vendor'], message };
      expect(availableNumbers).toMatchObject({ numbers: [], userErrors: [complaint] });
      const { numberVendors, phoneNumbers } = dataOf(
        await app.graphql(`{ numberVendors { vendor } phoneNumbers(maxAge: 0) { totalCount outages { vendor } } }`),
      );
      expect(numberVendors).toEqual([{ vendor: listed.name }]);
      expect(phoneNumbers).toEqual({ totalCount: sandbox.control.numbers(listed.name).length, outages: [] });
    } finally {
      await app.stop();
      await sandbox.stop();
    }
  });
});
