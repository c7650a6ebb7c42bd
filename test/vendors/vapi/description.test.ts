import { describe } from 'vitest';
import { vapi } from '../../../src/vendors/vapi/index.ts';
import type { Client } from '../../support/sandbox-client.ts';
import { textAt } from '../../support/sandbox-client.ts';
import { describeDescription } from '../../support/vendor-description.ts';
import { vendorId } from './harness.ts';

const root = '/phone-number';
const number = `${root}/${vendorId}`;
const trunk = { provider: 'byo-sip-trunk', name: 'Trunk', gateways: [{ ip: '198.51.100.7' }] };

async function updateTrunk(call: Client) {
  const { body, status } = await call('POST', '/credential', { body: trunk });
  // Without a key there is none to update.
  const id = status === 201 ? textAt(body, 'id') : 'one';
  return call('PATCH', `/credential/${id}`, { body: { ...trunk, gateways: [{ ip: '198.51.100.8' }] } });
}

describe("Vapi's description", () => {
  describeDescription({
    definition: vapi,
    folder: new URL('.', import.meta.url),
    calls: {
      listPhoneNumbersV1: (call) => call('GET', root, { query: { limit: '2' } }),
      listPhoneNumbersPaginated: (call) => call('GET', `/v2${root}`, { query: { page: '2', limit: '2' } }),
      createPhoneNumber: (call) => call('POST', root, { body: { provider: 'vapi', numberDesiredAreaCode: '415' } }),
      getPhoneNumber: (call) => call('GET', number),
      updatePhoneNumber: (call) => call('PATCH', number, { body: { provider: 'vapi', assistantId: null } }),
      deletePhoneNumber: (call) => call('DELETE', number),
      createSipTrunkCredential: (call) => call('POST', '/credential', { body: trunk }),
      updateSipTrunkCredential: updateTrunk,
    },
    recorded: [
      ['number', 'POST', root, 201],
      ['unlinked-number', 'PATCH', number, 200],
      ['sip-address', 'GET', number, 200],
      ['twilio-number', 'GET', number, 200],
      ['trunk-number', 'POST', root, 201],
      ['trunk', 'POST', '/credential', 201],
      ['page', 'GET', `/v2${root}`, 200],
    ],
  });
});
