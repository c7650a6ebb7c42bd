import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { one, other } from '../support/example-vendor.ts';
import { createClient, type Reply, textAt } from '../support/sandbox-client.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ vendors: [one, other] });
});
beforeEach(() => sandbox.control.reset());
afterAll(() => sandbox.stop());

/** As `curl --json` sends it: without a key. */
async function steer(method: string, path: string, body?: unknown): Promise<Reply> {
  const response = await fetch(`${sandbox.controlUrl}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
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

test('the help page names the vendors, and gives an example that works as it stands', async () => {
  const { text } = await steer('GET', '');
  expect(text).toContain(`ONE          The one vendor at ${sandbox.urlOf('ONE')}\n`);
  expect(text).toContain(sandbox.urlOf('OTHER'));
  const [, fault = '', url = ''] = /curl --json '(.*)' (\S+)/.exec(text) ?? [];
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: fault });
  expect(answer.status).toBe(201);
  expect(sandbox.control.faults()).toMatchObject([{ vendor: 'ONE', operation: 'purchase', kind: 'reset-after' }]);
});

test('faults are set, shown and removed', async () => {
  const fault = { vendor: 'OTHER', operation: 'agents', kind: '429', times: 3 };
  const added = await steer('POST', '/faults', fault);
  const struck = await createClient(sandbox.urlOf('OTHER'))('GET', '/agents');
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
  ['a misspelt member', '/faults', { kind: '429', vendr: 'OTHER' }],
  ['an unknown vendor', '/faults', { kind: '429', vendor: 'ACME' }],
  ['an unknown vendor', '/sell', { vendor: 'ACME', number: '+14155550199' }],
  ['an unknown vendor', '/numbers', { vendor: 'ACME', number: '+14155550199' }],
  ['a negative amount', '/stock', { perAreaCode: -1 }],
  ['no body', '/sell', undefined],
])('%s is explained', async (_case, path, body) => {
  const refused = await steer('POST', path, body);
  expect(refused.status).toBe(400);
  expect(textAt(refused.body, 'error')).not.toBe('');
});

test('the state tells what is held and every purchase, also of numbers that are gone', async () => {
  const call = createClient(sandbox.urlOf('OTHER'));
  const buy = () => call('POST', '/numbers', { body: { number: '+14155550171' } });
  const bought = await buy();
  await call('DELETE', `/numbers/${textAt(bought.body, 'id')}`);
  await buy();
  const { body } = await steer('GET', '/state');
  const sale = { vendor: 'OTHER', number: '+14155550171', at: expect.any(String) };
  expect(body).toMatchObject({
    perAreaCode: 100,
    counts: { ONE: 1, OTHER: 2 },
    sales: [sale, sale],
    timesSold: { '+14155550171': 2 },
  });
});

test('somebody else buys a number, once', async () => {
  const sale = { vendor: 'OTHER', number: '+14155550171' };
  expect((await steer('POST', '/sell', sale)).status).toBe(204);
  expect((await steer('POST', '/sell', sale)).status).toBe(409);
  expect(sandbox.control.sales()).toEqual([]);
});

test('numbers appear and vanish as in the dashboard', async () => {
  const added = await steer('POST', '/numbers', {
    vendor: 'OTHER',
    number: '+14155550199',
    agentId: 'one',
  });
  const twice = await steer('POST', '/numbers', { vendor: 'OTHER', number: '+14155550199' });
  const id = textAt(added.body, 'id');
  const path = `/numbers/${id}`;
  const seen = await createClient(sandbox.urlOf('OTHER'))('GET', path);
  const removed = await steer('DELETE', `/numbers/OTHER/${id}`);
  const removedTwice = await steer('DELETE', `/numbers/OTHER/${id}`);
  const gone = await createClient(sandbox.urlOf('OTHER'))('GET', path);
  expect([added.status, twice.status]).toEqual([201, 409]);
  expect(seen.body).toEqual({ id, number: '+14155550199', agentId: 'one' });
  expect([removed.status, removedTwice.status, gone.status]).toEqual([204, 404, 404]);
  expect(sandbox.control.sales()).toEqual([]);
});

test('what makes no sense throws in process', () => {
  const { control } = sandbox;
  expect(() => control.sell('OTHER', '+14155550170')).toThrow('+14155550170 is not for sale.');
  expect(() => control.removeNumber('OTHER', 'none')).toThrow('OTHER has no number none.');
  expect(() => control.setStock(1.5)).toThrow();
  expect(() => control.numbers('ACME')).toThrow('There is no vendor ACME here: ONE, OTHER.');
});

test('the journal holds calls without their bodies, queries and headers', async () => {
  const query = { areaCode: '415' };
  await createClient(sandbox.urlOf('ONE'))('GET', '/stock', { query });
  await createClient(sandbox.urlOf('OTHER'))('GET', '/nothing');
  const { body, text } = await steer('GET', '/calls');
  expect(body).toEqual({
    calls: [
      {
        vendor: 'ONE',
        operation: 'search',
        method: 'GET',
        path: '/stock',
        status: 200,
        at: expect.any(String),
      },
      {
        vendor: 'OTHER',
        operation: null,
        method: 'GET',
        path: '/nothing',
        status: 404,
        at: expect.any(String),
      },
    ],
  });
  expect(text).not.toMatch(/Bearer|areaCode/);
  await steer('DELETE', '/calls');
  expect(sandbox.control.calls()).toEqual([]);
});

test('a reset brings back the beginning', async () => {
  const before = sandbox.control.numbers('OTHER');
  const call = createClient(sandbox.urlOf('OTHER'));
  await call('POST', '/numbers', { body: { number: '+14155550171' } });
  await steer('POST', '/stock', { perAreaCode: 1 });
  await steer('POST', '/faults', { kind: 'hang' });
  await steer('POST', '/reset');
  expect(sandbox.control.numbers('OTHER')).toEqual(before);
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
