import { expect, it } from 'vitest';
import { toUserError } from '../../src/operations/shared/vendor-result.ts';
import { type CallFacts, commonDialect, createErrorReading } from '../../src/vendors/error-reading.ts';

const errors = createErrorReading({ name: 'ACME', title: 'Acme', dialect: commonDialect });
const refusal = (words: string, effect: CallFacts['effect'] = 'purchase', status = 400) =>
  errors.toRefusal({ status, headers: {}, body: { message: words } }, { effect, secrets: [] });

it.each([
  ['This area code is currently not available. Hint: Try one of 562, 662, 716.', ['562', '662', '716']],
  ['This area code is currently not available. Hint: Try 385, 405, 405.', ['385', '405']],
  ['This area code is currently not available.', []],
  ['Area code 212 is unavailable! Please choose 646 or 332', ['646', '332']],
  ['No phone numbers found for area code 212', []],
  ['The area code has no numbers. Error 40012, retry with 917', ['917']],
])('a refusal of a purchase with "%s" says that nothing is there, and where something is', (words, suggestions) => {
  const failure = refusal(words);
  expect(failure).toMatchObject({ outcome: 'rejected', reason: 'no-match', member: 'areaCode', retryable: false });
  expect(toUserError(failure, 'PURCHASE')).toEqual({
    code: 'NO_MATCHING_NUMBER',
    message: `Acme said: ${words}`,
    field: ['input', 'areaCode'],
    retryable: false,
    charged: 'NO',
    suggestions,
  });
});

it.each([
  'Area code must be three digits',
  'This area code is not supported',
  'Your plan is not available in this country. Area code 212 was asked for.',
  'numberDesiredAreaCode must be longer than or equal to 3 characters',
])('a refusal with "%s" says no such thing', (words) => {
  expect(refusal(words)).toMatchObject({ outcome: 'rejected', reason: 'refused', suggestions: [] });
});

it('is believed of a purchase only, and never where it may be about what was bought already', () => {
  const words = 'This area code is currently not available.';
  expect(refusal(words, 'import').reason).toBe('refused');
  expect(refusal(words, 'other').reason).toBe('refused');
  expect(refusal(words, 'purchase', 409)).toMatchObject({ outcome: 'unknown', reason: 'conflict' });
  expect(refusal(words, 'purchase', 404)).toMatchObject({ outcome: 'unknown', reason: 'no-words' });
});
