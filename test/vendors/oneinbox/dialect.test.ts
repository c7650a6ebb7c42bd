import { expect, it } from 'vitest';
import { createErrorReading } from '../../../src/vendors/error-reading.ts';
import { dialect } from '../../../src/vendors/oneinbox/dialect.ts';

const errors = createErrorReading({ name: 'ONEINBOX', title: 'OneInbox', dialect });

it.each([400, 422])('does not take a wordless %i for more than a refusal', (status) => {
  const reply = { status, headers: {}, body: undefined };
  for (const effect of ['purchase', 'other'] as const) {
    expect(errors.toRefusal(reply, { effect, secrets: [] })).toMatchObject({
      outcome: 'rejected',
      reason: 'refused',
      retryable: false,
    });
  }
});
