import { expect, it } from 'vitest';
import { createErrorReading } from '../../../src/vendors/error-reading.ts';
import { dialect } from '../../../src/vendors/vogent/dialect.ts';

const errors = createErrorReading({ name: 'VOGENT', title: 'Vogent', dialect });

it.each([400, 422])('does not take a wordless %i for more than a refusal, and to a purchase for no proof', (status) => {
  const reply = { status, headers: {}, body: undefined };
  expect(errors.toRefusal(reply, { effect: 'purchase', secrets: [] })).toMatchObject({
    outcome: 'unknown',
    reason: 'no-words',
    retryable: true,
  });
  expect(errors.toRefusal(reply, { effect: 'other', secrets: [] })).toMatchObject({
    outcome: 'rejected',
    reason: 'refused',
    retryable: false,
  });
});
