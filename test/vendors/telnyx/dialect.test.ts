import { expect, it } from 'vitest';
import { createErrorReading } from '../../../src/vendors/error-reading.ts';
import { dialect } from '../../../src/vendors/telnyx/dialect.ts';

const errors = createErrorReading({ name: 'TELNYX', title: 'Telnyx', dialect });
const refusal = (status: number, error: object) =>
  errors.toRefusal({ status, headers: {}, body: { errors: [error] } }, { effect: 'purchase', secrets: [] });

it.each([
  ['/phone_numbers/0/phone_number', 'number'],
  ['/phone_numbers', 'number'],
  ['/customer_reference', 'label'],
  ['/connection_id', null],
])('says what it blames by a pointer such as %s', (pointer, member) => {
  const error = { code: '10015', title: 'Invalid value', detail: 'Is not allowed', source: { pointer } };
  expect(refusal(422, error)).toMatchObject({ outcome: 'rejected', reason: 'refused', member });
});

it.each([
  [400, { code: '10008', title: 'Request timed out' }, 'no-answer'],
  [422, { code: '10007', title: 'Unexpected error', detail: 'An unexpected error occured' }, 'no-answer'],
  [422, { code: '10012', title: 'Duplicate resource' }, 'conflict'],
  [409, { code: '10099', title: 'Something' }, 'conflict'],
  [
    404,
    { code: '10005', title: 'Resource not found', detail: 'The requested resource could not be found' },
    'no-words',
  ],
])('leaves open what came of an order that is answered with %i and %j', (status, error, reason) => {
  expect(refusal(status, error)).toMatchObject({ outcome: 'unknown', reason });
});
