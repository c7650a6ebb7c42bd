import { globSync, readFileSync } from 'node:fs';
import { format, inspect } from 'node:util';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';

const WORD = 'open-sesame-4711';
const secret = new Secret(WORD);

it.each<[string, unknown]>([
  ['a string', String(secret)],
  ['a template', `${secret}`],
  ['a sum', `x${secret}`.concat(Object(secret))],
  ['JSON', JSON.stringify({ login: { password: secret }, all: [secret] })],
  ['inspect', inspect({ secret }, { depth: null, showHidden: true })],
  ['format', format('%s %o %O %j', secret, secret, secret, secret)],
  ['a spread', JSON.stringify({ ...secret })],
  ['entries', JSON.stringify([Object.entries(secret), Object.getOwnPropertyNames(secret), Reflect.ownKeys(secret)])],
  ['a clone', inspect(structuredClone(secret))],
  ['an error', inspect(new Error(`bad ${secret}`, { cause: { secret } }))],
  ['a line of the log', logged({ secret, err: Object.assign(new Error('x'), { secret }) })],
])('shows nothing in %s', (_where, shown) => {
  expect(shown).not.toContain('sesame');
});

it('prints that something is there', () => {
  expect(`${secret} ${JSON.stringify(secret)} ${inspect(secret)}`).toBe('[redacted] "[redacted]" [redacted]');
});

it.each([
  [
    'opened',
    /\.reveal\(/,
    ['src/database/open.ts', 'src/vendors/http/exchange.ts', 'src/vendors/redact.ts', 'src/vendors/settings.ts'],
  ],
  [
    'judged',
    /\.judge\(/,
    ['src/graphql/inputs.ts', 'src/operations/shared/validate.ts', 'src/server/auth/router-secrets.ts'],
  ],
  ['made a part of another', /\.within\(/, ['src/vendors/settings.ts']],
])('is %s in these places alone', (_how, call, places) => {
  const files = globSync('src/**/*.ts').filter((file) => call.test(readFileSync(file, 'utf8')));
  expect(files.sort()).toEqual(places);
});

function logged(facts: object): string {
  const lines: string[] = [];
  pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }).info(facts, 'x');
  return lines.join('');
}
