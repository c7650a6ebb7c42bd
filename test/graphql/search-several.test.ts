import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { dataOf, watch } from '../support/numbers.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { listed, unlisted, vendorOf, vendorsWith } from '../support/vendors.ts';

const query = `query Search($input: AvailableNumbersInput!) {
  availableNumbers(input: $input) {
    numbers { vendor number }
    outages { vendor since message }
    userErrors { code message field }
  }
}`;

type Found = { vendor: string; number: string };

describe('a search of several vendors at once', () => {
  const both = [listed.name, unlisted.name];
  const areaCode = '415';
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  const search = async (input: object, at = app) => dataOf(await at.graphql(query, { input })).availableNumbers;
  const vendorsOf = ({ numbers }: { numbers: Found[] }) => numbers.map(({ vendor }) => vendor);

  it('shows what they offer in turns, and no more than was asked for', async () => {
    const found = await search({ vendors: both, areaCode, limit: 5 });
    expect(vendorsOf(found)).toEqual([...both, ...both, listed.name]);
    const alone = await Promise.all(both.map((vendor) => search({ vendor, areaCode, limit: 3 })));
    const all: Found[] = alone.flatMap(({ numbers }) => numbers);
    for (const each of found.numbers) expect(all).toContainEqual(each);
    expect(found).toMatchObject({ outages: [], userErrors: [] });
  });

  it('asks every vendor that can be searched where none is named, each once', async () => {
    const watched = await watch(app, query, { input: { areaCode, limit: 50 } });
    const { numbers, userErrors } = dataOf(watched.answer).availableNumbers;
    expect(userErrors).toEqual([]);
    expect(new Set(vendorsOf({ numbers }))).toEqual(new Set(vendorsWith('SEARCH')));
    expect(watched.vendorCalls).toBeGreaterThanOrEqual(vendorsWith('SEARCH').length);
    const twice = await search({ vendors: [listed.name, listed.name], areaCode, limit: 2 });
    expect(new Set(twice.numbers.map(({ number }: Found) => number)).size).toBe(2);
  });

  it('names the one that does not answer, and shows what the others offer', async () => {
    // Of its own, as a vendor that failed is left alone for a while.
    const other = await startTestApp();
    onTestFinished(() => other.stop());
    other.sandbox.control.addFault({ vendor: unlisted.name, operation: 'search', kind: '500-before' });
    const found = await search({ vendors: both, areaCode, limit: 3 }, other);
    expect(vendorsOf(found)).toEqual([listed.name, listed.name, listed.name]);
    const outage = { vendor: unlisted.name, message: expect.stringContaining(unlisted.title) };
    expect(found).toMatchObject({ outages: [outage], userErrors: [] });
    expect(Date.parse(found.outages[0].since)).toBeLessThanOrEqual(Date.now());
    const alone = await search({ vendor: unlisted.name, areaCode }, other);
    expect(alone).toMatchObject({ numbers: [], outages: [outage], userErrors: [{ code: 'VENDOR_UNAVAILABLE' }] });
  });

  it('says which cannot be asked so, and shows what the others offer', async () => {
    const fussy = vendorsWith('SEARCH').filter((name) => vendorOf(name).rules.areaCode === 'REQUIRED');
    expect(fussy.length).toBeGreaterThan(0);
    const { numbers, userErrors } = await search({ limit: 50 });
    expect(new Set(vendorsOf({ numbers }))).toEqual(
      new Set(vendorsWith('SEARCH').filter((name) => !fussy.includes(name))),
    );
    expect(userErrors).toEqual(
      fussy.map((name) => ({
        code: 'INVALID_INPUT',
        message: expect.stringContaining(vendorOf(name).title),
        field: ['input', 'areaCode'],
      })),
    );
  });

  it.each<[string, object, string[], string]>([
    ['one vendor and several', { vendor: listed.name, vendors: both }, ['input', 'vendors'], 'not both'],
    ['none of several', { vendors: [] }, ['input', 'vendors'], 'Name the vendors'],
    ['a country that is none, once for all', { vendors: both, country: 'XX' }, ['input', 'country'], 'XX'],
    ['a limit of none, once for all', { vendors: both, limit: 0 }, ['input', 'limit'], '1 to 50'],
  ])('refuses %s, without a call', async (_title, changes, field, words) => {
    const watched = await watch(app, query, { input: { areaCode, ...changes } });
    const { numbers, userErrors } = dataOf(watched.answer).availableNumbers;
    expect(numbers).toEqual([]);
    expect(userErrors).toEqual([{ code: 'INVALID_INPUT', message: expect.stringContaining(words), field }]);
    expect(watched.vendorCalls).toBe(0);
  });

  it('counts as a call to each vendor', async () => {
    const names = vendorsWith('SEARCH');
    const fields = Math.floor(10 / names.length) + 1;
    const many = Array.from(
      { length: fields },
      (_, index) => `s${index}: availableNumbers(input: $input) { __typename }`,
    );
    const input = { vendors: names, areaCode };
    const answer = await app.graphql(`query Many($input: AvailableNumbersInput!) { ${many.join(' ')} }`, { input });
    const message = `This request makes ${fields * names.length} calls to vendors at once; the limit is 10.`;
    expect(answer).toMatchObject({ errors: [{ message }] });
  });
});
