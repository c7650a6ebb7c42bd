import { describe } from 'vitest';
import { elevenLabs } from '../../../src/vendors/elevenlabs/index.ts';
import { describeDescription } from '../../support/vendor-description.ts';
import { agentId, credentials, pagedRoot, root, vendorId } from './harness.ts';

const number = `${root}/${vendorId}`;
const trunk = { address: 'trunk.example', credentials: { username: 'acme-user', password: 'example-password' } };

describe("ElevenLabs' description", () => {
  describeDescription({
    definition: elevenLabs,
    folder: new URL('.', import.meta.url),
    credentials,
    calls: {
      listPhoneNumbers: (call) => call('GET', root, { query: { provider: 'sip_trunk' } }),
      listPhoneNumbersPage: (call) => call('GET', pagedRoot, { query: { page_size: '1', agent_id: agentId } }),
      importPhoneNumber: (call) =>
        call('POST', root, {
          body: { provider: 'sip_trunk', phone_number: '+442079460123', label: 'x', outbound_trunk_config: trunk },
        }),
      getPhoneNumber: (call) => call('GET', number),
      updatePhoneNumber: (call) => call('PATCH', number, { body: { agent_id: null, label: 'Desk' } }),
      deletePhoneNumber: (call) => call('DELETE', number),
      listSipMessages: (call) => call('GET', `${number}/sip-messages`),
    },
    recorded: [
      ['number', 'GET', number, 200],
      ['unlinked-number', 'PATCH', number, 200],
      ['twilio-number', 'GET', number, 200],
      ['imported', 'POST', root, 200],
      ['all-numbers', 'GET', root, 200],
      ['first-page', 'GET', pagedRoot, 200],
      ['last-page', 'GET', pagedRoot, 200],
      ['validation-error', 'POST', root, 422],
      ['other-error', 'GET', number, 404],
    ],
  });
});
