import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { createExampleVendor, one, other } from '../support/example-vendor.ts';
import { createClient, listAt } from '../support/sandbox-client.ts';

/** Sells all lines of an exchange of its own, and files Canadian numbers under the US. */
const third = createExampleVendor({
  name: 'THIRD',
  stock: { exchange: '556', firstLine: 0, lineCount: 100, filedUnder: { US: ['CA'] } },
});

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ vendors: [one, other, third] });
});
beforeEach(() => sandbox.control.reset());
afterAll(() => sandbox.stop());

async function search(vendor: string, query: Record<string, string>): Promise<string[]> {
  const reply = await createClient(sandbox.urlOf(vendor))('GET', '/stock', { query });
  return listAt({ found: reply.body }, 'found').map(String);
}

async function buy(vendor: string, number: string): Promise<number> {
  const reply = await createClient(sandbox.urlOf(vendor))('POST', '/numbers', { body: { number } });
  return reply.status;
}

test('an area code holds a hundred numbers, always the same, all of them possible', async () => {
  const first = await search('ONE', { areaCode: '206' });
  const second = await search('ONE', { areaCode: '206' });
  expect(first).toHaveLength(100);
  expect(second).toEqual(first);
  for (const number of first) {
    expect(number).toMatch(/^\+120655501|^\+120655502/);
    expect(parsePhoneNumberFromString(number)?.isPossible()).toBe(true);
  }
});

test.each([
  ['US', '206', 500],
  ['GB', '20', 500],
  ['DE', '', 500],
])('no number of %s %s is sold by two vendors', async (country, areaCode, amount) => {
  sandbox.control.setStock(amount);
  const found = await Promise.all(['ONE', 'OTHER', 'THIRD'].map((vendor) => search(vendor, { country, areaCode })));
  expect(found.map((numbers) => numbers.length)).toEqual([amount, amount, amount]);
  expect(new Set(found.flat()).size).toBe(3 * amount);
});

test("what one vendor's search shows is not for sale at another", async () => {
  for (const country of ['US', 'GB']) {
    const [number = ''] = await search('ONE', { country });
    expect([await buy('OTHER', number), await buy('THIRD', number), await buy('ONE', number)]).toEqual([409, 409, 201]);
  }
});

test.each(['000', '055', '111', '411', '555', '1', 'abc'])('area code %s holds nothing', async (areaCode) => {
  for (const vendor of ['ONE', 'OTHER', 'THIRD']) expect(await search(vendor, { areaCode })).toEqual([]);
});

test.each([
  ['GB', '20', '+4420'],
  ['DE', '30', '+4930'],
  ['FR', '', '+33'],
  ['JM', '', '+1876'],
  ['CA', '604', '+1604'],
])('%s sells numbers of its own that can be bought', async (country, areaCode, start) => {
  for (const vendor of ['ONE', 'THIRD']) {
    const found = await search(vendor, { country, areaCode });
    expect(found).toHaveLength(100);
    for (const each of found) {
      expect(each.startsWith(start)).toBe(true);
      expect(parsePhoneNumberFromString(each)?.isPossible()).toBe(true);
    }
    expect(await buy(vendor, found[0] ?? '')).toBe(201);
  }
});

test('a country that does not exist sells nothing', async () => {
  expect(await search('ONE', { country: 'ZZ' })).toEqual([]);
});

test('an area code belongs to its country, unless the vendor files that under another one', async () => {
  expect(await search('ONE', { country: 'US', areaCode: '604' })).toEqual([]);
  expect(await search('THIRD', { country: 'US', areaCode: '604' })).toHaveLength(100);
  expect(await search('THIRD', { country: 'CA', areaCode: '604' })).toHaveLength(100);
});

test('without an area code the search goes through several', async () => {
  const found = await search('ONE', { country: 'US' });
  expect(new Set(found.map((number) => number.slice(0, 5))).size).toBeGreaterThan(3);
});

test('digits and letters narrow the search', async () => {
  expect(await search('ONE', { areaCode: '206', contains: '014' })).toHaveLength(10);
  expect(await search('ONE', { areaCode: '206', contains: 'lJk0' })).toHaveLength(100);
  expect(await search('ONE', { areaCode: '206', contains: '#' })).toEqual([]);
});

test('a number that no search showed can be bought', async () => {
  expect(await buy('ONE', '+17075550249')).toBe(201);
});

test('a number bought, or sold to somebody else, is no longer shown or sold', async () => {
  const [first = '', second = ''] = await search('ONE', { areaCode: '206' });
  sandbox.control.sell('ONE', first);
  await buy('ONE', second);
  const left = await search('ONE', { areaCode: '206' });
  expect(left).toHaveLength(98);
  expect(left).not.toContain(first);
  expect([await buy('ONE', first), await buy('ONE', second)]).toEqual([409, 409]);
  expect(sandbox.control.sales()).toEqual([{ vendor: 'ONE', number: second, at: expect.any(String) }]);
});

test('a number that is in the account of another vendor is not for sale', async () => {
  const [number = ''] = await search('ONE', { areaCode: '206' });
  sandbox.control.addNumber({ vendor: 'OTHER', number });
  expect(await buy('ONE', number)).toBe(409);
});

test('a number that was given back is for sale again', async () => {
  const { control } = sandbox;
  const { id, number } = control.addNumber({ vendor: 'ONE', number: '+12065550120' });
  control.removeNumber('ONE', id);
  expect(await buy('ONE', number)).toBe(201);
});

test('the amount of stock can be set', async () => {
  sandbox.control.setStock(3);
  expect(await search('ONE', { areaCode: '206' })).toHaveLength(3);
  sandbox.control.setStock(0);
  expect(await search('OTHER', { areaCode: '206' })).toEqual([]);
});

test('of callers who buy the same number at once one gets it', async () => {
  const attempts = Array.from({ length: 20 }, () => buy('OTHER', '+14155550171'));
  expect((await Promise.all(attempts)).filter((status) => status === 201)).toHaveLength(1);
  expect(sandbox.control.sales()).toHaveLength(1);
});
