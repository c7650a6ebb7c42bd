import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { COMMAND } from '../support/command.ts';
import { accountVariables } from '../support/vendor-variables.ts';

const PATIENCE_MS = 20_000;
let folder: string;
let data: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'phone-numbers-owner-'));
  data = join(folder, 'data');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command as a careless shell would, which lets everybody read and write what is made. */
function runCarelessly(args: string, variables: Record<string, string> = {}, node = '') {
  const child = spawn('/bin/sh', ['-c', `umask 0; exec "${process.execPath}" ${node} "${COMMAND}" ${args}`], {
    cwd: folder,
    env: { PORT: '0', DATA_DIR: data, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function serve(variables: Record<string, string> = {}, node = '') {
  const child = runCarelessly('serve', variables, node);
  await once(child.stdout, 'data', { signal: AbortSignal.timeout(PATIENCE_MS) });
  return child;
}

async function failToServe(): Promise<string> {
  const child = runCarelessly('serve');
  const ended = once(child, 'exit', { signal: AbortSignal.timeout(PATIENCE_MS) });
  const [said, [code]] = await Promise.all([text(child.stderr), ended]);
  expect(code).toBe(1);
  return said;
}

function openToOthers(directory: string): string[] {
  return readdirSync(directory).filter((name) => (statSync(join(directory, name)).mode & 0o077) !== 0);
}

it('what a service keeps, and what it writes to a backup, is for its owner alone', async () => {
  await serve();
  expect(openToOthers(data)).toEqual([]);
  expect(statSync(data).mode & 0o777).toBe(0o700);
  const backups = join(folder, 'backups');
  mkdirSync(backups);
  const seen: string[] = [];
  const watching = setInterval(() => seen.push(...openToOthers(backups)), 1);
  // Of real vendors: the fake ones have no backup that anybody needs.
  renameSync(join(data, 'sandbox.db'), join(data, 'phone-numbers.db'));
  const child = runCarelessly('backup backups/copy.db', accountVariables);
  const [code] = await once(child, 'exit', { signal: AbortSignal.timeout(PATIENCE_MS) });
  clearInterval(watching);
  expect([code, seen, openToOthers(backups), readdirSync(backups)]).toEqual([0, [], [], ['copy.db']]);
});

it('a folder that others may write to is none for a ledger', async () => {
  mkdirSync(data);
  for (const mode of [0o1707, 0o770]) {
    chmodSync(data, mode);
    expect(await failToServe()).toBe(`DATA_DIR ${data} may be written to by others: run chmod go-w on it.\n`);
  }
  chmodSync(data, 0o755);
  await serve();
});

it('a link is followed neither to a folder nor to a file', async () => {
  const elsewhere = join(folder, 'elsewhere');
  mkdirSync(elsewhere);
  symlinkSync(elsewhere, data);
  expect(await failToServe()).toBe(`DATA_DIR ${data} is a link: name the folder itself.\n`);
  data = `${data}/`;
  expect(await failToServe()).toBe(`DATA_DIR ${data} is a link: name the folder itself.\n`);
  data = elsewhere;
  for (const name of ['sandbox.db-wal', 'ledger-memory.json']) {
    writeFileSync(join(folder, 'of-somebody'), '');
    symlinkSync(join(folder, 'of-somebody'), join(data, name));
    expect(await failToServe()).toBe(`${join(data, name)} is a link: put the file itself in its place.\n`);
    rmSync(join(data, name));
  }
});

it('what Node reports of the process is for its owner alone, and holds none of its environment', async () => {
  const child = await serve(
    { ROUTER_SECRETS: 'hunter22-hunter22-hunter22-hunter22' },
    '--report-on-signal --report-dir=.',
  );
  child.kill('SIGUSR2');
  const report = await vi.waitFor(
    () => {
      const name = readdirSync(folder).find((file) => file.startsWith('report.'));
      const content = readFileSync(join(folder, name ?? 'none'), 'utf8');
      JSON.parse(content);
      return content;
    },
    { timeout: PATIENCE_MS, interval: 100 },
  );
  expect(openToOthers(folder)).toEqual([]);
  expect(report).not.toContain('hunter22');
  expect(JSON.parse(report)).not.toHaveProperty('environmentVariables');
});
