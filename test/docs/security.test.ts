import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const text = readFileSync(join(import.meta.dirname, '../../SECURITY.md'), 'utf8');

/** The rows of the tables below a heading, cell by cell. */
function rowsBelow(heading: string): string[][] {
  const [, part = ''] = text.split(`## ${heading}`);
  const lines = (part.split(/^## /m)[0] ?? '').split('\n').filter((line) => line.startsWith('| '));
  return lines
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, first]) => !/^(Line|Border|---)/.test(first ?? ''));
}

it('SECURITY.md gives for each line of the cheat sheet a test or a reason', () => {
  const rows = rowsBelow("OWASP's GraphQL cheat sheet");
  expect(rows.length).toBeGreaterThan(30);
  expect(rows.filter(([, line = '', here = '']) => line === '' || here === '')).toEqual([]);
});

it('SECURITY.md names for each line of the cheat sheet a test, but for those that there is nothing to test of', () => {
  const rows = rowsBelow("OWASP's GraphQL cheat sheet");
  expect(rows.filter(([, , here = '']) => !here.includes('](test/')).map(([, line]) => line)).toEqual([
    'NoSQL, LDAP, XML, OS commands',
    'system resources',
    'interfaces and unions by permission',
    'ids give no access by themselves',
    'sensitive objects',
  ]);
});

it('SECURITY.md names for each border a test', () => {
  const rows = rowsBelow('Borders');
  expect(rows.length).toBeGreaterThan(15);
  expect(rows.filter(([, , , proof = '']) => !/\]\(test\/|TODO-CHECK/.test(proof))).toEqual([]);
});
