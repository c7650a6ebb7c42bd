import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, vi } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { COMMAND, type CommandResult, runCommand } from '../support/command.ts';
import { compileCache } from '../support/compile-cache.ts';
import { createPostgresDatabase, type Engine, engines } from '../support/databases.ts';
import { collectEndings } from '../support/endings.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { unlisted } from '../support/vendors.ts';

// Some wait for a vendor, or for the lease of a process that was killed.
vi.setConfig({ testTimeout: 90_000 });

const endings = collectEndings();
const { name: vendor } = unlisted;

/** A service, vendors that have numbers that it does not know, and the command beside it. */
type Place = {
  readonly app: TestApp;
  readonly sandbox: Sandbox;
  /** The ids of the numbers. */
  readonly ids: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Runs the command on a file of this text, for as long as it takes. */
  run(lines: string | Buffer, ...args: string[]): Promise<CommandResult>;
  /** The arguments of the same. */
  args(lines: string | Buffer, ...args: string[]): string[];
};

async function start(engine: Engine, { count }: { count: number }): Promise<Place> {
  const sandbox = await startSandbox({ vendors: builtInVendors });
  endings.push(() => sandbox.stop());
  const ids = Array.from({ length: count }, () => randomUUID());
  for (const [index, id] of ids.entries())
    sandbox.control.addNumber({ vendor, id, number: `+1415666${String(index).padStart(4, '0')}` });
  const postgres = engine === 'PostgreSQL' ? await createPostgresDatabase() : null;
  if (postgres) endings.push(postgres.drop);
  const databaseUrl = postgres?.url ?? null;
  const app = await startTestApp({ sandbox: false, accounts: sandbox.accounts, databaseUrl });
  endings.push(() => app.stop());
  const folder = mkdtempSync(join(tmpdir(), 'phone-numbers-'));
  endings.push(() => rmSync(folder, { recursive: true }));
  const env = {
    ...compileCache(),
    ...sandbox.environment,
    ...{ SANDBOX: 'false', DATA_DIR: app.dataDir, DATABASE_URL: databaseUrl ?? '', VENDOR_TIMEOUT_MS: '1000' },
  };
  const args = (lines: string | Buffer, ...more: string[]): string[] => {
    const file = join(folder, `${randomUUID()}.txt`);
    writeFileSync(file, lines);
    return ['adopt', '--vendor', vendor, '--file', file, ...more];
  };
  return {
    ...{ app, sandbox, ids, env, args },
    async run(lines, ...more) {
      const child = spawn(process.execPath, [COMMAND, ...args(lines, ...more)], { cwd: app.dataDir, env });
      const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
      return { exitCode: child.exitCode ?? -1, stdout, stderr };
    },
  };
}

type Shown = { readonly vendorId: string; readonly status: string; readonly acquisition: string };

/** What the registry has of these numbers. */
async function shownOf({ app, ids }: Place): Promise<Shown[]> {
  const query = `query ($after: String) { phoneNumbers(first: 500, after: $after, filter: { vendors: [${vendor}] }) {
    nodes { ... on PhoneNumberRecord { vendorId status acquisition } } } }`;
  const { data } = await app.graphql(query);
  const nodes: Shown[] = data.phoneNumbers.nodes;
  return nodes.filter(({ vendorId }) => ids.includes(vendorId));
}

type Adoption = { readonly status: string; readonly actor: string | null; readonly userErrors: { code: string }[] };

async function adoptions({ app }: Place): Promise<Adoption[]> {
  const { data } = await app.graphql(
    '{ numberOperations(first: 500, filter: { kinds: [ADOPT] }) { nodes { status actor userErrors { code } } } }',
  );
  return data.numberOperations.nodes;
}

/** Starts the command, and waits until it has said something of its progress. */
async function startCommand({ app, env }: Place, args: readonly string[]) {
  const child = spawn(process.execPath, [COMMAND, ...args], { cwd: app.dataDir, env });
  const stdout = text(child.stdout);
  const ended = once(child, 'exit');
  await once(child.stderr, 'data');
  return {
    async end(signal: 'SIGINT' | 'SIGKILL') {
      child.kill(signal);
      await ended;
      return { exitCode: child.exitCode, stdout: await stdout };
    },
  };
}

describe.each(engines)('adopt, beside a service on %s,', (engine) => {
  it('takes in what a file names, each once, and passes over what is here when it is repeated', async () => {
    const place = await start(engine, { count: 25 });
    const [first = '', ...others] = place.ids;
    const lines = `\uFEFF# bought in the dashboard\r\n\r\n${first} # the office\r\n  ${first.toUpperCase()}\r\n${others.join('\n')}`;
    const said = await place.run(lines, '--actor', 'Ada');
    expect(said).toMatchObject({
      exitCode: 0,
      stdout: 'Of 25 ids, taken in: 25; here before: 0; not taken in: 0.\n',
    });
    expect(said.stderr).toMatch(/25 of 25: 25 taken in, 0 here before, 0 not taken in\n$/);
    expect(said.stderr.split('\n').length).toBeLessThanOrEqual(11);
    const shown = await shownOf(place);
    expect(shown).toHaveLength(25);
    expect(new Set(shown.map(({ acquisition }) => acquisition))).toEqual(new Set(['DISCOVERED']));
    expect(new Set((await adoptions(place)).map(({ actor }) => actor))).toEqual(new Set(['Ada']));

    place.sandbox.control.clearCalls();
    const again = await place.run(lines);
    expect(again).toMatchObject({
      exitCode: 0,
      stdout: 'Of 25 ids, taken in: 0; here before: 25; not taken in: 0.\n',
    });
    expect(place.sandbox.control.calls()).toEqual([]);
    expect(await adoptions(place)).toHaveLength(25);
  });

  it('names what it cannot take in, ends with 3, and tries it again the next time', async () => {
    const place = await start(engine, { count: 3 });
    const later = randomUUID();
    const lines = [...place.ids, later, 'no id', 'b\u001B[2Jad\u0000'].join('\n');
    const said = await place.run(lines);
    expect(said.exitCode).toBe(3);
    const told = said.stdout.trimEnd().split('\n');
    expect(told.pop()).toMatch(/^Of 6 ids, taken in: 3; here before: 0; not taken in: 3\. Run it again to go on/);
    expect(told.toSorted((one, other) => one.length - other.length)).toEqual([
      expect.stringMatching(/^no id: NOT taken in: INVALID_INPUT /),
      expect.stringMatching(/^b\?\[2Jad\?: NOT taken in: INVALID_INPUT /),
      `${later}: NOT taken in: NOT_FOUND ${unlisted.title} has no number with this id.`,
    ]);
    place.sandbox.control.addNumber({ vendor, id: later, number: '+14156669999' });
    expect(await place.run(later)).toMatchObject({ exitCode: 0 });
    expect(await place.run(randomUUID())).toMatchObject({ exitCode: 1 });
  });

  it('goes on after a stop, and does nothing twice', async () => {
    const place = await start(engine, { count: 30 });
    const lines = place.ids.join('\n');
    place.sandbox.control.addFault({ vendor, operation: 'get', kind: 'late', delayMs: 200 });
    const stopped = await (await startCommand(place, place.args(lines, '--concurrency', '2'))).end('SIGINT');
    expect(stopped.exitCode).toBe(130);
    const [, takenIn, left] = /taken in: (\d+);.* not tried: (\d+)\. Run it again/.exec(stopped.stdout) ?? [];
    expect(Number(takenIn) + Number(left)).toBe(30);
    expect(await shownOf(place)).toHaveLength(Number(takenIn));
    expect((await adoptions(place)).filter(({ status }) => status !== 'SUCCEEDED')).toEqual([]);

    const killed = await startCommand(place, place.args(lines));
    await killed.end('SIGKILL');
    place.sandbox.control.clearFaults();
    const said = await place.run(lines);
    expect(said).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/not taken in: 0\.\n$/) });
    expect(await shownOf(place)).toHaveLength(30);
    expect(await adoptions(place)).toHaveLength(30);
  });

  it('does nothing twice where two people run it at the same time', async () => {
    const place = await start(engine, { count: 30 });
    const lines = place.ids.join('\n');
    const both = await Promise.all([place.run(lines), place.run(lines)]);
    expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(await adoptions(place)).toHaveLength(30);
  });
});

describe('adopt', () => {
  it('waits for a vendor that is busy', async () => {
    const place = await start('SQLite', { count: 4 });
    place.sandbox.control.addFault({ vendor, operation: 'get', kind: '500-before', times: 3 });
    expect(await place.run(place.ids.join('\n'), '--concurrency', '1')).toMatchObject({ exitCode: 0 });
    expect(await adoptions(place)).toHaveLength(4);
  });

  it('ends where a vendor stays away, and says what it has not tried', async () => {
    const place = await start('SQLite', { count: 30 });
    place.sandbox.control.addFault({ vendor, operation: 'get', kind: '500-before' });
    const said = await place.run(place.ids.join('\n'));
    expect(said).toMatchObject({ exitCode: 1, stdout: expect.stringMatching(/not taken in: 1\d; not tried: 1\d\./) });
    place.sandbox.control.clearFaults();
    expect(await place.run(place.ids.join('\n'))).toMatchObject({ exitCode: 0 });
    expect(await adoptions(place)).toHaveLength(30);
  });

  it('takes ids from standard input, in the sandbox too', async () => {
    const app = await startTestApp({});
    endings.push(() => app.stop());
    const id = randomUUID();
    app.sandbox.control.addNumber({ vendor, id, number: '+14156660000' });
    const env = { ...compileCache(), SANDBOX: 'true', DATA_DIR: app.dataDir };
    const args = [COMMAND, 'adopt', '--vendor', vendor, '--file', '-'];
    const child = spawn(process.execPath, args, { cwd: app.dataDir, env, stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.end(`${id}\n`);
    expect(await text(child.stdout)).toMatch(/^Of 1 ids, taken in: 1;/);
    const { data } = await app.graphql(
      `{ phoneNumber(address: "+14156660000") { ... on PhoneNumberRecord { vendorId } } }`,
    );
    expect(data.phoneNumber).toEqual({ vendorId: id });
  });

  it.each([
    ['little', (text: Buffer) => text],
    ['big', (text: Buffer) => text.swap16()],
  ])('reads UTF-16 that says so, its %s end first', async (_end, order) => {
    const place = await start('SQLite', { count: 2 });
    const lines = order(Buffer.from(`\uFEFF${place.ids.join('\r\n')}\r\n`, 'utf16le'));
    const stdout = 'Of 2 ids, taken in: 2; here before: 0; not taken in: 0.\n';
    expect(await place.run(lines)).toMatchObject({ exitCode: 0, stdout });
  });

  it('says what is wrong before it does anything', async () => {
    const place = await start('SQLite', { count: 0 });
    expect(await place.run('# none\n')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/^There is no id/),
    });
    const others = await runCommand(['adopt', '--vendor', 'NOBODY', '--file', '/nowhere'], {
      cwd: place.app.dataDir,
      env: place.env,
    });
    expect(others).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/^There is no account with NOBODY/) });
    const noFile = await runCommand(['adopt', '--vendor', vendor, '--file', '/nowhere'], {
      cwd: place.app.dataDir,
      env: place.env,
    });
    expect(noFile).toMatchObject({ exitCode: 1, stderr: '/nowhere cannot be read.\n' });
    const noText = await place.run(Buffer.from('\xE9\n', 'latin1'));
    expect(noText).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('is no text in UTF-8') });
    const nobody = await place.run('x', '--actor', 'A\u001B[2Jda');
    expect(nobody).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('1 to 255 characters') });
    const tooMany = await place.run('x', '--concurrency', '17');
    expect(tooMany).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('from 1 to 16') });
  });
});
