import { describe, expect, it } from 'vitest';
import { dialect } from '../../../src/vendors/elevenlabs/dialect.ts';
import { createErrorReading } from '../../../src/vendors/error-reading.ts';
import { failureOf, present, recordCall } from '../../support/vendor-calls.ts';
import { createElevenLabsHarness, imported, vendorId } from './harness.ts';

const { answer, createVendor, fixture } = createElevenLabsHarness();
const errors = createErrorReading({ name: 'ELEVENLABS', title: 'ElevenLabs', dialect });
const read = (status: number, body: unknown, effect: 'other' | 'import' = 'other') =>
  errors.toRefusal({ status, headers: {}, body }, { effect, secrets: [] });

describe('a refusal of ElevenLabs', () => {
  it.each([
    ['a list', [{ loc: ['body', 'agent_id'], msg: 'is odd', type: 'value_error' }], 'is odd (agentId)', 'agentId'],
    ['a list of texts', ['is odd'], 'is odd', null],
    ['a text', 'is odd', 'is odd', null],
    ['an object', { status: 'odd_request', message: 'is odd' }, 'is odd', null],
  ])('may have its words in %s', (_what, detail, words, member) => {
    expect(read(422, { detail })).toMatchObject({
      outcome: 'rejected',
      reason: 'refused',
      message: `ElevenLabs said: ${words}`,
      member,
    });
  });

  it('that says that there is no such number means that', () => {
    expect(
      read(404, { detail: { status: 'phone_number_not_found', message: 'Phone number was not found.' } }),
    ).toMatchObject({
      outcome: 'rejected',
      reason: 'not-found',
    });
  });

  it.each([
    ['the key', 401, { status: 'invalid_api_key', message: 'Invalid API key' }, 'unreachable', 'credentials'],
    ['too many calls', 429, { status: 'too_many_concurrent_requests', message: 'Slow down' }, 'unreachable', 'busy'],
    [
      'one that exists',
      400,
      { status: 'phone_number_already_exists', message: 'It already exists.' },
      'unknown',
      'conflict',
    ],
    ['one that exists, in a conflict', 409, 'Conflict', 'unknown', 'conflict'],
    ['nothing', 422, undefined, 'unknown', 'no-words'],
    ['a status without words', 400, { status: 'bad' }, 'unknown', 'no-words'],
    ['a plan', 403, { status: 'forbidden', message: 'Your plan has no phone numbers.' }, 'rejected', 'refused'],
    ['itself', 500, { status: 'internal', message: 'Oops' }, 'unknown', 'no-answer'],
  ] as const)('of an import, about %s, says as much as it proves', (_what, status, detail, outcome, reason) => {
    expect(read(status, { detail }, 'import')).toMatchObject({ outcome, reason });
  });

  it('of an import names the member that it blames, and repeats no word', async () => {
    answer(fixture('validation-error'), 422);
    const failure = await failureOf(present(createVendor().importing).run(recordCall(), imported));
    expect(failure).toMatchObject({
      outcome: 'rejected',
      reason: 'refused',
      member: 'password',
      message: 'ElevenLabs refused (HTTP 422), because of password.',
    });
    expect(`${failure.stack}${JSON.stringify(failure)}`).not.toContain('example-password');
  });

  it('of a number that is echoed in full has the key cut out', async () => {
    const input = { headers: { 'xi-api-key': 'key-of-the-test' } };
    answer({ detail: [{ loc: ['header'], msg: 'not with key-of-the-test', type: 'value_error', input }] }, 422);
    const failure = await failureOf(present(createVendor().updating).run(recordCall(), vendorId, { label: 'Desk' }));
    expect(failure.message).toBe('ElevenLabs said: not with [removed]');
  });
});
