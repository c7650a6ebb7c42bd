import { commonDialect, type Dialect } from '../error-reading.ts';

/** How ElevenLabs words its refusals: as FastAPI does where a request is not valid, else with a status and a message. */
export const dialect: Dialect = {
  ...commonDialect,
  memberNames: {
    phone_number: 'number',
    phone_number_id: 'vendorId',
    label: 'label',
    agent_id: 'agentId',
    address: 'terminationUri',
    username: 'username',
    password: 'password',
  },
};
