import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

const PROJECT = join(import.meta.dirname, '../..');
const CHECK = join(PROJECT, 'scripts/check-install-scripts.ts');

/** What the check says of a project with these packages, of which some may run their scripts. */
function check(packages: Record<string, object>, allowScripts: Record<string, boolean>) {
  const folder = mkdtempSync(join(tmpdir(), 'install-scripts-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ allowScripts }));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...packages } }));
  return new Promise<{ exitCode: number | null; stderr: string }>((resolve) => {
    const child = execFile(process.execPath, [CHECK], { cwd: folder }, (_error, _stdout, stderr) =>
      resolve({ exitCode: child.exitCode, stderr }),
    );
  });
}

describe('the check of install scripts', () => {
  const quiet = { 'node_modules/quiet': {} };
  const loud = { 'node_modules/@scope/loud': { hasInstallScript: true }, ...quiet };
  const nested = { 'node_modules/quiet/node_modules/loud': { hasInstallScript: true, dev: true } };

  it.each([true, false])('takes a script that somebody has decided about: %s', async (mayRun) => {
    expect(await check(loud, { '@scope/loud': mayRun })).toEqual({ exitCode: 0, stderr: '' });
  });

  it.each([
    ['a new one', loud, {}, '@scope/loud runs a script'],
    ['one of a tool, below another package', nested, {}, 'loud runs a script'],
    ['a name that is needed no longer', quiet, { loud: true }, 'loud runs none'],
  ])('refuses %s', async (_what, packages, allowed, why) => {
    expect(await check(packages, allowed)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(why) });
  });
});

describe('the list of what ships', () => {
  const { bomFormat, metadata, components, dependencies } = JSON.parse(
    readFileSync(join(PROJECT, 'dist/sbom.json'), 'utf8'),
  );
  const names: string[] = components.map(({ name }: { name: string }) => name);

  it('is CycloneDX, and names the service', () => {
    expect(bomFormat).toBe('CycloneDX');
    expect(metadata.component).toMatchObject({ name: packageJson.name, version: packageJson.version });
  });

  it('has each package that the service needs, those of the page, and no tool', () => {
    expect(names).toEqual(
      expect.arrayContaining([...Object.keys(packageJson.dependencies), 'graphiql', 'monaco-editor']),
    );
    for (const tool of ['typescript', 'vitest', 'vite', 'playwright-core', 'knip']) expect(names).not.toContain(tool);
  });

  it('says of each where it comes from, its licence and its digest', () => {
    for (const component of components) {
      expect(component).toMatchObject({ purl: expect.stringMatching(/^pkg:npm\//), version: expect.any(String) });
      expect([component.name, component.hashes?.length, component.licenses?.length]).toEqual([component.name, 1, 1]);
    }
  });

  it('names in what needs what nothing else', () => {
    const refs = new Set([
      `${packageJson.name}@${packageJson.version}`,
      ...components.map((each: never) => each['bom-ref']),
    ]);
    for (const { ref, dependsOn } of dependencies) {
      for (const each of [ref, ...dependsOn]) expect(refs).toContain(each);
    }
  });
});
