import { describe, expect, it } from 'vitest';
import {
  type CallFacts,
  commonDialect,
  createErrorReading,
  type ErrorReading,
} from '../../src/vendors/error-reading.ts';
import { HttpError } from '../../src/vendors/http/http-error.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { errorReadingsOf } from '../support/dialects.ts';

const read: CallFacts = { effect: 'nothing', secrets: [] };
const change: CallFacts = { effect: 'other', secrets: [] };
const purchase: CallFacts = { effect: 'purchase', secrets: [] };
const bringIn: CallFacts = { effect: 'import', secrets: ['sip-user', 'sip-password'] };
const everyCall = [read, change, purchase, bringIn];
const reply = (status: number, body: unknown = undefined) => ({ status, headers: {}, body });
const words = (message: string) => ({ message });

const unreachable = (reason: string) => ({ outcome: 'unreachable', reason, retryable: true });
const rejected = (reason: string) => ({ outcome: 'rejected', reason, retryable: false });
const unknown = (reason: string) => ({ outcome: 'unknown', reason, retryable: true });
const mayPass = { outcome: 'rejected', reason: 'refused', retryable: true };

const common = createErrorReading({ name: 'ACME', title: 'Acme', dialect: commonDialect });
const readings: (readonly [name: string, title: string, errors: ErrorReading])[] = [
  ['Acme, which says what most say', 'Acme', common],
];
for (const definition of builtInVendors) {
  for (const errors of await errorReadingsOf(definition)) readings.push([definition.title, definition.title, errors]);
}

describe.each(readings)('%s', (_name, title, errors) => {
  it.each([
    [429, undefined, 'busy'],
    [429, words('Number is no longer available'), 'busy'],
    [401, undefined, 'credentials'],
    [401, words('number not available'), 'credentials'],
    [403, undefined, 'credentials'],
    [403, words('Forbidden'), 'credentials'],
    [403, words('Invalid API key'), 'credentials'],
    [403, words('This token has expired'), 'credentials'],
  ])('that answers %i with %j has done nothing and may be asked again', (status, body, reason) => {
    for (const call of everyCall) {
      expect(errors.toRefusal(reply(status, body), call)).toMatchObject(unreachable(reason));
    }
  });

  it.each([
    [402, undefined, mayPass],
    [402, words('top up'), mayPass],
    [403, words('Your plan allows 5 numbers'), mayPass],
    [400, words('no'), rejected('refused')],
    [404, words('Agent not found'), rejected('refused')],
    [404, words('No assistant found'), rejected('refused')],
    [410, words('This API has been retired'), rejected('refused')],
    [422, words('no'), rejected('refused')],
    [422, words('not available without a regulatory bundle'), rejected('refused')],
    [422, words('This number is not available in your region'), rejected('refused')],
    [422, words('Your balance is too low: service unavailable'), mayPass],
    [400, words('Unavailable'), rejected('refused')],
    [400, { country: 'Is required.' }, rejected('refused')],
    [422, { errors: { country: ['Is required.'] } }, rejected('refused')],
    [405, words('Not that way'), rejected('refused')],
  ])('that answers %i with %j has refused whatever it was asked', (status, body, expected) => {
    for (const call of [change, purchase, bringIn]) {
      const failure = errors.toRefusal(reply(status, body), call);
      const isMissing = status === 404 && call === change && !/agent|assistant/i.test(JSON.stringify(body));
      expect(failure).toMatchObject(isMissing ? rejected('not-found') : expected);
    }
  });

  it.each([
    'This number is no longer available',
    'Number is no longer available',
    'Phone number not available',
    'Phone number is not available.',
    'number not available',
    'The requested phone number is unavailable',
    'The phone number you requested is not available for purchase.',
    'The number +1 (415) 555-0123 is not available',
    'Sorry, this number is no longer available. Please choose another one.',
    '+14155550123 has already been sold to another customer',
    'This number was taken by someone else',
    'NUMBER_UNAVAILABLE',
    'Phone number not found',
  ])('that says "%s" says so of the number itself', (said) => {
    for (const status of [400, 403, 404, 409, 410, 422]) {
      expect(errors.toRefusal(reply(status, words(said)), purchase)).toMatchObject(rejected('number-unavailable'));
    }
    const otherwise = errors.toRefusal(reply(422, words(said)), change);
    // Some answer 422 for a number that they do not have.
    if (said.endsWith('not found') && otherwise.reason === 'not-found') return;
    expect(otherwise).toMatchObject({ ...rejected('refused'), message: `${title} said: ${said}` });
  });

  it.each([
    [409, 'number already purchased'],
    [409, 'Phone number already in use'],
    [409, 'You already own this number'],
    [409, 'Another purchase is in progress'],
    [409, 'exists'],
    [400, 'number already imported'],
    [422, 'already been sold'],
    [422, 'Phone number is already registered'],
    [404, 'You already have this number'],
    [403, 'This number is in use'],
  ])('that answers %i and says "%s" may have acted on a call that something repeated', (status, said) => {
    const doubt = errors.toRefusal(reply(status, words(said)), purchase);
    expect(doubt).toMatchObject(unknown('conflict'));
    expect(doubt.message).toBe(`${title} said: ${said}; whether it acted is not known.`);
    const login = errors.toRefusal(reply(status, words(said)), bringIn);
    expect(login).toMatchObject(unknown('conflict'));
    expect(login.message).toBe(`${title} refused (HTTP ${status}); whether it acted is not known.`);
  });

  it.each([
    [400, 'The request timed out'],
    [422, 'Gateway timeout'],
    [400, 'An unexpected error occurred'],
    [422, 'Internal server error'],
  ])('that answers %i and says "%s" does not know itself what came of a purchase', (status, said) => {
    for (const call of [purchase, bringIn]) {
      expect(errors.toRefusal(reply(status, words(said)), call)).toMatchObject(unknown('no-answer'));
    }
    expect(errors.toRefusal(reply(status, words(said)), change)).toMatchObject(rejected('refused'));
  });

  it('says in JSON:API what it refuses, and why', () => {
    const said = (more: object) => ({ errors: [{ code: '10015', title: 'Bad request', ...more }] });
    const told = (body: unknown) => errors.toRefusal(reply(422, body), purchase);
    expect(told(said({ detail: 'Your plan allows 5' })).message).toBe(`${title} said: Your plan allows 5`);
    expect(told(said({ title: 'Your plan allows 5' })).message).toBe(`${title} said: Your plan allows 5`);
    expect(told(said({}))).toMatchObject(unknown('no-words'));
    expect(told(said({ detail: 'This number is no longer available' }))).toMatchObject(rejected('number-unavailable'));
    for (const source of [{ pointer: '/phone_numbers/0/country' }, { parameter: 'filter[country]' }]) {
      const named = createErrorReading({
        ...{ name: 'ACME', title },
        dialect: { ...commonDialect, memberNames: { country: 'country' } },
      });
      const failure = named.toRefusal(reply(422, said({ detail: 'Is odd', source })), purchase);
      expect(failure).toMatchObject({ member: 'country', message: `${title} said: Is odd (country)` });
    }
  });

  it('may have acted where it answers 409 without a word, or with words of two things', () => {
    const both = { errors: [words('Agent is busy'), words('Phone number not available')] };
    for (const body of [undefined, words('Conflict'), both]) {
      expect(errors.toRefusal(reply(409, body), purchase)).toMatchObject(unknown('conflict'));
    }
  });

  it.each([400, 404, 410, 422])('that answers %i without a reason proves nothing about a number', (status) => {
    const bodies = [
      undefined,
      null,
      {},
      '',
      words('Not Found'),
      words('404: Not Found'),
      { status: 'error', request_id: 'req_1' },
      { error: 422 },
    ];
    for (const body of bodies) {
      for (const call of [purchase, bringIn]) {
        expect(errors.toRefusal(reply(status, body), call)).toMatchObject(unknown('no-words'));
      }
      const plain = errors.toRefusal(reply(status, body), change);
      expect(plain).toMatchObject(rejected(status === 404 ? 'not-found' : 'refused'));
    }
  });

  it.each([405, 413, 451])('that answers %i without a reason proves nothing either', (status) => {
    expect(errors.toRefusal(reply(status), purchase)).toMatchObject(unknown('no-answer'));
    expect(errors.toRefusal(reply(status), change)).toMatchObject(rejected('refused'));
  });

  it.each([301, 307, 408, 500, 502, 503, 504, 599])(
    'that answers %i may have acted, unless it was only asked',
    (status) => {
      const body = words('number not available');
      expect(errors.toRefusal(reply(status, body), read)).toMatchObject(unreachable('no-answer'));
      expect(errors.toRefusal(reply(status, body), change)).toMatchObject(unknown('no-answer'));
      expect(errors.toRefusal(reply(status, body), purchase)).toMatchObject(unknown('no-answer'));
    },
  );

  it.each([
    ['not-sent', unreachable('no-connection'), unreachable('no-connection')],
    ['refused-locally', unreachable('busy'), unreachable('busy')],
    ['busy', unreachable('busy'), unreachable('busy')],
    ['no-answer', unreachable('no-answer'), unknown('no-answer')],
    ['unreadable', unreachable('unreadable'), unknown('unreadable')],
  ] as const)('that gives no answer, %s, leaves what is known', (kind, whenAsked, whenTold) => {
    const error = new HttpError(kind, 'x');
    expect(errors.toFailure(error, read)).toMatchObject({ ...whenAsked, cause: error });
    expect(errors.toFailure(error, change)).toMatchObject(whenTold);
    expect(errors.toFailure(error, purchase)).toMatchObject(whenTold);
  });

  it('may have acted where something nobody thought of goes wrong', () => {
    expect(errors.toFailure(new TypeError('x'), purchase)).toMatchObject(unknown('no-answer'));
  });

  it.each(['Agent not found', 'No assistant found'])('blames the agent where it says "%s"', (said) => {
    const failure = errors.toRefusal(reply(404, words(said)), purchase);
    expect(failure).toMatchObject({ member: 'agentId', message: `${title} said: ${said}` });
  });

  it('keeps no character of its words that steers a terminal, or turns the text around', () => {
    const said = 'too\u0000 \u001B]0;title\u0007 many\u009B2J\r\nnumbers\u202E\u2066 here';
    const { message } = errors.toRefusal(reply(422, words(said)), change);
    expect(message).toBe(`${title} said: too ]0;title many 2J numbers here`);
  });

  it.each([
    [403, 'Your plan allows 5 numbers'],
    [404, 'No assistant found'],
    [422, 'Your balance is too low: service unavailable'],
    [422, 'not available without a regulatory bundle'],
  ])('keeps its words where it answers %i and says "%s"', (status, said) => {
    expect(errors.toRefusal(reply(status, words(said)), purchase).message).toBe(`${title} said: ${said}`);
  });

  it('keeps its words where it has too many calls', () => {
    expect(errors.toRefusal(reply(429, words('5 a day')), purchase).message).toBe(
      `${title} accepts no more requests now. ${title} said: 5 a day`,
    );
  });

  it.each([
    [{ country: 'Is required.' }, 'Is required. (country)'],
    [{ regulatory_bundle: ['Is required.', 'May not be null.'] }, null],
    [{ errors: { bundle: ['Is required.', 'May not be null.'] } }, 'Is required. (bundle); May not be null. (bundle)'],
    [{ detail: { bundle: 'Is required.' } }, 'Is required. (bundle)'],
    [{ bundle: 'Is required.', status: 'error', code: 'E17' }, 'Is required. (bundle)'],
    [{ error: 'Bad Request', bundle: 'Is required.' }, 'Is required. (bundle)'],
    [[{ message: 'Is required.' }], 'Is required.'],
  ])('that refuses with %j is read', (body, said) => {
    const { message } = errors.toRefusal(reply(400, body), purchase);
    expect(message).toBe(
      `${title} said: ${said ?? 'Is required. (regulatory_bundle); May not be null. (regulatory_bundle)'}`,
    );
  });

  it('is quoted without half a character at its end', () => {
    const { message } = errors.toRefusal(reply(400, words(`${'x'.repeat(299)}😀`)), change);
    expect(message.isWellFormed()).toBe(true);
  });

  it('is told with the member alone, and none of its words, where the call carried a login', () => {
    const hidden = Buffer.from('x:sip-password').toString('base64');
    const said = { detail: [{ loc: ['body', 'auth_password'], msg: `bad ${hidden} sip-user` }] };
    const failure = errors.toRefusal(reply(422, said), bringIn);
    expect(failure).toMatchObject(rejected('refused'));
    expect(failure.message).toMatch(/^.* refused \(HTTP 422\)(, because of password)?\.$/);
    for (const status of [400, 402, 403, 404, 409, 410, 422, 429]) {
      expect(errors.toRefusal(reply(status, words(`no ${hidden}`)), bringIn).message).not.toContain(hidden.slice(0, 8));
    }
    // The parser of HTTP hands on what it could not read.
    const broken = new HttpError(
      'no-answer',
      'breaks connections off',
      Object.assign(new Error(hidden), { data: hidden }),
    );
    expect(errors.toFailure(broken, bringIn).cause).toBeUndefined();
    expect(errors.toUnreadable(new Error(hidden), bringIn).cause).toBeUndefined();
    expect(errors.toFailure(broken, purchase).cause).toBe(broken);
  });

  it.each([
    ['of one word', { message: 'agent '.repeat(10_000) }],
    ['of complaints', { errors: Array.from({ length: 20_000 }, () => 'agent agent') }],
    ['of members', Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`m${at}`, 'no agent']))],
  ])('is understood at once, though it says a lot %s', (_what, said) => {
    const startedAt = performance.now();
    for (const call of everyCall) errors.toRefusal(reply(422, said), call);
    // A pattern that looks back and forth takes minutes.
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  it('is cut where no half of a key is left', () => {
    const key = `key-${'4711'.repeat(8)}`;
    const { message } = errors.toRefusal(reply(400, words(`${' '.repeat(1_980)}${key}`)), {
      ...change,
      secrets: [key],
    });
    expect(message).not.toContain('key-4711');
  });

  it('is quoted at no more than 300 characters', () => {
    const { message } = errors.toRefusal(reply(400, words('x'.repeat(1_000))), change);
    expect(message).toHaveLength(`${title} said: `.length + 300);
  });

  it('is not quoted at all where it may have said a secret that is too short to find', () => {
    const call: CallFacts = { effect: 'other', secrets: ['ab'] };
    expect(errors.toRefusal(reply(400, words('what is ab?')), call).message).toBe(`${title} refused (HTTP 400).`);
  });
});
