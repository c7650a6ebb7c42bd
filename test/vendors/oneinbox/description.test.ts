import { describe, expect, it, test } from 'vitest';
import { startSandbox } from '../../../src/sandbox/sandbox.ts';
import { createFakeOneInbox } from '../../../src/vendors/oneinbox/fake/index.ts';
import { oneInbox } from '../../../src/vendors/oneinbox/index.ts';
import { createOpenApiJudge } from '../../support/openapi.ts';
import { createJudgedClient } from '../../support/sandbox-client.ts';
import { describeDescription } from '../../support/vendor-description.ts';
import { agentId, otherAgentId, vendorId } from './harness.ts';

const root = '/v1/phone-numbers';
const number = `${root}/${vendorId}`;
const folder = new URL('.', import.meta.url);
const judge = await createOpenApiJudge(new URL('openapi.yaml', folder));

describe("OneInbox's description", () => {
  describeDescription({
    definition: oneInbox,
    folder,
    calls: {
      purchasePhoneNumber: (call) =>
        call('POST', `${root}/purchase`, {
          body: { phone_number: '+14155550145', agent_id: agentId, inbound_routing: { agent_id: agentId } },
        }),
      searchAvailablePhoneNumbers: (call) =>
        call('GET', `${root}/search`, { query: { country: 'US', area_code: '415', contains: '01', limit: '3' } }),
      registerPhoneNumber: (call) =>
        call('POST', root, {
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
      getPhoneNumber: (call) => call('GET', number),
      updatePhoneNumber: (call) =>
        call('PATCH', number, {
          body: { agent_id: otherAgentId, inbound_routing: { fallback: { agent_id: agentId } } },
        }),
      getInboundRouting: (call) => call('GET', `${number}/inbound-routing`),
      enableInboundRouting: (call) => call('POST', `${number}/inbound-routing`, { body: { agent_id: agentId } }),
      listAgents: (call) => call('GET', '/v1/agents', { query: { limit: '1', offset: '1' } }),
      getAgent: (call) => call('GET', `/v1/agents/${agentId}`),
    },
    recorded: [
      ['number', 'POST', `${root}/purchase`, 201],
      ['registered-number', 'POST', root, 201],
      ['search-array', 'GET', `${root}/search`, 200],
      ['search-items', 'GET', `${root}/search`, 200],
      ['validation-error', 'POST', root, 422],
    ],
  });
});

test('a search can answer with a bare array instead', async () => {
  const other = { ...oneInbox, sandbox: async () => createFakeOneInbox({ searchShape: 'array' }) };
  const sandbox = await startSandbox({ vendors: [other] });
  const call = createJudgedClient(sandbox.urlOf(other.name), judge);
  const reply = await call('GET', `${root}/search`, { query: { area_code: '415' } });
  await sandbox.stop();
  expect(reply.body).toContainEqual({ phone_number: '+14155550101' });
});

describe('the judge by this description', () => {
  it('has no complaints about a request as documented', () => {
    const request = {
      method: 'POST',
      path: `${root}/purchase`,
      headers: { Authorization: 'Bearer key', 'Content-Type': 'application/json' },
      body: { phone_number: '+14155550123', agent_id: agentId, inbound_routing: null },
    };
    expect(judge.request(request)).toEqual([]);
  });

  it.each([
    ['a missing member', { phone_number: '+14155550123' }, /agent_id/],
    ['a wrong format', { agent_id: 'agt_1' }, /uuid/],
    ['a member nobody documented', { agent_id: agentId, label: 'Desk' }, /label/],
    ['one deeper down', { agent_id: agentId, inbound_routing: { agent_id: agentId, voice: 1 } }, /voice/],
  ])('complains about %s in a body', (_case, body, complaint) => {
    const complaints = judge.request({ method: 'POST', path: `${root}/purchase`, body });
    expect(complaints.join()).toMatch(complaint);
  });

  it('complains about an operation that is not described', () => {
    expect(judge.request({ method: 'DELETE', path: number })).toEqual([`DELETE ${number} is not described`]);
  });
});
