import { expect, it } from 'vitest';
import { createLogger } from '../../src/telemetry/logger.ts';

it.each([
  ['password', { password: 'hunter22' }],
  ['an API key', { apiKey: 'hunter22' }],
  ['a header', { authorization: 'Bearer hunter22' }],
  ['a header of a request', { headers: { authorization: 'Bearer hunter22' } }],
  ['the password of a login', { login: { password: 'hunter22' } }],
  ['the API key of an account', { account: { apiKey: 'hunter22' } }],
  ['the password of an input', { variables: { input: { password: 'hunter22' } } }],
])('a line of the log does not show %s, should one be handed to it', (_what, facts) => {
  const lines: string[] = [];
  createLogger('info', { write: (line) => void lines.push(line) }).info(facts, 'something');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('[removed]');
  expect(lines[0]).not.toContain('hunter22');
});
