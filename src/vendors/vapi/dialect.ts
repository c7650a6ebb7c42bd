import { commonDialect, type Dialect } from '../error-reading.ts';

/** How Vapi words its refusals. No page describes them; clients read `message`, a text or several (seen 2026-08). */
export const dialect: Dialect = {
  ...commonDialect,
  memberNames: {
    assistantId: 'agentId',
    name: 'label',
    number: 'number',
    numberDesiredAreaCode: 'areaCode',
    sipUri: 'sipPrefix',
    gateways: 'terminationUri',
    username: 'username',
    authUsername: 'username',
    password: 'password',
    authPassword: 'password',
  },
};
