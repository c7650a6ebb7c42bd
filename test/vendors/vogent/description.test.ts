import { describe, expect, it, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../../src/sandbox/sandbox.ts';
import { vogent } from '../../../src/vendors/vogent/index.ts';
import { createOpenApiJudge } from '../../support/openapi.ts';
import { createJudgedClient } from '../../support/sandbox-client.ts';
import { describeDescription } from '../../support/vendor-description.ts';
import { vendorId } from './harness.ts';

const root = '/phone_numbers';
const number = `${root}/${vendorId}`;
const folder = new URL('.', import.meta.url);
const judge = await createOpenApiJudge(new URL('openapi.yaml', folder));

describe("Vogent's description", () => {
  describeDescription({
    definition: vogent,
    folder,
    calls: {
      listPhoneNumbers: (call) => call('GET', root, { query: { limit: '2' } }),
      createPhoneNumber: (call) =>
        call('POST', root, { body: { type: 'purchase', purchase: { number: '+14155550171' } } }),
      searchPhoneNumbers: (call) =>
        call('POST', `${root}/search`, { body: { prefix: '415', country: 'US', limit: 10 } }),
      purchasePhoneNumber: (call) => call('POST', `${root}/purchase`, { body: { number: '+14155550171' } }),
      getPhoneNumber: (call) => call('GET', number),
      updatePhoneNumber: (call) => call('PUT', number, { body: { agentId: '' } }),
      deletePhoneNumber: (call) => call('DELETE', number),
      listAgents: (call) => call('GET', '/agents', { query: { limit: '1' } }),
    },
    recorded: [
      ['number', 'GET', number, 200],
      ['unlinked-number', 'PUT', number, 200],
      ['sip-user', 'POST', root, 200],
      ['first-page', 'GET', root, 200],
      ['last-page', 'GET', root, 200],
      ['search', 'POST', `${root}/search`, 200],
    ],
  });
});

test('the other two ways to get a number answer as documented', async () => {
  const sandbox = await startSandbox({ vendors: [vogent] });
  onTestFinished(() => sandbox.stop());
  const call = createJudgedClient(sandbox.urlOf(vogent.name), judge);
  const login = { username: 'acme-user', password: 'example-password' };
  const sipImport = { phoneNumber: '+442079460123', terminationUri: 'trunk.example', ...login };
  const imported = await call('POST', root, { body: { type: 'sip_import', sipImport } });
  const vogentSip = { sipPrefix: 'acme-sales', ...login };
  const created = await call('POST', root, { body: { type: 'vogent_sip', vogentSip } });
  const common = { id: expect.any(String), agentId: null };
  expect(imported.body).toEqual({ ...common, number: '+442079460123', type: 'PSTN' });
  expect(created.body).toEqual({ ...common, number: 'acme-sales', type: 'SIP_USERNAME' });
});

describe('the judge by this description', () => {
  it('complains about a query parameter that does not exist', () => {
    expect(judge.request({ method: 'GET', path: root, query: { agentId: 'one' } }).join()).toMatch(/agentId/);
  });

  it('complains about a missing key, a wrong content type and a body where none belongs', () => {
    const headers = { authorization: 'key', 'content-type': 'text/plain' };
    expect(judge.request({ method: 'GET', path: '/agents', headers, body: {} })).toHaveLength(2);
    expect(judge.request({ method: 'POST', path: root, headers, body: {} })).toHaveLength(2);
  });

  it('judges an answer by its status', () => {
    const operation = { method: 'PUT', path: `${root}/one` };
    const body = { id: 'one', number: '+14155550160', type: 'PSTN', agentId: null };
    expect(judge.response(operation, { status: 200, body })).toEqual([]);
    expect(judge.response(operation, { status: 201, body })).toHaveLength(1);
    expect(judge.response(operation, { status: 200, body: { ...body, type: 'SIP' } })).toHaveLength(1);
    expect(judge.response(operation, { status: 200, body: {} })).toHaveLength(4);
  });

  it('does not judge an answer with a status that is called undocumented', () => {
    const operation = { method: 'GET', path: '/agents' };
    expect(judge.response(operation, { status: 503, body: 'Bad gateway' })).toEqual([]);
  });
});
