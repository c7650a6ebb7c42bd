import { expect, test } from 'vitest';
import { createOpenApiJudge } from '../support/openapi.ts';

const oneInbox = await createOpenApiJudge('oneinbox');
const vogent = await createOpenApiJudge('vogent');
const agentId = '8a0f6c1e-5d1b-4a63-9a53-0d6f2f4b7c11';

test('a request as documented has no complaints', () => {
  const request = {
    method: 'POST',
    path: '/v1/phone-numbers/purchase',
    headers: { Authorization: 'Bearer key', 'Content-Type': 'application/json' },
    body: { phone_number: '+14155550123', agent_id: agentId, inbound_routing: null },
  };
  expect(oneInbox.request(request)).toEqual([]);
});

test.each([
  ['a missing member', { phone_number: '+14155550123' }, /agent_id/],
  ['a wrong format', { agent_id: 'agt_1' }, /uuid/],
  ['a member nobody documented', { agent_id: agentId, label: 'Desk' }, /label/],
  ['one deeper down', { agent_id: agentId, inbound_routing: { agent_id: agentId, voice: 1 } }, /voice/],
])('%s in a body is a complaint', (_case, body, complaint) => {
  const complaints = oneInbox.request({ method: 'POST', path: '/v1/phone-numbers/purchase', body });
  expect(complaints.join()).toMatch(complaint);
});

test('a query parameter that does not exist is a complaint', () => {
  const request = { method: 'GET', path: '/phone_numbers', query: { agentId: 'one' } };
  expect(vogent.request(request).join()).toMatch(/agentId/);
});

test('a missing key, a wrong content type and a body where none belongs are complaints', () => {
  const headers = { authorization: 'key', 'content-type': 'text/plain' };
  const complaints = vogent.request({ method: 'GET', path: '/agents', headers, body: {} });
  expect(complaints).toHaveLength(3);
});

test('an operation that is not described is a complaint', () => {
  expect(oneInbox.request({ method: 'DELETE', path: `/v1/phone-numbers/${agentId}` })).toEqual([
    `DELETE /v1/phone-numbers/${agentId} is not described`,
  ]);
});

test('an answer is judged by its status', () => {
  const operation = { method: 'PUT', path: '/phone_numbers/one' };
  const number = { id: 'one', number: '+14155550160', type: 'PSTN', agentId: null };
  expect(vogent.response(operation, { status: 200, body: number })).toEqual([]);
  expect(vogent.response(operation, { status: 201, body: number })).toHaveLength(1);
  expect(vogent.response(operation, { status: 200, body: { ...number, type: 'SIP' } })).toHaveLength(1);
  expect(vogent.response(operation, { status: 200, body: {} })).toHaveLength(4);
});

test('an answer with a status that is called undocumented is not judged', () => {
  const operation = { method: 'GET', path: '/agents' };
  expect(vogent.response(operation, { status: 503, body: 'Bad gateway' })).toEqual([]);
});
