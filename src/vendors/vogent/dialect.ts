import { commonDialect, type Dialect } from '../error-reading.ts';

/** How Vogent words its refusals. No page describes them. */
export const dialect: Dialect = {
  ...commonDialect,
  memberNames: {
    agentId: 'agentId',
    number: 'number',
    phoneNumber: 'number',
    terminationUri: 'terminationUri',
    sipPrefix: 'sipPrefix',
    username: 'username',
    password: 'password',
    prefix: 'areaCode',
    country: 'country',
    limit: 'limit',
  },
};
