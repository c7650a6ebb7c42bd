import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';

const PROJECT = join(import.meta.dirname, '../..');
const PATIENCE_MS = 25_000;

/** Runs one of the project's scripts until it says where it serves; gives that URL and npm's process. */
async function runScript(script: string, args: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'phone-numbers-npm-'));
  const env = { PATH: process.env['PATH'], HOME: folder, DATA_DIR: folder, PORT: '0', SANDBOX: 'true' };
  const npm = spawn('npm', ['run', script, '--', ...args], {
    cwd: PROJECT,
    env,
    // A group of its own, so that nothing is left whatever happens.
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    try {
      if (npm.pid !== undefined) process.kill(-npm.pid, 'SIGKILL');
    } catch {
      // All of it has ended.
    }
    rmSync(folder, { recursive: true, force: true });
  });
  const signal = AbortSignal.timeout(PATIENCE_MS);
  for await (const line of createInterface({ input: npm.stdout, signal })) {
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(/steering/.test(line) ? '' : line) ?? [];
    if (url !== undefined) return { npm, url };
  }
  throw new Error(`npm run ${script} ended before it served.`);
}

it.each([
  ['start', []],
  ['dev', []],
  ['sandbox', ['--port', '0']],
  ['supergraph', ['--port', '0']],
])('npm run %s leaves nothing that listens when npm is ended', async (script, args) => {
  const { npm, url } = await runScript(script, args);
  expect((await fetch(url)).status).toBeLessThan(500);
  const ended = once(npm, 'exit', { signal: AbortSignal.timeout(PATIENCE_MS) });
  npm.kill('SIGTERM');
  await ended;
  const isServed = () => fetch(url).then(Boolean, () => false);
  await expect.poll(isServed, { timeout: PATIENCE_MS, interval: 50 }).toBe(false);
});
