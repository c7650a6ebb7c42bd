import { commonDialect, type Dialect } from '../error-reading.ts';

// Field notes of others (2026-09); no page says it, and no page says that it can mean anything else.
const NOTHING_LEFT = /^no phone numbers (of|in|for) this (area code|country)\b/i;
// The example of its reference (2026-09) is "Cannot find requested asset under given api key."
const NO_SUCH_THING = /\b(cannot find|not found|no such|does not exist)\b/i;

/** How Retell words its refusals. One shape for every status, and free text only (reference, 2026-09). */
export const dialect: Dialect = {
  memberNames: {
    phone_number: 'number',
    area_code: 'areaCode',
    country_code: 'country',
    nickname: 'label',
    inbound_agents: 'agentId',
    termination_uri: 'terminationUri',
    sip_trunk_auth_username: 'username',
    sip_trunk_auth_password: 'password',
  },
  // It picks the number, so it is all numbers there that are no longer available.
  saysUnavailable: (status, words) =>
    (status === 404 && NOTHING_LEFT.test(words.trim())) || commonDialect.saysUnavailable(status, words),
  // An unknown number answers 422 to get, update and delete (reference, 2026-09), as other mistakes may.
  saysNotFound: (status, words) =>
    commonDialect.saysNotFound(status, words) || (status === 422 && NO_SUCH_THING.test(words ?? '')),
};
