import { expect, it } from 'vitest';
import { createErrorReading } from '../../../src/vendors/error-reading.ts';
import { dialect } from '../../../src/vendors/vogent/dialect.ts';

const errors = createErrorReading({ name: 'VOGENT', title: 'Vogent', dialect });

it.each([400, 422])('takes a wordless %i to a purchase for a number that is no longer available', (status) => {
  const reply = { status, headers: {}, body: undefined };
  expect(errors.toRefusal(reply, { effect: 'purchase', secrets: [] })).toMatchObject({
    outcome: 'rejected',
    reason: 'number-unavailable',
    retryable: false,
  });
  expect(errors.toRefusal(reply, { effect: 'other', secrets: [] })).toMatchObject({
    outcome: 'rejected',
    reason: 'refused',
    retryable: false,
  });
});
