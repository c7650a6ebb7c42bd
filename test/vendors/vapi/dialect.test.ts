import { expect, it } from 'vitest';
import { createErrorReading } from '../../../src/vendors/error-reading.ts';
import { dialect } from '../../../src/vendors/vapi/dialect.ts';

const errors = createErrorReading({ name: 'VAPI', title: 'Vapi', dialect });
const refusal = (status: number, message: string | readonly string[]) => ({
  status,
  headers: {},
  body: { statusCode: status, error: 'Bad Request', message },
});

it('says in one sentence that an area code is empty, and which are not', () => {
  const words = 'This area code is currently not available. Hint: Try one of 562, 662, 716.';
  for (const message of [words, [words]]) {
    expect(errors.toRefusal(refusal(400, message), { effect: 'purchase', secrets: [] })).toMatchObject({
      outcome: 'rejected',
      reason: 'no-match',
      member: 'areaCode',
      suggestions: ['562', '662', '716'],
    });
  }
});

it.each([
  [409, 'Phone number exists'],
  [400, 'This number is already in use.'],
  [400, 'Duplicate number'],
])('proves nothing about an import with %i "%s": it may be the one before', (status, message) => {
  const failure = errors.toRefusal(refusal(status, message), { effect: 'import', secrets: [] });
  expect(failure).toMatchObject({ outcome: 'unknown', reason: 'conflict' });
  expect(failure.message).not.toContain(message);
});

it.each([
  ['name must be shorter than or equal to 40 characters', null],
  ['assistant not found', 'agentId'],
])('refuses a purchase for certain with "%s"', (message, member) => {
  const failure = errors.toRefusal(refusal(400, [message]), { effect: 'purchase', secrets: [] });
  expect(failure).toMatchObject({ outcome: 'rejected', reason: 'refused', message: `Vapi said: ${message}`, member });
});

it('takes the edge, which refuses without a reason, for what refuses the key', () => {
  const reply = { status: 403, headers: {}, body: 'error code: 1010' };
  expect(errors.toRefusal(reply, { effect: 'purchase', secrets: [] }).outcome).not.toBe('unknown');
});
