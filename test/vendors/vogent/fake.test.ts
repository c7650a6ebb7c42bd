import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { fakeVogent } from '../../../src/vendors/vogent/fake/index.ts';
import { vogent } from '../../../src/vendors/vogent/index.ts';
import { type Client, createClient, listAt, textAt } from '../../support/sandbox-client.ts';

const linked = '/phone_numbers/4f1d5a2e-7b7e-4f8d-9d3f-0a6f2b9c1d10';
const login = { username: 'acme-user', password: 'example-password' };

let sandbox: Sandbox;
let call: Client;
beforeAll(async () => {
  sandbox = await startSandbox({ vendors: [vogent] });
  call = createClient(sandbox.urlOf('VOGENT'));
});
beforeEach(() => sandbox.control.reset());
afterAll(() => sandbox.stop());

function purchase(number: string) {
  return call('POST', '/phone_numbers', { body: { type: 'purchase', purchase: { number } } });
}

test('a bought number is a telephone number without an agent, once', async () => {
  const first = await purchase('+14155550171');
  const second = await purchase('+14155550171');
  expect(first).toMatchObject({ status: 200, body: { number: '+14155550171', agentId: null } });
  expect(Object.keys(Object(first.body)).sort()).toEqual(['agentId', 'id', 'number', 'type']);
  expect(second).toMatchObject({ status: 400, body: { error: 'number not available' } });
  expect(sandbox.control.sales()).toHaveLength(1);
});

test('the retired way to buy still works', async () => {
  const bought = await call('POST', '/phone_numbers/purchase', {
    body: { number: '+14155550171' },
  });
  expect(bought).toMatchObject({ status: 200, body: { number: '+14155550171', type: 'PSTN' } });
});

test('a released number is gone, and for sale again', async () => {
  const bought = await purchase('+14155550171');
  const path = `/phone_numbers/${textAt(bought.body, 'id')}`;
  const released = await call('DELETE', path);
  const gone = await Promise.all([call('GET', path), call('DELETE', path), call('PUT', path, { body: {} })]);
  const again = await purchase('+14155550171');
  expect(released.body).toEqual(bought.body);
  expect(gone.map((reply) => reply.status)).toEqual([404, 404, 404]);
  expect(again.status).toBe(200);
  expect(again.body).not.toEqual(bought.body);
  expect(sandbox.control.sales()).toHaveLength(2);
});

test('a number is unlinked by an empty agent id and linked by any other', async () => {
  const unlinked = await call('PUT', linked, { body: { agentId: '' } });
  const untouched = await call('PUT', linked, { body: {} });
  const relinked = await call('PUT', linked, { body: { agentId: 'whoever' } });
  const impossible = await call('PUT', linked, { body: { agentId: null } });
  expect([unlinked.body, untouched.body, relinked.body]).toMatchObject([
    { agentId: null },
    { agentId: null },
    { agentId: 'whoever' },
  ]);
  expect(impossible.status).toBe(422);
});

test.each([
  ['no type', {}],
  ['an unknown type', { type: 'gift' }],
  ['no part for its type', { type: 'purchase' }],
  ['a part without a number', { type: 'purchase', purchase: {} }],
  [
    'an import without a password',
    {
      type: 'sip_import',
      sipImport: {
        phoneNumber: '+442079460123',
        terminationUri: 'trunk.example',
        username: 'user',
      },
    },
  ],
  [
    'an import of no E.164 number',
    {
      type: 'sip_import',
      sipImport: { phoneNumber: '0207', terminationUri: 'trunk.example', ...login },
    },
  ],
  ['a short user name', { type: 'vogent_sip', vogentSip: { sipPrefix: 'acme-sales', ...login, username: 'acme' } }],
  ['a short password', { type: 'vogent_sip', vogentSip: { sipPrefix: 'acme-sales', ...login, password: '1234' } }],
])('creating with %s is refused with 422 and no secret', async (_case, body) => {
  const refused = await call('POST', '/phone_numbers', { body });
  expect(refused.status).toBe(422);
  expect(refused.text).not.toMatch(/example-password|1234/);
  expect(sandbox.control.numbers('VOGENT')).toHaveLength(4);
});

test('a number or a prefix that the account has cannot be had a second time', async () => {
  const imported = await call('POST', '/phone_numbers', {
    body: {
      type: 'sip_import',
      sipImport: { phoneNumber: '+14155550160', terminationUri: 'trunk.example', ...login },
    },
  });
  const created = await call('POST', '/phone_numbers', {
    body: { type: 'vogent_sip', vogentSip: { sipPrefix: 'acme-desk', ...login } },
  });
  expect([imported.status, created.status]).toEqual([400, 400]);
});

test('the list is walked by cursor, in step while numbers come and go', async () => {
  const seen: unknown[] = [];
  const take = async (cursor?: string) => {
    const query = { limit: '2', ...(cursor === undefined ? {} : { cursor }) };
    const reply = await call('GET', '/phone_numbers', { query });
    seen.push(...listAt(reply.body, 'data').map((number) => textAt(number, 'number')));
    return reply.body;
  };
  const first = await take();
  await call('DELETE', linked);
  await purchase('+14155550171');
  const second = await take(textAt(first, 'cursor'));
  const last = await take(textAt(second, 'cursor'));
  expect(seen).toEqual(['+14155550160', '+12125550175', '+442079460171', 'acme-desk', '+14155550171']);
  expect(last).toMatchObject({ cursor: null });
});

test.each([
  ['limit', '0'],
  ['limit', 'ten'],
  ['cursor', 'made-up'],
])('a list with %s=%s is refused', async (name, value) => {
  expect(await call('GET', '/phone_numbers', { query: { [name]: value } })).toMatchObject({
    status: 400,
  });
});

test('agents are paged', async () => {
  const first = await call('GET', '/agents', { query: { limit: '1' } });
  const query = { limit: '1', cursor: textAt(first.body, 'cursor') };
  const last = await call('GET', '/agents', { query });
  expect([first.body, last.body]).toMatchObject([
    { data: [{ name: 'Reception' }] },
    { data: [{ name: 'After hours' }], cursor: null },
  ]);
});

test('a search shows five numbers unless told otherwise, and never more than ten', async () => {
  const search = (body: object) => call('POST', '/phone_numbers/search', { body });
  const usual = await search({ prefix: '415' });
  const most = await search({ prefix: '415', limit: 10 });
  const tooMany = await search({ prefix: '415', limit: 11 });
  const withoutPrefix = await search({});
  expect([usual.body, most.body]).toMatchObject([{ length: 5 }, { length: 10 }]);
  expect([tooMany.status, withoutPrefix.status]).toEqual([422, 422]);
});

test('a body that is no JSON is refused', async () => {
  const headers = { authorization: 'Bearer sandbox' };
  const url = `${sandbox.urlOf('VOGENT')}/phone_numbers`;
  const answer = await fetch(url, { method: 'POST', headers, body: 'purchase' });
  expect(answer.status).toBe(400);
});

test('Canadian numbers are filed under the US code', async () => {
  const search = (country: string) =>
    call('POST', '/phone_numbers/search', { body: { country, prefix: '604', limit: 10 } });
  const [inUs, inCanada] = [await search('US'), await search('CA')];
  expect(inUs.body).toMatchObject({ length: 10 });
  expect(inCanada.body).toEqual(inUs.body);
});

test('the first number for sale in an area code is the one that the README buys', async () => {
  const found = await call('POST', '/phone_numbers/search', { body: { prefix: '415', limit: 1 } });
  expect(found.body).toEqual([{ number: '+14155550150' }]);
});

test.each([
  ['search', 'POST', '/phone_numbers/search', {}],
  ['purchase', 'POST', '/phone_numbers/purchase', {}],
  ['purchase', 'POST', '/phone_numbers', { type: 'purchase' }],
  ['import', 'POST', '/phone_numbers', { type: 'sip_import', sipImport: login }],
  ['createSip', 'POST', '/phone_numbers', { type: 'vogent_sip', vogentSip: login }],
  ['list', 'GET', '/phone_numbers', undefined],
  ['get', 'GET', '/phone_numbers/one', undefined],
  ['update', 'PUT', '/phone_numbers/one', {}],
  ['release', 'DELETE', '/phone_numbers/one', undefined],
  ['agents', 'GET', '/agents', undefined],
] as const)('%s is %s %s', async (operation, method, path, body) => {
  sandbox.control.addFault({ vendor: 'VOGENT', operation, kind: 'refuse', status: 418 });
  const reply = await call(method, path, body === undefined ? {} : { body });
  expect(reply).toMatchObject({ status: 418, body: { error: 'Refused' } });
  expect(sandbox.control.calls()).toMatchObject([{ vendor: 'VOGENT', operation, method, path, status: 418 }]);
});

test('the account of a state file of version 1 is understood', () => {
  const { rows, lastOrder } = fakeVogent.seed();
  const file = { version: 1, vogent: rows, lastOrder };
  expect(fakeVogent.state.parse(fakeVogent.readVersion1?.(file))).toEqual({ rows, lastOrder });
});
