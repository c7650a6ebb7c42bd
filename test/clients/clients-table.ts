import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

const docs = readFileSync(new URL('../../docs/compatibility.md', import.meta.url), 'utf8');

/** Expects what a test has found to stand as a row of the clients' table in the docs, column by column. */
export function expectInTable(...cells: readonly string[]): void {
  const rows = docs.split('\n').filter((line) => line.startsWith('| '));
  const texts = rows.map((row) =>
    row
      .split('|')
      .slice(1, 1 + cells.length)
      .map((cell) => cell.trim()),
  );
  expect(texts).toContainEqual(cells);
}
