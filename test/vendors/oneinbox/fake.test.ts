import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { createFakeOneInbox } from '../../../src/vendors/oneinbox/fake/index.ts';
import { oneInbox } from '../../../src/vendors/oneinbox/index.ts';
import { createOpenApiJudge } from '../../support/openapi.ts';
import { type Client, createClient, listAt, textAt } from '../../support/sandbox-client.ts';
import { agentId, otherAgentId, vendorId } from './harness.ts';

const frontDesk = `/v1/phone-numbers/${vendorId}`;
const unknown = '/v1/phone-numbers/00000000-0000-4000-8000-000000000000';
const purchasePath = '/v1/phone-numbers/purchase';

let sandbox: Sandbox;
let call: Client;
beforeAll(async () => {
  sandbox = await startSandbox({ vendors: [oneInbox], now: () => new Date('2026-08-01T12:00:00Z') });
  call = createClient(sandbox.urlOf('ONEINBOX'));
});
beforeEach(() => sandbox.control.reset());
afterAll(() => sandbox.stop());

test('a bought number can be read back', async () => {
  const bought = await call('POST', purchasePath, {
    body: { phone_number: '+14155550145', agent_id: agentId, friendly_name: 'Sales' },
  });
  const read = await call('GET', `/v1/phone-numbers/${textAt(bought.body, 'id')}`);
  expect(bought.status).toBe(201);
  expect(read).toMatchObject({ status: 200, body: bought.body });
  expect(read.body).toMatchObject({
    phone_number: '+14155550145',
    friendly_name: 'Sales',
    agent_id: agentId,
    inbound_routing: null,
    created_at: '2026-08-01T12:00:00.000Z',
  });
});

test('without a number the vendor picks one that fits', async () => {
  const bought = await call('POST', purchasePath, {
    body: { country: 'US', area_code: '212', contains: '13', agent_id: agentId },
  });
  expect(bought.body).toMatchObject({ phone_number: '+12125550113' });
});

test.each([
  ['already in the account', '+14155550123'],
  ['not of its own stock', '+14155550171'],
  ['not in stock', '+14155551234567'],
])('a number that is %s is not for sale', async (_case, number) => {
  const refused = await call('POST', purchasePath, {
    body: { phone_number: number, agent_id: agentId },
  });
  expect(refused).toMatchObject({
    status: 409,
    body: { detail: 'Phone number is not available' },
  });
  expect(sandbox.control.sales()).toEqual([]);
});

test.each([
  [
    'a missing agent',
    { phone_number: '+14155550145' },
    'missing',
    ['body', 'agent_id'],
    { phone_number: '+14155550145' },
  ],
  ['an agent id that is no UUID', { agent_id: 'agt_1' }, 'uuid_parsing', ['body', 'agent_id'], 'agt_1'],
  [
    'a number that is not E.164',
    { agent_id: agentId, phone_number: '415' },
    'string_pattern_mismatch',
    ['body', 'phone_number'],
    '415',
  ],
  ['a country of three letters', { agent_id: agentId, country: 'USA' }, 'string_too_long', ['body', 'country'], 'USA'],
  ['a country of one letter', { agent_id: agentId, country: 'U' }, 'string_too_short', ['body', 'country'], 'U'],
  ['a label that is no text', { agent_id: agentId, friendly_name: 1 }, 'string_type', ['body', 'friendly_name'], 1],
  [
    'routing that is no object',
    { agent_id: agentId, inbound_routing: 'x' },
    'model_attributes_type',
    ['body', 'inbound_routing'],
    'x',
  ],
])('a purchase with %s is refused in the shape of FastAPI', async (_case, body, type, loc, input) => {
  const refused = await call('POST', purchasePath, { body });
  const judge = await createOpenApiJudge(new URL('openapi.yaml', import.meta.url));
  expect(judge.response({ method: 'POST', path: purchasePath }, refused)).toEqual([]);
  expect(refused.status).toBe(422);
  expect(refused.body).toEqual({ detail: [{ type, loc, msg: expect.any(String), input }] });
});

test('a refused import echoes what was sent, password included, as real services do', async () => {
  const refused = await call('POST', '/v1/phone-numbers', {
    body: {
      phone_number: '+15735550189',
      provider: 'plivo',
      agent_id: agentId,
      provider_config: { trunk_address: 'trunk.example', auth_password: 'hunter2hunter2' },
    },
  });
  expect(listAt(refused.body, 'detail')).toEqual([
    expect.objectContaining({ type: 'enum', loc: ['body', 'provider'], input: 'plivo' }),
    {
      type: 'missing',
      loc: ['body', 'provider_config', 'auth_username'],
      msg: 'Field required',
      input: { trunk_address: 'trunk.example', auth_password: 'hunter2hunter2' },
    },
  ]);
});

test('a body that is missing or not called JSON is refused', async () => {
  const headers = { authorization: 'Bearer sandbox' };
  const url = `${sandbox.urlOf('ONEINBOX')}${purchasePath}`;
  const answers = await Promise.all([
    fetch(url, { method: 'POST', headers }),
    fetch(url, { method: 'POST', headers, body: '{}' }),
    fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{',
    }),
  ]);
  const types = await Promise.all(
    answers.map(async (answer) => Reflect.get(Object(listAt(await answer.json(), 'detail')[0]), 'type')),
  );
  expect(answers.map((answer) => answer.status)).toEqual([422, 422, 422]);
  expect(types).toEqual(['missing', 'model_attributes_type', 'json_invalid']);
});

test.each([
  ['limit', '0', 'greater_than_equal'],
  ['limit', 'ten', 'int_parsing'],
  ['country', 'USA', 'string_too_long'],
])('a search with %s=%s is refused', async (name, value, type) => {
  const refused = await call('GET', '/v1/phone-numbers/search', { query: { [name]: value } });
  expect(refused.body).toMatchObject({ detail: [{ type, loc: ['query', name], input: value }] });
});

test('a number that is already registered is refused, one that is not is taken', async () => {
  const body = { phone_number: '+15735550177', provider: 'twilio', agent_id: agentId };
  const first = await call('POST', '/v1/phone-numbers', { body });
  const second = await call('POST', '/v1/phone-numbers', { body });
  expect([first.status, second.status]).toEqual([201, 409]);
  expect(sandbox.control.sales()).toEqual([]);
});

test('inbound routing is merged: what is left out stays, a null fallback is removed', async () => {
  const change = (routing: object) => call('PATCH', frontDesk, { body: { inbound_routing: routing } });
  const withFallback = await change({ fallback: { agent_id: otherAgentId } });
  const withVoicemail = await change({ voicemail_message: 'Call back later' });
  const withoutFallback = await change({ agent_id: otherAgentId, fallback: null });
  const routing = [withFallback, withVoicemail, withoutFallback].map((reply) =>
    Reflect.get(Object(reply.body), 'inbound_routing'),
  );
  expect(routing).toEqual([
    { agent_id: agentId, fallback: { agent_id: otherAgentId }, voicemail_message: null },
    {
      agent_id: agentId,
      fallback: { agent_id: otherAgentId },
      voicemail_message: 'Call back later',
    },
    { agent_id: otherAgentId, fallback: null, voicemail_message: 'Call back later' },
  ]);
});

test("routing that names no agent falls back on the number's own", async () => {
  const registered = '/v1/phone-numbers/6c9a1f0b-2f5f-4c1f-8d4b-9a7b7c1e4f33';
  const before = await call('GET', `${registered}/inbound-routing`);
  await call('PATCH', registered, { body: { inbound_routing: { voicemail_message: 'Hello' } } });
  const after = await call('GET', `${registered}/inbound-routing`);
  expect(before.body).toEqual({ agent_id: null, fallback: null, voicemail_message: null });
  expect(after.body).toEqual({ agent_id: agentId, fallback: null, voicemail_message: 'Hello' });
});

test('a number moves to an agent nobody knows, and is renamed, without losing the rest', async () => {
  const moved = await call('PATCH', frontDesk, {
    body: { agent_id: '00000000-0000-4000-8000-00000000000a' },
  });
  const renamed = await call('PATCH', frontDesk, { body: { friendly_name: 'Lobby' } });
  expect(moved.status).toBe(200);
  expect(renamed.body).toMatchObject({
    agent_id: '00000000-0000-4000-8000-00000000000a',
    friendly_name: 'Lobby',
    inbound_routing: { agent_id: agentId },
    updated_at: '2026-08-01T12:00:00.000Z',
  });
});

test('numbers cannot be listed or given back', async () => {
  const listed = await call('GET', '/v1/phone-numbers');
  const deleted = await call('DELETE', frontDesk);
  expect([listed.status, deleted.status]).toEqual([405, 405]);
  expect(deleted.headers.get('allow')).toBe('GET, PATCH');
  expect(sandbox.control.numbers('ONEINBOX')).toHaveLength(2);
});

test('what does not exist is 404, what cannot exist 422', async () => {
  const paths = [unknown, '/v1/agents/00000000-0000-4000-8000-000000000000', '/v2/agents'];
  const missing = await Promise.all(paths.map((path) => call('GET', path)));
  const impossible = await call('GET', '/v1/phone-numbers/phn_1');
  expect(missing.map((reply) => reply.status)).toEqual([404, 404, 404]);
  expect(impossible.body).toMatchObject({
    detail: [{ loc: ['path', 'phone_id'], input: 'phn_1' }],
  });
});

test('a search shows ten numbers unless told otherwise, always the same', async () => {
  const search = (query: Record<string, string>) => call('GET', '/v1/phone-numbers/search', { query });
  const usual = listAt((await search({ area_code: '206' })).body, 'items');
  const all = listAt((await search({ area_code: '206', limit: '1000' })).body, 'items');
  expect(usual).toEqual(all.slice(0, 10));
  expect(all).toHaveLength(100);
  expect(all[0]).toEqual({ phone_number: '+12065550100' });
  const byKeypad = await search({ area_code: '206', contains: 'lJk0', limit: '1000' });
  expect(listAt(byKeypad.body, 'items')).toHaveLength(100);
});

test('a number that appears in the account has an agent, and a label if it got one', () => {
  const id = '5b1c6a60-94b7-4f6d-8bb0-6f5a2cf0f0aa';
  const added = sandbox.control.addNumber({ vendor: 'ONEINBOX', number: '+14155550149', id, label: 'Lab' });
  expect(added).toEqual({ vendor: 'ONEINBOX', id, number: '+14155550149', kind: 'PSTN', agentId, label: 'Lab' });
});

test.each([
  ['search', 'GET', '/v1/phone-numbers/search', undefined],
  ['purchase', 'POST', purchasePath, {}],
  ['import', 'POST', '/v1/phone-numbers', {}],
  ['get', 'GET', unknown, undefined],
  ['update', 'PATCH', unknown, {}],
  ['update', 'POST', `${unknown}/inbound-routing`, {}],
  ['agents', 'GET', '/v1/agents/00000000-0000-4000-8000-000000000000', undefined],
] as const)('%s is %s %s', async (operation, method, path, body) => {
  sandbox.control.addFault({ vendor: 'ONEINBOX', operation, kind: 'refuse', status: 418 });
  const reply = await call(method, path, body === undefined ? {} : { body });
  expect(reply).toMatchObject({ status: 418, body: { detail: 'Refused' } });
  expect(sandbox.control.calls()).toMatchObject([{ vendor: 'ONEINBOX', operation, method, path, status: 418 }]);
});

test('the account of a state file of version 1 is understood', () => {
  const fake = createFakeOneInbox();
  const { numbers } = fake.seed();
  expect(fake.state.parse(fake.readVersion1?.({ version: 1, oneInbox: numbers }))).toEqual({ numbers });
});
