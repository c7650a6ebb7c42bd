import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { vapi } from '../../../src/vendors/vapi/index.ts';
import { createOpenApiJudge } from '../../support/openapi.ts';
import { type Client, createClient, createJudgedClient, listAt, textAt } from '../../support/sandbox-client.ts';
import { vendorId } from './harness.ts';

const root = '/phone-number';
const login = { username: 'lobby-username-12345', password: 'lobby-password-12345' };
const judge = await createOpenApiJudge(new URL('openapi.yaml', import.meta.url));

let sandbox: Sandbox;
let call: Client;
let judged: Client;
beforeAll(async () => {
  sandbox = await startSandbox({ vendors: [vapi] });
  call = createClient(sandbox.urlOf('VAPI'));
  judged = createJudgedClient(sandbox.urlOf('VAPI'), judge);
});
beforeEach(() => sandbox.control.reset());
afterAll(() => sandbox.stop());

const buy = (more: object = {}) => judged('POST', root, { body: { provider: 'vapi', ...more } });
const createSip = (sipUri: string) =>
  judged('POST', root, { body: { provider: 'vapi', sipUri, authentication: login } });
async function importNumber(number: string) {
  const trunk = { provider: 'byo-sip-trunk', name: 'Trunk', gateways: [{ ip: '198.51.100.7' }] };
  const credential = await judged('POST', '/credential', { body: trunk });
  const credentialId = textAt(credential.body, 'id');
  return judged('POST', root, { body: { provider: 'byo-phone-number', number, credentialId } });
}

test('it sells what comes first in an area code, each once', async () => {
  const bought = [await buy({ numberDesiredAreaCode: '212' }), await buy({ numberDesiredAreaCode: '212' })];
  expect(bought.map(({ body }) => textAt(body, 'number'))).toEqual(['+12125510100', '+12125510101']);
  expect(bought[0]).toMatchObject({ status: 201, body: { provider: 'vapi', status: 'active' } });
  expect(sandbox.control.sales()).toHaveLength(2);
});

test('an area code without stock is refused, with up to three that have some', async () => {
  const refused = await call('POST', root, { body: { provider: 'vapi', numberDesiredAreaCode: '416' } });
  const message = 'This area code is currently not available. Hint: Try one of 415, 212, 312.';
  expect(refused).toMatchObject({ status: 400, body: { statusCode: 400, error: 'Bad Request', message } });
  sandbox.control.setStock(0);
  const soldOut = await buy();
  expect(soldOut).toMatchObject({ status: 400, body: { message: 'This area code is currently not available.' } });
});

test('a SIP address has no number, is there once, and shows no login', async () => {
  const created = await createSip('sip:desk@sip.vapi.ai');
  expect(created).toMatchObject({ status: 201, body: { sipUri: 'sip:desk@sip.vapi.ai' } });
  expect(created.body).not.toHaveProperty('number');
  expect(created.text).not.toContain(login.password);
  expect((await createSip('sip:DESK@sip.vapi.ai')).status).toBe(409);
});

test('a number over a trunk needs the trunk, and is imported once', async () => {
  expect(await importNumber('+442079460123')).toMatchObject({ status: 201, body: { provider: 'byo-phone-number' } });
  expect((await importNumber('+442079460123')).status).toBe(409);
  const body = { provider: 'byo-phone-number', number: '+442079460124', credentialId: 'none' };
  expect((await judged('POST', root, { body })).status).toBe(400);
});

test('a trunk that takes calls has an IPv4 address, one that only makes them may have a name', async () => {
  const make = (gateway: object) => judged('POST', '/credential', { body: { name: 'Trunk', gateways: [gateway] } });
  expect((await make({ ip: 'trunk.example.com' })).status).toBe(400);
  expect((await make({ ip: 'trunk.example.com', inboundEnabled: false })).status).toBe(201);
  expect((await make({ ip: '198.51.100.7' })).status).toBe(201);
});

test.each([
  ['no provider', {}],
  ['a long name', { provider: 'vapi', name: 'x'.repeat(41) }],
  ['an odd area code', { provider: 'vapi', numberDesiredAreaCode: '12' }],
  [
    'a short login',
    { provider: 'vapi', sipUri: 'sip:a@sip.vapi.ai', authentication: { ...login, password: 'SECRET' } },
  ],
  ['no possible number', { provider: 'byo-phone-number', number: 'desk', credentialId: 'x' }],
  ['a carrier’s account', { provider: 'twilio', number: '+12125550123', twilioAuthToken: 'SECRET' }],
])('creating with %s is refused, and no secret is repeated', async (_what, body) => {
  const refused = await call('POST', root, { body });
  expect(refused).toMatchObject({ status: 400, body: { error: 'Bad Request', message: expect.any(Array) } });
  expect(refused.text).not.toContain('SECRET');
  expect(sandbox.control.numbers('VAPI')).toHaveLength(3);
});

test('a change names its kind of number, keeps what it does not name, and null unlinks', async () => {
  const path = `${root}/${vendorId}`;
  const renamed = await judged('PATCH', path, { body: { provider: 'vapi', name: 'Desk' } });
  expect(renamed.body).toMatchObject({ name: 'Desk', assistantId: expect.any(String), number: '+14155510160' });
  const unlinked = await judged('PATCH', path, { body: { provider: 'vapi', assistantId: null } });
  expect(unlinked.body).toMatchObject({ name: 'Desk', assistantId: null });
  expect((await judged('PATCH', path, { body: { provider: 'byo-phone-number' } })).status).toBe(400);
});

test('a released number is echoed, gone, and for sale again', async () => {
  const { body } = await buy({ numberDesiredAreaCode: '415' });
  const path = `${root}/${textAt(body, 'id')}`;
  expect(await judged('DELETE', path)).toMatchObject({ status: 200, body: { number: textAt(body, 'number') } });
  const gone = [await call('GET', path), await call('PATCH', path, { body: {} }), await call('DELETE', path)];
  expect(gone.map(({ status }) => status)).toEqual([404, 404, 404]);
  expect(textAt((await buy({ numberDesiredAreaCode: '415' })).body, 'number')).toBe(textAt(body, 'number'));
});

test('a list is paged, sorted by age, and searched', async () => {
  const list = async (query: Record<string, string>) => (await judged('GET', `/v2${root}`, { query })).body;
  const ids = (body: unknown) => listAt(body, 'results').map((number) => textAt(number, 'id').slice(0, 1));
  const oldest = await list({ page: '1', limit: '2', sortOrder: 'ASC', sortBy: 'createdAt' });
  expect(oldest).toMatchObject({ metadata: { itemsPerPage: 2, totalItems: 3, currentPage: 1 } });
  expect([ids(oldest), ids(await list({ page: '2', limit: '2', sortOrder: 'ASC' }))]).toEqual([['a', 'b'], ['c']]);
  expect(ids(await list({}))).toEqual(['c', 'b', 'a']);
  expect(ids(await list({ search: 'LOBBY' }))).toEqual(['b']);
  expect((await judged('GET', root, { query: { limit: '1' } })).body).toMatchObject([{ provider: 'twilio' }]);
  const odd = await call('GET', `/v2${root}`, { query: { page: '0' } });
  expect(odd.status).toBe(400);
});

test('a number from a carrier’s account shows the carrier’s token, as the vendor does', async () => {
  const { body } = await judged('GET', `${root}/c3d6e2b0-74d9-4b3c-8a5f-8e9dacb23456`);
  expect(body).toMatchObject({ provider: 'twilio', twilioAuthToken: 'sandbox-carrier-token' });
});

test.each([
  ['purchase', 'POST', root, { provider: 'vapi' }],
  ['createSip', 'POST', root, { provider: 'vapi', sipUri: 'sip:a@sip.vapi.ai' }],
  ['import', 'POST', root, { provider: 'byo-phone-number' }],
  ['trunk', 'POST', '/credential', {}],
  ['trunk', 'PATCH', '/credential/one', {}],
  ['list', 'GET', root, undefined],
  ['list', 'GET', `/v2${root}`, undefined],
  ['get', 'GET', `${root}/one`, undefined],
  ['update', 'PATCH', `${root}/one`, {}],
  ['release', 'DELETE', `${root}/one`, undefined],
] as const)('%s is %s %s', async (operation, method, path, body) => {
  sandbox.control.addFault({ vendor: 'VAPI', operation, kind: 'refuse', status: 418 });
  const reply = await call(method, path, body === undefined ? {} : { body });
  expect(reply).toMatchObject({ status: 418, body: { message: 'Refused' } });
  expect(sandbox.control.calls()).toMatchObject([{ vendor: 'VAPI', operation, method, path, status: 418 }]);
});
