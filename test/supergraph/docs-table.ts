import { readFileSync } from 'node:fs';

const docs = readFileSync(new URL('../../docs/compatibility.md', import.meta.url), 'utf8');
const lines = docs.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));

/** What docs/compatibility.md tells of something that was tried, in the column of a planner or a composer. */
export function cellOf(what: string, column: string): string | undefined {
  const row = lines.findIndex(([, first]) => first === what);
  const head = lines[lines.findLastIndex(([, first], index) => index < row && first === '---') - 1];
  return lines[row]?.[head?.indexOf(column) ?? -1];
}
