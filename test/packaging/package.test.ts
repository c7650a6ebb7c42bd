import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import packageJson from '../../package.json' with { type: 'json' };
import { purchaseInput } from '../support/purchases.ts';
import { sendGraphql } from '../support/test-app.ts';
import { vendorWith } from '../support/vendors.ts';
import { pack, unpackProject } from './packed.ts';
import { PROJECT } from './read-yaml.ts';

const run = promisify(execFile);
const PATIENCE_MS = 25_000;

describe('the package for npm', () => {
  const folder = mkdtempSync(join(tmpdir(), 'phone-numbers-package-'));
  const installed = join(folder, 'node_modules', packageJson.name);
  let files: readonly string[] = [];

  /** As `npm install` of the tarball leaves the folder; the packages that it needs are those of this project. */
  beforeAll(async () => {
    const tarball = await pack(PROJECT, folder);
    files = tarball.files;
    await unpackProject(tarball, folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has the compiled service, its pages, its schema, what vendors are made and tested with, its licence and what to read, and nothing else', () => {
    const folders = [...new Set(files.map((path) => path.split('/').slice(0, -1).slice(0, 2).join('/')))];
    const pages = readdirSync(join(PROJECT, 'dist')).filter((name) =>
      existsSync(join(PROJECT, 'dist', name, 'index.html')),
    );
    expect(pages).toEqual(expect.arrayContaining(['graphiql', 'overview']));
    expect(folders.toSorted()).toEqual(
      [
        '',
        'dist',
        'dist/examples',
        'dist/schema',
        'dist/src',
        'dist/test',
        'schema/published',
        ...pages.map((name) => `dist/${name}`),
      ].toSorted(),
    );
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'dist/sbom.json', 'package.json']));
    // Of the tests, what authors of vendors test with.
    expect(files.filter((path) => /(^|\/)test\//.test(path) && !path.startsWith('dist/test/support/'))).toEqual([]);
    expect(files.filter((path) => /\.test\.|\.compile-cache|\.map$|(^|\/)\.env|\.db$|\.log$/.test(path))).toEqual([]);
  });

  it('runs no script where it is installed', () => {
    const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(packageJson);
    for (const name of ['preinstall', 'install', 'postinstall']) expect(scripts).not.toHaveProperty(name);
    expect(packageJson).not.toHaveProperty('private');
  });

  it('buys a number in an empty folder by npx, and ends at Ctrl+C', async () => {
    const npx = spawn('npx', ['--offline', packageJson.name], {
      cwd: folder,
      env: { PATH: process.env['PATH'], HOME: folder, PORT: '0' },
      // A group of its own, so that nothing is left whatever happens.
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => {
      try {
        if (npx.pid !== undefined) process.kill(-npx.pid, 'SIGKILL');
      } catch {
        // All of it has ended.
      }
    });
    const url = await readUrl(npx.stdout);
    expect(await (await fetch(`${url}/health/ready`)).json()).toMatchObject({ status: 'ok', mode: 'sandbox' });
    for (const path of ['/', '/graphiql']) {
      const page = await fetch(`${url}${path}`, { headers: { accept: 'text/html' } });
      expect(await page.text(), path).toMatch(/^<!doctype html>/i);
    }
    const bought = await sendGraphql(url, {
      query: `mutation ($input: PurchaseNumberInput!) {
        purchaseNumber(input: $input) { operation { status } userErrors { code } }
      }`,
      variables: { input: purchaseInput(vendorWith('PURCHASE').name) },
    });
    expect(bought.data).toEqual({ purchaseNumber: { operation: { status: 'SUCCEEDED' }, userErrors: [] } });
    expect(existsSync(join(folder, 'data/sandbox.db'))).toBe(true);
    // What it had to compile is kept for the next start, beside the code.
    expect(readdirSync(join(installed, 'dist/.compile-cache'))).toHaveLength(1);

    const ended = once(npx, 'exit', { signal: AbortSignal.timeout(PATIENCE_MS) });
    // As Ctrl+C does at a terminal. npx passes on no signal that it alone is sent.
    if (npx.pid !== undefined) process.kill(-npx.pid, 'SIGINT');
    await ended;
    await expect.poll(() => fetch(url).then(Boolean, () => false), { timeout: PATIENCE_MS, interval: 50 }).toBe(false);
  });

  it.each(Object.entries(packageJson.bin))('has %s as a command that any Node can read', async (name, path) => {
    const { stdout } = await run(join(folder, 'node_modules/.bin', name), ['--version'], { cwd: folder });
    expect(stdout.trim()).toBe(packageJson.version);
    // What an old Node could not take would be the first thing it says, in place of the sentence.
    expect(readFileSync(join(installed, path), 'utf8')).not.toMatch(/^import |\bawait\b|\?\./m);
  });
});

/** Where it serves, as its log says. Reads on, so that the log is never full. */
async function readUrl(output: NodeJS.ReadableStream): Promise<string> {
  const lines = createInterface({ input: output });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  lines.on('line', (line) => {
    const [, url] = /"graphql":"(http:[^"]+)\/graphql"/.exec(line) ?? [];
    if (url !== undefined) resolve(url);
  });
  lines.once('close', () => reject(new Error('It ended before it served.')));
  AbortSignal.timeout(PATIENCE_MS).onabort = () => reject(new Error('It did not serve in time.'));
  return await promise;
}
