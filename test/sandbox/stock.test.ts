import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { type Client, createClient, listAt, textAt } from '../support/sandbox-client.ts';

const agentId = '8a0f6c1e-5d1b-4a63-9a53-0d6f2f4b7c11';

let sandbox: Sandbox;
let oneInbox: Client;
let vogent: Client;
beforeAll(async () => {
  sandbox = await startSandbox();
  oneInbox = createClient(sandbox.oneinboxUrl);
  vogent = createClient(sandbox.vogentUrl);
});
beforeEach(() => sandbox.control.reset());
afterAll(() => sandbox.stop());

async function searchOneInbox(query: Record<string, string>): Promise<string[]> {
  const reply = await oneInbox('GET', '/v1/phone-numbers/search', {
    query: { limit: '1000', ...query },
  });
  return listAt(reply.body, 'items').map((item) => textAt(item, 'phone_number'));
}

async function searchVogent(body: Record<string, unknown>): Promise<string[]> {
  const reply = await vogent('POST', '/phone_numbers/search', { body: { limit: 10, ...body } });
  return listAt({ found: reply.body }, 'found').map((item) => textAt(item, 'number'));
}

test('an area code holds a hundred numbers, always the same, all of them possible', async () => {
  const first = await searchOneInbox({ area_code: '206' });
  const second = await searchOneInbox({ area_code: '206' });
  expect(first).toHaveLength(100);
  expect(second).toEqual(first);
  for (const number of first) {
    expect(number).toMatch(/^\+120655501|^\+120655502/);
    expect(parsePhoneNumberFromString(number)?.isPossible()).toBe(true);
  }
});

test('the two vendors never sell the same number', async () => {
  sandbox.control.setStock(500);
  const atOneInbox = new Set(await searchOneInbox({ area_code: '206' }));
  const atVogent = await Promise.all(
    ['2065550', '2065551', '2065552', '206555015'].map((prefix) => searchVogent({ prefix })),
  );
  expect(atOneInbox.size).toBe(500);
  expect(atVogent.flat()).not.toHaveLength(0);
  expect(atVogent.flat().filter((number) => atOneInbox.has(number))).toEqual([]);
});

test.each(['000', '055', '111', '411', '555', '1', 'abc'])('area code %s holds nothing', async (areaCode) => {
  expect(await searchOneInbox({ area_code: areaCode })).toEqual([]);
  expect(await searchVogent({ prefix: areaCode })).toEqual([]);
});

test.each([
  ['GB', '20', '+4420'],
  ['DE', '30', '+4930'],
  ['FR', '', '+33'],
  ['JM', '', '+1876'],
  ['CA', '604', '+1604'],
])('%s sells numbers of its own that can be bought', async (country, prefix, start) => {
  const atOneInbox = await searchOneInbox({ country, area_code: prefix });
  const [number = ''] = await searchVogent({ country, prefix });
  const bought = await vogent('POST', '/phone_numbers/purchase', { body: { number } });
  expect(atOneInbox).toHaveLength(100);
  expect(new Set([number, ...atOneInbox]).size).toBe(101);
  for (const each of [number, ...atOneInbox]) {
    expect(each.startsWith(start)).toBe(true);
    expect(parsePhoneNumberFromString(each)?.isPossible()).toBe(true);
  }
  expect(bought.status).toBe(200);
});

test('a country that does not exist sells nothing', async () => {
  expect(await searchOneInbox({ country: 'ZZ' })).toEqual([]);
});

test('an area code belongs to its country, except that Vogent files Canada under the US', async () => {
  expect(await searchOneInbox({ country: 'US', area_code: '604' })).toEqual([]);
  expect(await searchVogent({ country: 'US', prefix: '604' })).toHaveLength(10);
});

test('without an area code the search goes through several', async () => {
  const found = await searchOneInbox({ country: 'US' });
  expect(new Set(found.map((number) => number.slice(0, 5))).size).toBeGreaterThan(3);
});

test('digits and letters narrow the search', async () => {
  const digits = await searchOneInbox({ area_code: '206', contains: '014' });
  const letters = await searchOneInbox({ area_code: '206', contains: 'lJk0' });
  expect(digits).toHaveLength(10);
  expect(letters).toHaveLength(100);
  expect(await searchOneInbox({ area_code: '206', contains: '#' })).toEqual([]);
});

test('a number that no search showed can be bought', async () => {
  const number = '+17075550249';
  const body = { phone_number: number, agent_id: agentId };
  const bought = await oneInbox('POST', '/v1/phone-numbers/purchase', { body });
  expect(bought).toMatchObject({ status: 201, body: { phone_number: number } });
});

test('a number bought, or sold to somebody else, is no longer shown or sold', async () => {
  const [first = '', second = ''] = await searchOneInbox({ area_code: '206' });
  sandbox.control.sell('ONEINBOX', first);
  const body = { phone_number: second, agent_id: agentId };
  await oneInbox('POST', '/v1/phone-numbers/purchase', { body });
  const tooLate = await oneInbox('POST', '/v1/phone-numbers/purchase', {
    body: { phone_number: first, agent_id: agentId },
  });
  const left = await searchOneInbox({ area_code: '206' });
  expect(left).toHaveLength(98);
  expect(left).not.toContain(first);
  expect(tooLate.status).toBe(409);
  expect(sandbox.control.sales()).toEqual([{ vendor: 'ONEINBOX', number: second, at: expect.any(String) }]);
});

test('the amount of stock can be set', async () => {
  sandbox.control.setStock(3);
  expect(await searchOneInbox({ area_code: '206' })).toHaveLength(3);
  sandbox.control.setStock(0);
  expect(await searchVogent({ prefix: '206' })).toEqual([]);
});

test('of callers who buy the same number at once one gets it', async () => {
  const body = { type: 'purchase', purchase: { number: '+14155550171' } };
  const attempts = Array.from({ length: 20 }, () => vogent('POST', '/phone_numbers', { body }));
  const statuses = (await Promise.all(attempts)).map((reply) => reply.status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  expect(sandbox.control.sales()).toHaveLength(1);
});
