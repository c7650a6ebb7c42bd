import { commonDialect, type Dialect } from '../error-reading.ts';

/** How OneInbox words its refusals: as FastAPI does, naming members of the body. */
export const dialect: Dialect = {
  ...commonDialect,
  memberNames: {
    agent_id: 'agentId',
    phone_number: 'number',
    friendly_name: 'label',
    provider: 'carrier',
    trunk_address: 'terminationUri',
    auth_username: 'username',
    auth_password: 'password',
    country: 'country',
    area_code: 'areaCode',
    contains: 'contains',
    limit: 'limit',
    inbound_routing: 'inboundRouting',
    phone_id: 'vendorId',
  },
};
