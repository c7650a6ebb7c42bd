import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { retell } from '../../../src/vendors/retell/index.ts';
import { createOpenApiJudge } from '../../support/openapi.ts';
import { type Client, createClient, createJudgedClient, listAt, textAt } from '../../support/sandbox-client.ts';
import { agentId, otherAgentId, vendorId } from './harness.ts';

const id = encodeURIComponent(vendorId);

let sandbox: Sandbox;
let call: Client;
let judged: Client;
beforeAll(async () => {
  sandbox = await startSandbox({ vendors: [retell] });
  call = createClient(sandbox.urlOf('RETELL'));
  const judge = await createOpenApiJudge(new URL('openapi.yaml', import.meta.url));
  judged = createJudgedClient(sandbox.urlOf('RETELL'), judge);
});
beforeEach(() => sandbox.control.reset());
afterAll(() => sandbox.stop());

const buy = (body: object) => judged('POST', '/create-phone-number', { body });

test('sells what comes first in an area code, or in a country, or exactly what it is asked for', async () => {
  const replies = [
    await buy({ area_code: 415 }),
    await buy({ country_code: 'CA' }),
    await buy({ phone_number: '+13125530107', number_provider: 'telnyx' }),
  ];
  expect(replies.map(({ status }) => status)).toEqual([201, 201, 201]);
  expect(replies.map(({ body }) => body)).toMatchObject([
    { phone_number: '+14155530100', phone_number_type: 'retell-twilio', nickname: null, inbound_agents: null },
    { phone_number: '+14165530100' },
    { phone_number: '+13125530107', phone_number_type: 'retell-telnyx' },
  ]);
  expect(sandbox.control.sales()).toHaveLength(3);
});

test('has nothing to sell where nothing is left', async () => {
  sandbox.control.setStock(0);
  expect(await buy({ area_code: 415 })).toMatchObject({
    status: 404,
    body: { status: 'error', message: 'No phone numbers of this area code' },
  });
  expect(sandbox.control.sales()).toEqual([]);
});

test('knows nothing of a number that is gone, sells it again, and calls it the same', async () => {
  const bought = await buy({ area_code: 415 });
  const path = encodeURIComponent(textAt(bought.body, 'phone_number'));
  const released = await judged('DELETE', `/delete-phone-number/${path}`);
  const gone = [
    await judged('GET', `/get-phone-number/${path}`),
    await judged('PATCH', `/update-phone-number/${path}`, { body: { nickname: 'x' } }),
    await judged('DELETE', `/delete-phone-number/${path}`),
  ];
  expect([released.status, released.text]).toEqual([204, '']);
  expect(gone.map(({ status }) => status)).toEqual([422, 422, 422]);
  expect(textAt((await buy({ area_code: 415 })).body, 'phone_number')).toBe(textAt(bought.body, 'phone_number'));
});

test('changes what it is told, and takes away what is null', async () => {
  const shares = [
    { agent_id: agentId, weight: 0.5 },
    { agent_id: otherAgentId, weight: 0.5 },
  ];
  const update = (body: object) => judged('PATCH', `/update-phone-number/${id}`, { body });
  const shared = await update({ inbound_agents: shares, fallback_number: '+12125550199' });
  const cleared = await update({ nickname: null, inbound_agents: [], fallback_number: null });
  expect([shared.body, cleared.body]).toMatchObject([
    { nickname: 'Hotline', inbound_agents: shares, fallback_number: '+12125550199' },
    { nickname: null, inbound_agents: [], fallback_number: null },
  ]);
});

test('takes weights that add up to 1 only', async () => {
  const body = { inbound_agents: [{ agent_id: agentId, weight: 0.5 }] };
  expect((await judged('PATCH', `/update-phone-number/${id}`, { body })).status).toBe(400);
});

test('imports a number once; one that is none unless told to look; and keeps no password', async () => {
  const trunk = { termination_uri: 'trunk.example.com', sip_trunk_auth_password: 'example-password' };
  const take = (body: object) => judged('POST', '/import-phone-number', { body: { ...trunk, ...body } });
  const replies = [
    await take({ phone_number: '+442079460123' }),
    await take({ phone_number: '+442079460123' }),
    await take({ phone_number: '1001' }),
    await take({ phone_number: '1002', ignore_e164_validation: false }),
  ];
  expect(replies.map(({ status }) => status)).toEqual([201, 400, 201, 400]);
  expect(replies[0]?.body).toMatchObject({
    phone_number_type: 'custom',
    sip_outbound_trunk_config: { termination_uri: 'trunk.example.com' },
  });
  expect(replies.map(({ text }) => text).join()).not.toContain('example-password');
});

test.each(['ascending', 'descending'])('is walked %s, in step while numbers come and go', async (sort_order) => {
  const seen: string[] = [];
  const take = async (pagination_key?: string) => {
    const query = { limit: '2', sort_order, ...(pagination_key !== undefined && { pagination_key }) };
    const { body } = await judged('GET', '/v2/list-phone-numbers', { query });
    seen.push(...listAt(body, 'items').map((number) => textAt(number, 'phone_number')));
    return body;
  };
  const first = await take();
  const [gone = ''] = seen;
  await call('DELETE', `/delete-phone-number/${encodeURIComponent(gone)}`);
  const last = await take(textAt(first, 'pagination_key'));
  const all = [vendorId, '+12125530121', '+442079460174'];
  expect(seen).toEqual(sort_order === 'ascending' ? all : all.toReversed());
  expect(last).toMatchObject({ has_more: false });
});

test.each([
  ['limit', '0'],
  ['limit', 'ten'],
  ['limit', '1001'],
  ['sort_order', 'up'],
  ['pagination_key', 'made-up'],
])('a list with %s=%s is refused', async (name, value) => {
  expect(await call('GET', '/v2/list-phone-numbers', { query: { [name]: value } })).toMatchObject({ status: 400 });
});

test('a body that is no JSON is refused', async () => {
  const headers = { authorization: 'Bearer sandbox' };
  const url = `${sandbox.urlOf('RETELL')}/create-phone-number`;
  expect((await fetch(url, { method: 'POST', headers, body: 'purchase' })).status).toBe(400);
});

test.each([
  ['purchase', 'POST', '/create-phone-number', {}],
  ['import', 'POST', '/import-phone-number', {}],
  ['list', 'GET', '/v2/list-phone-numbers', undefined],
  ['get', 'GET', '/get-phone-number/one', undefined],
  ['update', 'PATCH', '/update-phone-number/one', {}],
  ['release', 'DELETE', '/delete-phone-number/one', undefined],
] as const)('%s is %s %s', async (operation, method, path, body) => {
  sandbox.control.addFault({ vendor: 'RETELL', operation, kind: 'refuse', status: 418 });
  const reply = await call(method, path, body === undefined ? {} : { body });
  expect(reply).toMatchObject({ status: 418, body: { status: 'error', message: 'Refused' } });
  expect(sandbox.control.calls()).toMatchObject([{ vendor: 'RETELL', operation, method, path, status: 418 }]);
});
