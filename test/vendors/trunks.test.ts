import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { trunks } from '../../src/vendors/settings.ts';

const trunk = { id: 'TK1', terminationUri: 'Acme.pstn.example.com', username: 'acme', password: 'secret-of-the-trunk' };

describe('trunks in the settings', () => {
  it('are understood by platform, and show no password', () => {
    const read = trunks('Acme').parse(JSON.stringify({ PLATFORM: trunk }));
    expect(read?.get('PLATFORM')).toMatchObject({
      id: 'TK1',
      terminationUri: 'acme.pstn.example.com',
      username: 'acme',
    });
    expect(inspect(read, { depth: 9 }) + JSON.stringify([...(read ?? [])])).not.toContain(trunk.password);
  });

  it.each([
    ['no JSON', 'TK1:secret-of-the-trunk'],
    ['a list', JSON.stringify([trunk])],
    ['a trunk without a password', JSON.stringify({ PLATFORM: { ...trunk, password: undefined } })],
    ['an empty id', JSON.stringify({ PLATFORM: { ...trunk, id: '' } })],
    ['a host that is none', JSON.stringify({ PLATFORM: { ...trunk, terminationUri: 'sip:acme' } })],
    ['a member that is misspelt', JSON.stringify({ PLATFORM: { ...trunk, pasword: 'secret-of-the-trunk' } })],
  ])('that are %s are refused, and nothing of them is shown', (_what, text) => {
    const { error } = trunks('Acme').safeParse(text);
    expect(error?.issues.map(({ message }) => message)).toEqual([expect.stringContaining('must be JSON such as')]);
    expect(JSON.stringify(error)).not.toContain('secret-of-the-trunk');
  });
});
