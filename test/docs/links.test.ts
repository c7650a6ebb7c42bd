import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const PROJECT = join(import.meta.dirname, '../..');
const pages = ['README.md', 'SECURITY.md', 'CHANGELOG.md', ...globSync('docs/**/*.md', { cwd: PROJECT })];

/** Text in backticks that begins with one of these names a file or a folder of the repository. */
const topFolders = ['.ci', 'bench', 'docs', 'examples', 'schema', 'scripts', 'src', 'test'];
const LINK = /\]\((?!https?:|mailto:|#)([^)\s]+)\)/g;
const CODE = /`([^`\n]+)`/g;
/** `src/vendors/<vendor>/` and the like say where a file would go. */
const PLACEHOLDER = /[<>…]|\bNNNN\b/;

/** The pages' text without blocks of code, whose paths are examples. */
function readPage(page: string): string {
  return readFileSync(join(PROJECT, page), 'utf8').replace(/^```.*?^```$/gms, '');
}

/** The anchor that GitHub gives a heading. */
function toAnchor(heading: string): string {
  const letters = heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '');
  return letters.trim().replaceAll(' ', '-');
}

function anchorsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => toAnchor(heading));
}

function findBrokenLinks(page: string): string[] {
  return [...readPage(page).matchAll(LINK)].flatMap(([, target = '']) => {
    const [path = '', anchor] = target.split('#');
    const file = join(PROJECT, dirname(page), path);
    if (!existsSync(file)) return [target];
    const hasAnchor = anchor === undefined || statSync(file).isDirectory() || anchorsOf(file).includes(anchor);
    return hasAnchor ? [] : [target];
  });
}

function findMissingPaths(page: string): string[] {
  return [...readPage(page).matchAll(CODE)].flatMap(([, code = '']) => {
    const [top = ''] = code.split('/');
    if (!code.includes('/') || code.includes(' ') || !topFolders.includes(top) || PLACEHOLDER.test(code)) return [];
    return globSync(code, { cwd: PROJECT }).length > 0 ? [] : [code];
  });
}

it.each(pages)('%s links to what is there', (page) => {
  expect(findBrokenLinks(page)).toEqual([]);
});

it.each(pages)('%s names files and folders that are there', (page) => {
  expect(findMissingPaths(page)).toEqual([]);
});
