import { describe } from 'vitest';
import { retell } from '../../../src/vendors/retell/index.ts';
import { describeDescription } from '../../support/vendor-description.ts';
import { agentId, vendorId } from './harness.ts';

const id = encodeURIComponent(vendorId);
const folder = new URL('.', import.meta.url);

describe("Retell's description", () => {
  describeDescription({
    definition: retell,
    folder,
    calls: {
      createPhoneNumber: (call) =>
        call('POST', '/create-phone-number', {
          body: { area_code: 212, nickname: 'Desk', inbound_agents: [{ agent_id: agentId, weight: 1 }] },
        }),
      importPhoneNumber: (call) =>
        call('POST', '/import-phone-number', {
          body: { phone_number: '+442079460123', termination_uri: 'trunk.example.com' },
        }),
      getPhoneNumber: (call) => call('GET', `/get-phone-number/${id}`),
      listPhoneNumbers: (call) => call('GET', '/v2/list-phone-numbers', { query: { limit: '2' } }),
      listPhoneNumbersV1: (call) => call('GET', '/list-phone-numbers'),
      updatePhoneNumber: (call) => call('PATCH', `/update-phone-number/${id}`, { body: { inbound_agents: null } }),
      deletePhoneNumber: (call) => call('DELETE', `/delete-phone-number/${id}`),
    },
    recorded: [
      ['number', 'GET', `/get-phone-number/${id}`, 200],
      ['unlinked-number', 'PATCH', `/update-phone-number/${id}`, 200],
      ['weighted-number', 'GET', `/get-phone-number/${id}`, 200],
      ['imported-number', 'POST', '/import-phone-number', 201],
      ['first-page', 'GET', '/v2/list-phone-numbers', 200],
      ['last-page', 'GET', '/v2/list-phone-numbers', 200],
    ],
  });
});
