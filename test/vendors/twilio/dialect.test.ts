import { expect, it } from 'vitest';
import { createErrorReading } from '../../../src/vendors/error-reading.ts';
import { dialect } from '../../../src/vendors/twilio/dialect.ts';

const errors = createErrorReading({ name: 'TWILIO', title: 'Twilio', dialect });
const purchase = { effect: 'purchase', secrets: [] } as const;
const refusal = (status: number, code: number | null, message: string) =>
  errors.toRefusal({ status, headers: {}, body: { code, message, more_info: null, status } }, purchase);

it.each([
  ['in its usual words', refusal(400, 21422, '+14155550123 is not available.')],
  ['in other words, by its code', refusal(400, 21422, 'PhoneNumber Requested: cannot be provisioned')],
  ['by its code as text', errors.toRefusal({ status: 400, headers: {}, body: { code: '21422' } }, purchase)],
])('says that a number is no longer available %s', (_how, failure) => {
  expect(failure).toMatchObject({ outcome: 'rejected', reason: 'number-unavailable' });
});

it.each([
  ['a trial account', 400, 21404, 'Trial accounts are allowed only one Twilio number. Please upgrade.'],
  ['what a trial account may not have', 400, 10002, 'This feature is not available to trial accounts.'],
  ['a missing bundle', 400, 21649, 'Bundle required'],
  ['a missing address', 400, 21631, 'Phone Number Requires an Address but the AddressSid parameter was empty'],
  ['a number that is none', 400, 21421, 'PhoneNumber is not a valid number'],
  ['what it has no code for', 400, null, 'FriendlyName is too long'],
  ['a code that nobody knows yet', 400, 21999, 'The sender is not set up'],
])('refuses because of %s, in its own words: nothing was bought', (_why, status, code, message) => {
  expect(refusal(status, code, message)).toMatchObject({
    outcome: 'rejected',
    reason: 'refused',
    message: `Twilio said: ${message}`,
  });
});

it.each([
  ['too many requests', 429, 20429, 'Too Many Requests', 'unreachable', 'busy'],
  ['a wrong login', 401, 20003, 'Authenticate', 'unreachable', 'credentials'],
  ['a key that may not buy', 403, 70051, 'Authorization Error', 'rejected', 'refused'],
  ['what it does not find', 404, 20404, 'The requested resource was not found', 'unknown', 'no-words'],
  ['a fault of its own', 503, 20503, 'Service unavailable', 'unknown', 'no-answer'],
])('is read as usual about %s', (_what, status, code, message, outcome, reason) => {
  expect(refusal(status, code, message)).toMatchObject({ outcome, reason });
});
