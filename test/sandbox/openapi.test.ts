import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { createOpenApiJudge } from '../support/openapi.ts';
import { type Client, createJudgedClient, type Reply } from '../support/sandbox-client.ts';

type Calls = Record<string, (call: Client) => Promise<Reply>>;

const agentId = '8a0f6c1e-5d1b-4a63-9a53-0d6f2f4b7c11';
const otherAgentId = '2f6b7c0a-3a53-4a0c-8a34-51d3f0f7a922';
const oneInboxNumber = '/v1/phone-numbers/0d3f1a77-6b0e-4f0e-9a55-2a0d5b6c7e21';
const vogentNumber = '/phone_numbers/4f1d5a2e-7b7e-4f8d-9d3f-0a6f2b9c1d10';

const oneInboxCalls: Calls = {
  purchasePhoneNumber: (call) =>
    call('POST', '/v1/phone-numbers/purchase', {
      body: {
        phone_number: '+14155550145',
        agent_id: agentId,
        inbound_routing: { agent_id: agentId },
      },
    }),
  searchAvailablePhoneNumbers: (call) =>
    call('GET', '/v1/phone-numbers/search', {
      query: { country: 'US', area_code: '415', contains: '01', limit: '3' },
    }),
  registerPhoneNumber: (call) =>
    call('POST', '/v1/phone-numbers', {
      body: {
        phone_number: '+442079460123',
        provider: 'telnyx',
        agent_id: agentId,
        provider_config: {
          trunk_address: 'example-trunk.pstn.twilio.com',
          auth_username: 'example-user',
          auth_password: 'example-password',
        },
      },
    }),
  getPhoneNumber: (call) => call('GET', oneInboxNumber),
  updatePhoneNumber: (call) =>
    call('PATCH', oneInboxNumber, {
      body: { agent_id: otherAgentId, inbound_routing: { fallback: { agent_id: agentId } } },
    }),
  getInboundRouting: (call) => call('GET', `${oneInboxNumber}/inbound-routing`),
  enableInboundRouting: (call) => call('POST', `${oneInboxNumber}/inbound-routing`, { body: { agent_id: agentId } }),
  listAgents: (call) => call('GET', '/v1/agents', { query: { limit: '1', offset: '1' } }),
  getAgent: (call) => call('GET', `/v1/agents/${agentId}`),
};

const vogentCalls: Calls = {
  listPhoneNumbers: (call) => call('GET', '/phone_numbers', { query: { limit: '2' } }),
  createPhoneNumber: (call) =>
    call('POST', '/phone_numbers', {
      body: { type: 'purchase', purchase: { number: '+14155550171' } },
    }),
  searchPhoneNumbers: (call) =>
    call('POST', '/phone_numbers/search', { body: { prefix: '415', country: 'US', limit: 10 } }),
  purchasePhoneNumber: (call) => call('POST', '/phone_numbers/purchase', { body: { number: '+14155550171' } }),
  getPhoneNumber: (call) => call('GET', vogentNumber),
  updatePhoneNumber: (call) => call('PUT', vogentNumber, { body: { agentId: '' } }),
  deletePhoneNumber: (call) => call('DELETE', vogentNumber),
  listAgents: (call) => call('GET', '/agents', { query: { limit: '1' } }),
};

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.control.reset());
afterAll(() => sandbox.stop());

describe.each([
  { vendor: 'oneinbox', calls: oneInboxCalls, url: () => sandbox.oneinboxUrl },
  { vendor: 'vogent', calls: vogentCalls, url: () => sandbox.vogentUrl },
] as const)('the fake of $vendor', ({ vendor, calls, url }) => {
  test('is tried with every operation its vendor documents', async () => {
    expect(Object.keys(calls).sort()).toEqual(await documentedOperations(vendor));
  });

  test.each(Object.entries(calls))('answers %s as documented', async (_operation, run) => {
    const reply = await run(createJudgedClient(url(), await createOpenApiJudge(vendor)));
    expect([200, 201]).toContain(reply.status);
  });

  test.each(Object.keys(calls))('answers %s without a key with 401', async (operation) => {
    const judge = await createOpenApiJudge(vendor);
    const run = calls[operation];
    const withoutKey: Client = async (method, path) => {
      const response = await fetch(`${url()}${path}`, { method });
      const body: unknown = await response.json();
      expect(judge.response({ method, path }, { status: response.status, body })).toEqual([]);
      return { status: response.status, headers: response.headers, text: '', body };
    };
    expect(await run?.(withoutKey)).toMatchObject({ status: 401 });
    expect(sandbox.control.sales()).toEqual([]);
  });
});

test('a search of OneInbox can answer with a bare array instead', async () => {
  const other = await startSandbox({ oneinboxSearchShape: 'array' });
  const call = createJudgedClient(other.oneinboxUrl, await createOpenApiJudge('oneinbox'));
  const reply = await call('GET', '/v1/phone-numbers/search', { query: { area_code: '415' } });
  await other.stop();
  expect(reply.body).toContainEqual({ phone_number: '+14155550101' });
});

test('the other two ways to get a Vogent number answer as documented', async () => {
  const call = createJudgedClient(sandbox.vogentUrl, await createOpenApiJudge('vogent'));
  const login = { username: 'acme-user', password: 'example-password' };
  const imported = await call('POST', '/phone_numbers', {
    body: {
      type: 'sip_import',
      sipImport: { phoneNumber: '+442079460123', terminationUri: 'trunk.example', ...login },
    },
  });
  const created = await call('POST', '/phone_numbers', {
    body: { type: 'vogent_sip', vogentSip: { sipPrefix: 'acme-sales', ...login } },
  });
  expect(imported.body).toEqual({
    id: expect.any(String),
    number: '+442079460123',
    type: 'PSTN',
    agentId: null,
  });
  expect(created.body).toEqual({
    id: expect.any(String),
    number: 'acme-sales',
    type: 'SIP_USERNAME',
    agentId: null,
  });
});

async function documentedOperations(vendor: string): Promise<string[]> {
  const file = new URL(`../vendors/${vendor}/openapi.yaml`, import.meta.url);
  const document: { paths: Record<string, Record<string, { operationId?: string }>> } = parse(
    await readFile(file, 'utf8'),
  );
  return Object.values(document.paths)
    .flatMap((path) => Object.values(path))
    .flatMap(({ operationId }) => operationId ?? [])
    .sort();
}
