import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Fault } from '../../src/sandbox/faults.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { one, other } from '../support/example-vendor.ts';
import { createClient } from '../support/sandbox-client.ts';

let sandbox: Sandbox;
let now = Date.parse('2026-07-01T09:00:00Z');
beforeAll(async () => {
  sandbox = await startSandbox({ vendors: [one, other], now: () => new Date(now) });
});
beforeEach(() => sandbox.control.reset());
afterAll(() => sandbox.stop());

type Listed = { id: string; number: string };
const ask = (method: string, path: string, body?: object) =>
  createClient(sandbox.urlOf('ONE'))(method, path, body ? { body } : {});
const lie = (kind: Fault['kind'], operation: Fault['operation'], more: Partial<Fault> = {}) =>
  sandbox.control.addFault({ vendor: 'ONE', kind, operation, ...more });
const buy = async (number: string): Promise<Listed> => Object((await ask('POST', '/numbers', { number })).body);
const listed = async (): Promise<string[]> => {
  const { body } = await ask('GET', '/numbers');
  return Array.isArray(body) ? body.map(({ number }: Listed) => number) : [];
};
const offered = async (query = 'areaCode=415'): Promise<string[]> => {
  const { body } = await ask('GET', `/stock?limit=5&${query}`);
  return Array.isArray(body) ? body.map(String) : [];
};

const seeded = '+14155550120';
const first = '+14155550145';
const second = '+14155550146';

it('a list misses the number that came last, or the one that it is told, as often as it is told', async () => {
  await buy(first);
  await buy(second);
  lie('miss-one', 'list', { times: 1 });
  expect(await listed()).toEqual([seeded, first]);
  lie('miss-one', 'list', { number: first, times: 1 });
  expect(await listed()).toEqual([seeded, second]);
  expect(await listed()).toEqual([seeded, first, second]);
});

it('a list lags behind what has just come', async () => {
  lie('lag', 'list', { delayMs: 60_000 });
  await buy(first);
  expect(await listed()).toEqual([seeded]);
  now += 30_000;
  await buy(second);
  now += 30_000;
  expect(await listed()).toEqual([seeded, first]);
  now += 30_000;
  expect(await listed()).toEqual([seeded, first, second]);
});

it('a list is empty', async () => {
  lie('empty-list', 'list', { times: 1 });
  expect([await listed(), await listed()]).toEqual([[], [seeded]]);
});

it('a search still offers what it has sold, which cannot be bought again', async () => {
  const [number = ''] = await offered();
  await buy(number);
  expect(await offered()).not.toContain(number);
  lie('stale-search', 'search');
  expect(await offered()).toContain(number);
  expect((await ask('POST', '/numbers', { number })).status).toBe(409);
});

it('a search ignores what it is asked for', async () => {
  lie('deaf-search', 'search');
  for (const number of await offered()) expect(number).not.toMatch(/^\+1415/);
  expect(await offered('areaCode=415&contains=0777')).toHaveLength(5);
});

it('a purchase is made, and refused as one that had been made before', async () => {
  lie('refuse-after', 'purchase', { message: 'You already own this number', times: 1 });
  const reply = await ask('POST', '/numbers', { number: first });
  expect(reply).toMatchObject({ status: 409, body: { error: 'You already own this number' } });
  expect(sandbox.control.sales()).toMatchObject([{ number: first }]);
});

it('a purchase is answered with another number, or the id of another', async () => {
  lie('other-number', 'purchase', { times: 1 });
  expect(await buy(first)).toMatchObject({ number: second });
  lie('other-number', 'purchase', { number: '+12125550199', times: 1 });
  expect(await buy(second)).toMatchObject({ number: '+12125550199' });
  lie('other-id', 'purchase', { times: 1 });
  expect(await buy('+14155550147')).toMatchObject({ id: 'seeded', number: '+14155550147' });
  expect(sandbox.control.sales()).toHaveLength(3);
});

it('numbers are written as they are dialled in their country, and understood when they come back', async () => {
  lie('national', '*');
  const [spelling = ''] = await offered();
  expect(spelling).toMatch(/^\(415\) 555-\d{4}$/);
  expect(await buy(spelling)).toMatchObject({ number: spelling });
  expect(await listed()).toEqual(['(415) 555-0120', spelling]);
});

it('lies strike beside each other and beside trouble', async () => {
  lie('national', '*');
  lie('miss-one', 'list');
  lie('refuse-after', 'purchase', { times: 1 });
  expect((await ask('POST', '/numbers', { number: first })).status).toBe(409);
  expect(sandbox.control.sales()).toHaveLength(1);
  expect(await listed()).toEqual(['(415) 555-0120']);
});
