import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { createClient, type Reply, textAt } from '../support/sandbox-client.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.control.reset());
afterAll(() => sandbox.stop());

/** As curl sends it: no key, and a content type that is not JSON's. */
async function steer(method: string, path: string, body?: unknown): Promise<Reply> {
  const response = await fetch(`${sandbox.controlUrl}${path}`, {
    method,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type') === 'application/json';
  const { status, headers } = response;
  return { status, headers, text, body: isJson ? JSON.parse(text) : undefined };
}

test('the help page names every path and kind of fault', async () => {
  const help = await steer('GET', '');
  expect(help.status).toBe(200);
  expect(help.text).toMatch(/POST +\/sandbox\/faults/);
  expect(help.text).toMatch(/reset-after +acts, resets the connection/);
});

test('faults are set, shown and removed', async () => {
  const fault = { vendor: 'VOGENT', operation: 'agents', kind: '429', times: 3 };
  const added = await steer('POST', '/faults', fault);
  const struck = await createClient(sandbox.vogentUrl)('GET', '/agents');
  const shown = await steer('GET', '/faults');
  const removed = await steer('DELETE', '/faults');
  expect(added).toMatchObject({ status: 201, body: { faults: [fault] } });
  expect(struck.status).toBe(429);
  expect(shown.body).toMatchObject({ faults: [{ struck: 1 }] });
  expect(removed.status).toBe(204);
  expect(sandbox.control.faults()).toEqual([]);
});

test.each([
  ['an unknown kind', '/faults', { kind: 'explode' }],
  ['a misspelt member', '/faults', { kind: '429', vendr: 'VOGENT' }],
  ['an unknown vendor', '/numbers', { vendor: 'ACME', number: '+14155550199' }],
  ['a negative amount', '/stock', { perAreaCode: -1 }],
  ['no body', '/sell', undefined],
])('%s is explained', async (_case, path, body) => {
  const refused = await steer('POST', path, body);
  expect(refused.status).toBe(400);
  expect(textAt(refused.body, 'error')).not.toBe('');
});

test('the state tells what is held and every purchase, also of numbers that are gone', async () => {
  const vogent = createClient(sandbox.vogentUrl);
  const buy = () => vogent('POST', '/phone_numbers/purchase', { body: { number: '+14155550171' } });
  const bought = await buy();
  await vogent('DELETE', `/phone_numbers/${textAt(bought.body, 'id')}`);
  await buy();
  const { body } = await steer('GET', '/state');
  const sale = { vendor: 'VOGENT', number: '+14155550171', at: expect.any(String) };
  expect(body).toMatchObject({
    perAreaCode: 100,
    counts: { ONEINBOX: 2, VOGENT: 5 },
    sales: [sale, sale],
    timesSold: { '+14155550171': 2 },
  });
});

test('somebody else buys a number, once', async () => {
  const sale = { vendor: 'VOGENT', number: '+14155550171' };
  expect((await steer('POST', '/sell', sale)).status).toBe(204);
  expect((await steer('POST', '/sell', sale)).status).toBe(409);
  expect(sandbox.control.sales()).toEqual([]);
});

test('numbers appear and vanish as in the dashboard', async () => {
  const added = await steer('POST', '/numbers', {
    vendor: 'VOGENT',
    number: '+14155550199',
    agentId: 'one',
  });
  const twice = await steer('POST', '/numbers', { vendor: 'VOGENT', number: '+14155550199' });
  const id = textAt(added.body, 'id');
  const path = `/phone_numbers/${id}`;
  const seen = await createClient(sandbox.vogentUrl)('GET', path);
  const removed = await steer('DELETE', `/numbers/VOGENT/${id}`);
  const removedTwice = await steer('DELETE', `/numbers/VOGENT/${id}`);
  const gone = await createClient(sandbox.vogentUrl)('GET', path);
  expect([added.status, twice.status]).toEqual([201, 409]);
  expect(seen.body).toEqual({ id, number: '+14155550199', type: 'PSTN', agentId: 'one' });
  expect([removed.status, removedTwice.status, gone.status]).toEqual([204, 404, 404]);
  expect(sandbox.control.sales()).toEqual([]);
});

test('a number that appears at OneInbox has an agent, and a label if it got one', () => {
  const id = '5b1c6a60-94b7-4f6d-8bb0-6f5a2cf0f0aa';
  const added = sandbox.control.addNumber({
    vendor: 'ONEINBOX',
    number: '+14155550149',
    id,
    label: 'Lab',
  });
  expect(added).toEqual({
    vendor: 'ONEINBOX',
    id,
    number: '+14155550149',
    kind: 'PSTN',
    agentId: '8a0f6c1e-5d1b-4a63-9a53-0d6f2f4b7c11',
    label: 'Lab',
  });
});

test('what makes no sense throws in process', () => {
  const { control } = sandbox;
  expect(() => control.sell('VOGENT', '+14155550160')).toThrow('+14155550160 is not for sale.');
  expect(() => control.removeNumber('VOGENT', 'none')).toThrow('VOGENT holds no number none.');
  expect(() => control.setStock(1.5)).toThrow();
});

test('the journal holds calls without their bodies, queries and headers', async () => {
  const query = { area_code: '415' };
  await createClient(sandbox.oneinboxUrl)('GET', '/v1/phone-numbers/search', { query });
  await createClient(sandbox.vogentUrl)('GET', '/nothing');
  const { body, text } = await steer('GET', '/calls');
  expect(body).toEqual({
    calls: [
      {
        vendor: 'ONEINBOX',
        operation: 'search',
        method: 'GET',
        path: '/v1/phone-numbers/search',
        status: 200,
        at: expect.any(String),
      },
      {
        vendor: 'VOGENT',
        operation: null,
        method: 'GET',
        path: '/nothing',
        status: 404,
        at: expect.any(String),
      },
    ],
  });
  expect(text).not.toMatch(/Bearer|area_code/);
  await steer('DELETE', '/calls');
  expect(sandbox.control.calls()).toEqual([]);
});

test('a reset brings back the beginning', async () => {
  const before = sandbox.control.numbers('VOGENT');
  const vogent = createClient(sandbox.vogentUrl);
  await vogent('POST', '/phone_numbers/purchase', { body: { number: '+14155550171' } });
  await steer('POST', '/stock', { perAreaCode: 1 });
  await steer('POST', '/faults', { kind: 'hang' });
  await steer('POST', '/reset');
  expect(sandbox.control.numbers('VOGENT')).toEqual(before);
  expect(sandbox.control.stock()).toBe(100);
  expect([...sandbox.control.sales(), ...sandbox.control.faults(), ...sandbox.control.calls()]).toEqual([]);
});

test('a path or method that does not exist is pointed to the help', async () => {
  const replies = [await steer('GET', '/nothing'), await steer('PUT', '/faults')];
  const outside = await fetch(new URL('/', sandbox.controlUrl));
  expect(replies.map((reply) => reply.status)).toEqual([404, 405]);
  expect(outside.status).toBe(404);
  expect(await outside.text()).toContain('/sandbox');
});
