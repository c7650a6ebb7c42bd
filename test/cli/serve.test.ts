import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, inject, it, onTestFinished } from 'vitest';
import { COMMAND } from '../support/command.ts';
import { createPostgresDatabase } from '../support/databases.ts';
import { mutate } from '../support/mutations.ts';
import { startTestApp } from '../support/test-app.ts';
import { accountVariables } from '../support/vendor-variables.ts';
import { listed } from '../support/vendors.ts';

/** Far more than a start takes, and less than a test may. */
const PATIENCE_MS = 20_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'phone-numbers-start-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Starts the service as an operator would, in a folder without `.env`. */
function startService(variables: Record<string, string>): ChildProcess {
  const env = { PORT: '0', DATA_DIR: join(folder, 'data'), ...variables };
  const child = spawn(process.execPath, [COMMAND], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** What it says when it ends by itself. */
async function failToStart(variables: Record<string, string>): Promise<string> {
  const child = startService(variables);
  const { stderr, stdout } = child;
  if (!stderr || !stdout) throw new Error('There is nothing to read.');
  const ended = once(child, 'exit', { signal: AbortSignal.timeout(PATIENCE_MS) });
  const [said, , ending] = await Promise.all([text(stderr), text(stdout), ended]);
  expect(ending).toEqual([1, null]);
  return said;
}

async function startAndServe(variables: Record<string, string> = {}): Promise<ChildProcess> {
  const child = startService(variables);
  const [line] = await once(child.stdout ?? child, 'data', { signal: AbortSignal.timeout(PATIENCE_MS) });
  expect(String(line)).toContain('SANDBOX');
  return child;
}

async function occupyPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}

describe('a service that cannot start ends, and says in a sentence what is wrong and what to do', () => {
  it.each([
    ['in the sandbox', {}],
    ['with keys', accountVariables],
  ])('where its port is taken, %s', async (_how, variables) => {
    const port = await occupyPort();
    expect(await failToStart({ ...variables, PORT: String(port) })).toBe(
      `Port ${port} of 127.0.0.1 is taken: end what listens there, or set PORT to another one (0 takes any free one).\n`,
    );
  });

  it.each(['192.0.2.1', 'no-such-host.invalid'])('where HOST is %s', async (HOST) => {
    expect(await failToStart({ HOST, SANDBOX: 'true' })).toMatch(
      new RegExp(`^HOST ${HOST} is no address of this machine: .*\n$`),
    );
  });

  it('where DATA_DIR is a file, or below one', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(await failToStart({ DATA_DIR: file })).toBe(`DATA_DIR ${file} is a file: name a folder.\n`);
    const below = join(file, 'data');
    expect(await failToStart({ DATA_DIR: below })).toBe(`DATA_DIR ${below} lies below a file: name a folder.\n`);
  });

  it('where its files are not what they should be', async () => {
    const data = join(folder, 'data');
    mkdirSync(data);
    writeFileSync(join(data, 'sandbox.json'), '{');
    expect(await failToStart({})).toMatch(
      /^\S+sandbox\.json is not a sandbox state file; delete it to start afresh\.\n$/,
    );
    writeFileSync(join(data, 'phone-numbers.db'), 'no database at all '.repeat(100));
    expect(await failToStart(accountVariables)).toMatch(
      /^\S+phone-numbers\.db is no SQLite database: move it away.*\n$/,
    );
  });

  it('where PostgreSQL does not answer, knows no such database, or refuses the login, and keeps the URL to itself', async () => {
    const known = new URL(inject('postgresUrl'));
    known.pathname = '/hunter22';
    const cases = [
      ['postgres://hunter22:hunter22@127.0.0.1:1/hunter22', /^PostgreSQL cannot be reached: start it, or .*\n$/],
      ['postgres://hunter22:hunter22@hunter22.invalid/hunter22', /^PostgreSQL cannot be reached: start it, or .*\n$/],
      [known.href, /^PostgreSQL has no such database: create it, or .*\n$/],
      [known.href.replace('postgres:postgres@', 'postgres:hunter22@'), /^PostgreSQL refuses the login: correct .*\n$/],
      [known.href.replace('postgres:postgres@', 'postgres@'), /^PostgreSQL refuses the login: correct .*\n$/],
    ] as const;
    for (const [DATABASE_URL, sentence] of cases) {
      const said = await failToStart({ DATABASE_URL, SANDBOX: 'true' });
      expect(said).toMatch(sentence);
      expect(said).not.toContain('hunter22');
    }
  });
});

describe('a start that failed', () => {
  it('leaves nothing behind that would be in the way of the next one', async () => {
    const port = await occupyPort();
    const app = await startTestApp();
    onTestFinished(() => app.stop());
    await expect(app.restart({ port })).rejects.toThrow(/^Port \d+ of 127\.0\.0\.1 is taken/);
    await app.restart();
    expect((await fetch(`${app.url}/health/ready`)).status).toBe(200);
  });
});

describe('a second service with fake vendors of its own', () => {
  it('does not start on the same DATA_DIR, and says what to do instead', async () => {
    await startAndServe();
    expect(await failToStart({})).toMatch(
      /^\S+sandbox\.json is in use by another process\. .*another DATA_DIR.*`npm run sandbox`.*\n$/,
    );
  });

  it('starts once the first is gone, killed or not', async () => {
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      const child = await startAndServe();
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    }
    await startAndServe();
  });

  it('does not start on the same PostgreSQL database, as long as the first runs', async () => {
    const { url: databaseUrl, drop } = await createPostgresDatabase();
    onTestFinished(drop);
    const first = await startTestApp({ databaseUrl });
    await expect(startTestApp({ databaseUrl })).rejects.toThrow(
      /^The sandbox in DATABASE_URL is in use by another process\. .*`npm run sandbox`/,
    );
    await first.stop();
    const second = await startTestApp({ databaseUrl });
    await second.stop();
  });

  it('may be one with vendors that are shared', async () => {
    const { sandbox, ...first } = await startTestApp();
    onTestFinished(() => first.stop());
    const second = startService({
      DATA_DIR: first.dataDir,
      ...sandbox.environment,
    });
    const [line] = await once(second.stdout ?? second, 'data', { signal: AbortSignal.timeout(PATIENCE_MS) });
    expect(String(line)).toContain('Ready');
  });
});

describe('phone-numbers audit beside a service in the sandbox', () => {
  it('leaves the state of the fake vendors as it is', async () => {
    const app = await startTestApp();
    onTestFinished(() => app.stop());
    await mutate(app, 'purchaseNumber', { idempotencyKey: 'key-1', vendor: listed.name, areaCode: '305' });
    const stateFile = join(app.dataDir, 'sandbox.json');
    const before = readFileSync(stateFile, 'utf8');
    const child = spawn(process.execPath, [COMMAND, 'audit'], {
      cwd: app.dataDir,
      env: { DATA_DIR: app.dataDir },
      stdio: 'ignore',
    });
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(readFileSync(stateFile, 'utf8')).toBe(before);
  });
});
