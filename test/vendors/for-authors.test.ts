import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';

const PROJECT = join(import.meta.dirname, '../..');
const VENDORS = join(PROJECT, 'src/vendors');
const FOR_VENDORS = join(VENDORS, 'for-authors.ts');
const FOR_FAKES = join(VENDORS, 'fake-kit/for-authors.ts');

/** What a file takes from others, or passes on: `name of file`, by paths from `src/`, `type` before types; `*` for all of one. */
function namesIn(file: string, keyword: 'import' | 'export'): string[] {
  const statements = new RegExp(`^${keyword} (type )?(\\*|\\{[^}]*\\}) from '([^']+)';`, 'gm');
  return [...readFileSync(file, 'utf8').matchAll(statements)].flatMap(([, allTypes = '', names = '', from = '']) => {
    const source = from.startsWith('.') ? relative(join(PROJECT, 'src'), resolve(dirname(file), from)) : from;
    return names
      .replaceAll(/[{}]/g, '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '')
      .map((name) => `${name.startsWith('type ') ? '' : allTypes}${name} of ${source}`);
  });
}

const builtIn = globSync('*/**/*.ts', { cwd: VENDORS, exclude: ['http/**', 'fake-kit/**'] }).map((file) =>
  join(VENDORS, file),
);
/** Other packages than zod are for their authors to install. */
const isOurs = (name: string) => / of (zod|domain\/.*|vendors\/.*)$/.test(name);
const isOfOwnFolder = (name: string) => /of vendors\/(?!http\/|fake-kit\/)[^/]+\//.test(name);
const isOfFakeKit = (name: string) => name.includes('of vendors/fake-kit/');

it.each([
  ['phone-numbers-subgraph/vendor', FOR_VENDORS, (name: string) => !isOfFakeKit(name)],
  ['phone-numbers-subgraph/vendor-fake', FOR_FAKES, isOfFakeKit],
])('%s has all that the built-in vendors use', (_export, entry, isMeant) => {
  const used = [...new Set(builtIn.flatMap((file) => namesIn(file, 'import')))]
    .filter((name) => isOurs(name) && !isOfOwnFolder(name))
    .filter(isMeant);
  expect(used.length).toBeGreaterThan(5);
  const given = namesIn(entry, 'export');
  // Who is given a class is given its type as well.
  const isGiven = (name: string) =>
    [name, name.replace(/^type /, ''), name.replace(/^type \w+/, 'type *')].some((each) => given.includes(each));
  expect(used.filter((name) => !isGiven(name)).toSorted(), `add to ${relative(PROJECT, entry)}`).toEqual([]);
});

it('a name is given once, wherever it comes from', () => {
  for (const entry of [FOR_VENDORS, FOR_FAKES]) {
    const names = namesIn(entry, 'export')
      .map((name) => name.replace(/^type /, '').split(' ')[0])
      .filter((name) => name !== '*');
    expect(names).toEqual([...new Set(names)]);
  }
});
