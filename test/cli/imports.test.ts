import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const SOURCES = new URL('../../src/', import.meta.url);

/** Every file of ours that is loaded with this one; what is imported with `import()` is not. */
function loadedWith(entry: string): string[] {
  const found = new Set<string>();
  const waiting = [new URL(entry, SOURCES)];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file.href) || !file.pathname.endsWith('.ts')) continue;
    found.add(file.href);
    const text = readFileSync(file, 'utf8');
    const imports = text.matchAll(/^(?:import|export) (?!type\b)[^;]*?from '(\.[^']+)'/gm);
    for (const [, path = ''] of imports) waiting.push(new URL(path, file));
  }
  return [...found].map((href) => fileURLToPath(href).slice(fileURLToPath(SOURCES).length));
}

it('a service with real vendors loads no code of fake ones', () => {
  const files = loadedWith('cli/serve.ts');
  expect(files).toEqual(expect.arrayContaining(['app.ts', 'vendors/index.ts', 'database/sqlite.ts']));
  expect(files.filter((file) => /^sandbox\/|\/fake\//.test(file))).toEqual([]);
});

it('the command reads its arguments before it loads what does the work', () => {
  expect(loadedWith('cli/main.ts').toSorted()).toEqual(['cli/main.ts', 'cli/parse-time.ts', 'cli/program.ts']);
});
