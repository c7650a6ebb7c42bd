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
const reply = (status: number, body: unknown = undefined) => ({ status, headers: {}, body });
const words = (message: string) => ({ message });

const unreachable = (reason: string) => ({ outcome: 'unreachable', reason, retryable: true });
const rejected = (reason: string) => ({ outcome: 'rejected', reason, retryable: false });
const unknown = (reason: string) => ({ outcome: 'unknown', reason, retryable: true });
const needsMoney = { outcome: 'rejected', reason: 'refused', retryable: true };

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
    [401, undefined, 'credentials'],
    [403, words('number not available'), 'credentials'],
  ])('that answers %i has done nothing and may be asked again', (status, body, reason) => {
    for (const call of [read, change, purchase]) {
      expect(errors.toRefusal(reply(status, body), call)).toMatchObject(unreachable(reason));
    }
  });

  it.each([
    [402, words('top up'), needsMoney, needsMoney],
    [400, words('no'), rejected('refused'), rejected('refused')],
    [405, undefined, rejected('refused'), rejected('refused')],
    [422, words('no'), rejected('refused'), rejected('refused')],
    [404, undefined, rejected('not-found'), rejected('number-unavailable')],
    [404, words('Agent not found'), rejected('refused'), rejected('refused')],
    [409, words('exists'), rejected('refused'), rejected('number-unavailable')],
    [410, undefined, rejected('refused'), rejected('number-unavailable')],
    [400, words('Number is no longer available'), rejected('refused'), rejected('number-unavailable')],
    [400, words('number not available'), rejected('refused'), rejected('number-unavailable')],
    [422, words('already been sold'), rejected('refused'), rejected('number-unavailable')],
    [422, words('already in use'), rejected('refused'), rejected('number-unavailable')],
    [400, words('Unavailable'), rejected('refused'), rejected('number-unavailable')],
  ])('that answers %i with %j has refused', (status, body, otherwise, whenBuying) => {
    expect(errors.toRefusal(reply(status, body), read)).toMatchObject(otherwise);
    expect(errors.toRefusal(reply(status, body), change)).toMatchObject(otherwise);
    expect(errors.toRefusal(reply(status, body), purchase)).toMatchObject(whenBuying);
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

  it('blames the agent where it does not know it', () => {
    const failure = errors.toRefusal(reply(404, words('Agent not found')), change);
    expect(failure).toMatchObject({ member: 'agentId', message: `${title} said: Agent not found` });
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
