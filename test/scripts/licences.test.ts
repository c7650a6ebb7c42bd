import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

const CHECK = join(import.meta.dirname, '../../scripts/check-licences.ts');

type Packages = Record<string, { license?: string; dev?: boolean; dependencies?: Record<string, string> }>;

/** What the check says of a project with these packages, whose page imports `graphiql`. */
function check(packages: Packages): Promise<{ exitCode: number | null; stderr: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'licences-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'src/web/graphiql'), { recursive: true });
  writeFileSync(
    join(folder, 'src/web/graphiql/main.tsx'),
    "import { GraphiQL } from 'graphiql';\nimport './style.css';\n",
  );
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...packages } }));
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [CHECK], { cwd: folder }, (_error, _stdout, stderr) =>
      resolve({ exitCode: child.exitCode, stderr }),
    );
  });
}

describe('the check of licences', () => {
  it('takes no interest in development tools', async () => {
    const tool = { license: 'GPL-3.0', dev: true };
    const found = await check({ 'node_modules/graphiql': { license: 'MIT', dev: true }, 'node_modules/tool': tool });
    expect(found).toEqual({ exitCode: 0, stderr: '' });
  });

  it('refuses what is installed with the service', async () => {
    const found = await check({ 'node_modules/part': { license: 'GPL-3.0' } });
    expect(found).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('node_modules/part: GPL-3.0') });
  });

  it('refuses what the page is made of, wherever it lies', async () => {
    const { exitCode, stderr } = await check({
      'node_modules/graphiql': { license: 'MIT', dev: true, dependencies: { editor: '1', lists: '1' } },
      'node_modules/editor': { license: 'MIT', dev: true, dependencies: { colours: '2' } },
      'node_modules/editor/node_modules/colours': { license: 'SSPL-1.0', dev: true },
      'node_modules/colours': { license: 'GPL-3.0', dev: true },
      'node_modules/lists': { dev: true },
    });
    expect(exitCode).toBe(1);
    const lines = stderr.trim().split('\n').slice(1).toSorted();
    expect(lines).toEqual([
      '  node_modules/editor/node_modules/colours: SSPL-1.0',
      '  node_modules/lists: no licence named',
    ]);
  });

  it('takes every package that the service names as one that ships', async () => {
    const { packages } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package-lock.json'), 'utf8'));
    const named = Object.keys(packageJson.dependencies).map((name) => `node_modules/${name}`);
    for (const path of named) packages[path].license = 'GPL-3.0';
    const { stderr } = await check(packages);
    expect(stderr.trim().split('\n').slice(1)).toEqual(named.map((path) => `  ${path}: GPL-3.0`));
  });

  it.each([
    ['BlueOak-1.0.0', 0],
    ['(GPL-3.0 OR MIT)', 0],
    ['(MIT AND BSD-3-Clause)', 0],
    ['(MIT AND GPL-3.0)', 1],
    ['MIT-like', 1],
  ])('answers a part under %s with exit code %i', async (license, exitCode) => {
    expect(await check({ 'node_modules/part': { license } })).toMatchObject({ exitCode });
  });
});

describe('the built page', () => {
  const notices = readFileSync(join(import.meta.dirname, '../../dist/graphiql/licences.txt'), 'utf8');

  it.each(['graphiql', 'react', 'monaco-editor', 'picomatch-browser'])('comes with the notices of %s', (name) => {
    const [, notice = ''] = notices.split(`=== ${name} `);
    expect(notice.split('\n===')[0]).toMatch(/Copyright \(c\).*Permission is hereby granted/s);
  });
});
