import { commonDialect, type Dialect } from '../error-reading.ts';

/** How Vogent words its refusals. No page describes them. */
export const dialect: Dialect = {
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
  // Its own search had shown the number in this form, so that nothing else can be wrong with it.
  saysUnavailable: (status, words) =>
    commonDialect.saysUnavailable(status, words) || (words === null && (status === 400 || status === 422)),
  saysNotFound: commonDialect.saysNotFound,
};
