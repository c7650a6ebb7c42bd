import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { dataOf, watch } from '../support/numbers.ts';
import { type Answer, startTestApp, type TestApp } from '../support/test-app.ts';

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

  it.each(['ONEINBOX', 'VOGENT'])('at %s finds numbers of an area, ten unless told otherwise', async (vendor) => {
    const { numbers, userErrors } = await search({ vendor, areaCode: '415' });
    expect(userErrors).toEqual([]);
    expect(numbers).toHaveLength(10);
    for (const found of numbers) {
      expect(found).toEqual({ vendor, number: expect.stringMatching(/^\+1415\d{7}$/), country: 'US' });
    }
  });

  it('finds other numbers at one vendor than at the other', async () => {
    const here = await numbersOf({ vendor: 'ONEINBOX', areaCode: '415' });
    const there = await numbersOf({ vendor: 'VOGENT', areaCode: '415' });
    expect(here.filter((number) => there.includes(number))).toEqual([]);
  });

  it('needs no area code at OneInbox', async () => {
    expect(await numbersOf({ vendor: 'ONEINBOX' })).toHaveLength(10);
    expect(
      await numbersOf({ vendor: 'ONEINBOX', areaCode: null, contains: null, country: null, limit: null }),
    ).toHaveLength(10);
  });

  it.each([
    ['ONEINBOX', 1, 1],
    ['ONEINBOX', 50, 50],
    ['VOGENT', 1, 1],
    ['VOGENT', 50, 10],
  ])('at %s asked for %i gives %i', async (vendor, limit, expected) => {
    expect(await numbersOf({ vendor, areaCode: '212', limit })).toHaveLength(expected);
  });

  it.each(['ONEINBOX', 'VOGENT'])('at %s gives only numbers that contain the digits', async (vendor) => {
    const all = await numbersOf({ vendor, areaCode: '212' });
    const digits = all[3]?.slice(-3) ?? '';
    const found = await numbersOf({ vendor, areaCode: '212', contains: digits });
    expect(found).not.toEqual([]);
    for (const number of found) expect(number).toContain(digits);
  });

  it('takes letters at OneInbox, as on a keypad', async () => {
    const found = await numbersOf({ vendor: 'ONEINBOX', contains: 'jkl01' });
    expect(found).not.toEqual([]);
    for (const number of found) expect(number).toContain('55501');
  });

  it.each([
    ['GB', '20', /^\+4420/],
    ['gb', '20', /^\+4420/],
    ['CA', '416', /^\+1416/],
  ])('at Vogent finds numbers in %s', async (country, areaCode, shape) => {
    const { numbers, userErrors } = await search({ vendor: 'VOGENT', country, areaCode });
    expect(userErrors).toEqual([]);
    expect(numbers).not.toEqual([]);
    for (const found of numbers) {
      expect(found.number).toMatch(shape);
      expect(found.country).toBe(country.toUpperCase());
    }
  });

  it.each([
    ['ONEINBOX', 'CA', '415'],
    ['ONEINBOX', 'US', '416'],
    ['VOGENT', 'CA', '415'],
    ['VOGENT', 'US', '416'],
  ])('at %s finds nothing in %s where area code %s lies in another country', async (vendor, country, areaCode) => {
    expect(await numbersOf({ vendor, country, areaCode })).toEqual([]);
  });

  it.each(['ONEINBOX', 'VOGENT'])('at %s that finds nothing is no error', async (vendor) => {
    expect(await search({ vendor, areaCode: '555' })).toEqual({ numbers: [], userErrors: [] });
  });

  it('shows a number no more once somebody has bought it', async () => {
    const input = { vendor: 'VOGENT', areaCode: '312' };
    const [first = '', ...rest] = await numbersOf(input);
    app.sandbox.control.sell('VOGENT', first);
    expect((await numbersOf(input)).slice(0, 9)).toEqual(rest);
  });

  it.each<[string, object, string[]]>([
    ['no area code at Vogent', { vendor: 'VOGENT' }, ['areaCode']],
    ['an area code that begins with 1', { vendor: 'ONEINBOX', areaCode: '123' }, ['areaCode']],
    ['an area code of two digits', { vendor: 'VOGENT', areaCode: '41' }, ['areaCode']],
    ['an area code that is a word', { vendor: 'VOGENT', country: 'GB', areaCode: 'London' }, ['areaCode']],
    ['an empty area code', { vendor: 'VOGENT', areaCode: '' }, ['areaCode']],
    ['an area code where OneInbox knows none', { vendor: 'ONEINBOX', country: 'GB', areaCode: '20' }, ['areaCode']],
    ['a country that there is none of', { vendor: 'VOGENT', country: 'XX', areaCode: '415' }, ['country']],
    ['a country that is a word', { vendor: 'ONEINBOX', country: 'France' }, ['country']],
    ['letters at Vogent', { vendor: 'VOGENT', areaCode: '415', contains: 'FLOWERS' }, ['contains']],
    ['signs', { vendor: 'ONEINBOX', contains: '5*5' }, ['contains']],
    ['nothing to contain', { vendor: 'ONEINBOX', contains: '' }, ['contains']],
    ['limit 0', { vendor: 'ONEINBOX', limit: 0 }, ['limit']],
    ['limit 51', { vendor: 'VOGENT', areaCode: '415', limit: 51 }, ['limit']],
    ['limit -1', { vendor: 'ONEINBOX', limit: -1 }, ['limit']],
    ['three mistakes at once', { vendor: 'VOGENT', contains: 'x', limit: 99 }, ['areaCode', 'contains', 'limit']],
  ])('with %s is refused, naming the field, without a call', async (_title, input, fields) => {
    const watched = await watch(app, query, { input });
    const { numbers, userErrors } = dataOf(watched.answer).availableNumbers;
    expect(numbers).toEqual([]);
    const complaint = { code: 'INVALID_INPUT', retryable: false, charged: 'NO', suggestions: [] };
    expect(
      userErrors.toSorted((one: { field: string[] }, next: { field: string[] }) =>
        String(one.field).localeCompare(String(next.field)),
      ),
    ).toEqual(
      fields.map((field) => ({
        ...complaint,
        field: ['input', field],
        message: expect.stringMatching(/ \w{2,} .* \w{2,}/),
      })),
    );
    expect(watched.vendorCalls).toBe(0);
  });

  it('passes on what the vendor says of a search it refuses', async () => {
    app.sandbox.control.addFault({
      vendor: 'VOGENT',
      operation: 'search',
      kind: 'refuse',
      message: 'Not today',
      times: 1,
    });
    const { numbers, userErrors } = await search({ vendor: 'VOGENT', areaCode: '415' });
    expect(numbers).toEqual([]);
    expect(userErrors).toMatchObject([
      { code: 'VENDOR_REJECTED', message: 'Vogent said: Not today', retryable: false },
    ]);
  });

  it('writes nothing down and sells nothing', async () => {
    const sold = app.sandbox.control.sales().length;
    const { sql, vendorCalls } = await watch(app, query, { input: { vendor: 'VOGENT', areaCode: '415' } });
    expect(sql).toEqual([]);
    expect(vendorCalls).toBe(1);
    expect(app.sandbox.control.sales()).toHaveLength(sold);
  });
});

describe('a search at a vendor that there is no account with', () => {
  it('is refused, saying what the operator can do', async () => {
    const sandbox = await startSandbox({ vendors: builtInVendors });
    const accounts = { VOGENT: sandbox.accounts['VOGENT'] };
    const app = await startTestApp({ sandbox: false, accounts });
    try {
      const { availableNumbers } = dataOf(await app.graphql(query, { input: { vendor: 'ONEINBOX' } }));
      const message = 'This service has no account with ONEINBOX. Its operator can add one.';
      const complaint = { code: 'INVALID_INPUT', field: ['input', 'vendor'], message };
      expect(availableNumbers).toMatchObject({ numbers: [], userErrors: [complaint] });
      const { numberVendors, phoneNumbers } = dataOf(
        await app.graphql(`{ numberVendors { vendor } phoneNumbers(maxAge: 0) { totalCount outages { vendor } } }`),
      );
      expect(numberVendors).toEqual([{ vendor: 'VOGENT' }]);
      expect(phoneNumbers).toEqual({ totalCount: 4, outages: [] });
    } finally {
      await app.stop();
      await sandbox.stop();
    }
  });
});
