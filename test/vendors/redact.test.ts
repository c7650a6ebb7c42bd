import { describe, expect, it } from 'vitest';
import { redact } from '../../src/vendors/redact.ts';

const password = 'pa"ss /wörd\\+(1)';

describe('redact', () => {
  it.each([
    ['as it is', password],
    ['in capitals', password.toUpperCase()],
    ['in JSON', JSON.stringify({ login: password })],
    ['in JSON that escapes slashes', JSON.stringify(password).replaceAll('/', '\\/')],
    ['in JSON that escapes all but ASCII', JSON.stringify(password).replace('ö', '\\u00f6')],
    ['in a URL', encodeURIComponent(password)],
    ['in a URL in lower case', encodeURIComponent(password).toLowerCase()],
    ['in a strict URL', encodeURIComponent(password).replace('(', '%28').replace(')', '%29')],
    ['in a form', new URLSearchParams({ login: password }).toString()],
    ['in base64', Buffer.from(password).toString('base64')],
  ])('cuts a secret out %s', (_name, written) => {
    const shown = redact(`before ${written} after`, [password]);
    expect(shown).toMatch(/^before .*\[removed\].* after$/);
    expect(shown).not.toMatch(/pa|ss|rd|1\)/i);
  });

  it('leaves nothing of a secret that holds another', () => {
    expect(redact('user-and-more', ['user', 'user-and-more'])).toBe('[removed]');
  });

  it('gives nothing away where a secret is too short to be found among words', () => {
    expect(redact('the number 12 is bad', ['12', 'long-secret'])).toBeNull();
    expect(redact('the number is bad', ['12', 'long-secret'])).toBe('the number is bad');
  });

  it('leaves other text alone, and takes an empty secret for none', () => {
    expect(redact('nothing to hide', ['', 'secret'])).toBe('nothing to hide');
    expect(redact('nothing to hide', [])).toBe('nothing to hide');
  });
});
