import fc from 'fast-check';

/** Sizes that a caller may try, from none to tens of thousands. */
export const sizes = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 20 }) },
  { weight: 2, arbitrary: fc.constantFrom(100, 255, 256, 500, 501, 1_000) },
  { weight: 1, arbitrary: fc.constantFrom(10_000, 60_000) },
);

const pieces = fc.constantFrom(
  ...[
    '+',
    '+1415',
    '+14155550199',
    '(415) 555-0199',
    '١٢٣',
    'sip:',
    '@',
    '%',
    '_',
    '\\',
    "'",
    '"',
    '..',
    '/',
    '%2e',
    '<b>',
  ],
  ...[
    '\u0000',
    '\ud83d',
    '\u200e',
    '\ufeff',
    'é',
    'ﷺ',
    '𝒳',
    '\r\n',
    '$(x)',
    '{{x}}',
    '-- ',
    ');',
    'null',
    '0',
    '-1',
    '1e400',
  ],
);

const longText = fc.tuple(pieces, sizes).map(([piece, size]) => piece.repeat(size));

/** A text, from what is right to what nobody should send. */
export const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.array(pieces, { maxLength: 4 }).map((parts) => parts.join('')),
  longText,
);

const MAX_VALUES = 30_000;
/** More than the service takes, and no more than the fuzzer itself can hold. */
const MAX_CHARACTERS = 2_000_000;

function lengthOf(value: unknown): number {
  return typeof value === 'string' ? Math.max(value.length, 1) : 1;
}

/** Any JSON, some of it large. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  texts,
  fc.double(),
  fc
    .tuple(fc.oneof(texts, fc.constantFrom<unknown>(null, 0, {}, [])), sizes)
    .map(([value, size]) =>
      Array.from({ length: Math.min(size, MAX_VALUES, MAX_CHARACTERS / lengthOf(value)) }, () => value),
    ),
);
