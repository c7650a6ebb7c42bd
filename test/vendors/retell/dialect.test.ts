import { describe, expect, it } from 'vitest';
import { createErrorReading } from '../../../src/vendors/error-reading.ts';
import { dialect } from '../../../src/vendors/retell/dialect.ts';

const errors = createErrorReading({ name: 'RETELL', title: 'Retell', dialect });

function read(status: number, message: string | null, effect: 'purchase' | 'other' | 'nothing' | 'import') {
  const body = message === null ? undefined : { status: 'error', message };
  return errors.toRefusal({ status, headers: {}, body }, { effect, secrets: [] });
}

const unknownNumber = 'Cannot find requested asset under given api key.';

describe('a refusal of a purchase', () => {
  it.each([
    [404, 'No phone numbers of this area code', 'rejected', 'number-unavailable'],
    [404, 'No phone numbers of this area code.', 'rejected', 'number-unavailable'],
    [404, unknownNumber, 'unknown', 'no-words'],
    [404, null, 'unknown', 'no-words'],
    [422, 'No phone numbers of this area code', 'rejected', 'no-match'],
    [400, 'body/area_code must be integer', 'rejected', 'refused'],
    [400, null, 'unknown', 'no-words'],
    [402, 'Trial has ended, please add payment method.', 'rejected', 'refused'],
    [409, 'Phone number is taken', 'unknown', 'conflict'],
    [429, 'Account rate limited, please throttle your requests.', 'unreachable', 'busy'],
    [401, 'API key is missing or invalid.', 'unreachable', 'credentials'],
    [500, 'An unexpected server error occurred.', 'unknown', 'no-answer'],
  ] as const)('with %i and %j is read as it should be', (status, message, outcome, reason) => {
    expect(read(status, message, 'purchase')).toMatchObject({ outcome, reason });
  });
});

describe('a refusal of another call', () => {
  it.each([
    ['other', 422, unknownNumber, 'not-found'],
    ['nothing', 422, unknownNumber, 'not-found'],
    ['nothing', 404, null, 'not-found'],
    ['other', 422, 'Agent not found', 'refused'],
    ['other', 422, 'The number has calls under way', 'refused'],
    ['other', 422, null, 'refused'],
    ['other', 400, unknownNumber, 'refused'],
  ] as const)('that %s comes of, with %i and %j, is read as it should be', (effect, status, message, reason) => {
    expect(read(status, message, effect)).toMatchObject({ outcome: 'rejected', reason });
  });

  it('is nothing to be shown of an import, and still names the member', () => {
    const failure = read(400, 'sip_trunk_auth_password is wrong: example-password', 'import');
    expect(failure.message).toBe('Retell refused (HTTP 400).');
  });
});
