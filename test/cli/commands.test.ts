import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { type Build, buildApart } from '../support/build.ts';
import { COMMAND, type CommandResult, runCommand } from '../support/command.ts';

const commands = [
  'serve',
  'sandbox',
  'audit',
  'audit export',
  'audit report',
  'adopt',
  'backup',
  'accept-ledger',
  'restore-key',
  'same-account',
  'schema',
  'supergraph',
];
/** What a command cannot do without. */
const complete: Readonly<Record<string, readonly string[]>> = {
  'audit export': ['--since', '2026-11-01'],
  'audit report': ['--month', '2026-11'],
  adopt: ['--vendor', 'VENDOR', '--file', 'ids.txt'],
  backup: ['copy.db'],
  'same-account': ['VENDOR'],
};
const WRONG_USAGE = 2;

let build: Build;
beforeAll(async () => {
  build = await buildApart();
});
afterAll(() => build?.remove());

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'phone-numbers-command-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.each(['sources', 'dist'])('phone-numbers, from the %s,', (place) => {
  const run = (...args: string[]): Promise<CommandResult> =>
    runCommand(args, { cwd: folder, command: place === 'dist' ? build.command : COMMAND });

  it.each(commands)('%s reads its arguments before it does anything', async (command) => {
    const [help, version, wrongOption, surplus] = await Promise.all([
      run(...command.split(' '), '--help'),
      run(...command.split(' '), '--version'),
      run(...command.split(' '), ...(complete[command] ?? []), '--wrong'),
      run(...command.split(' '), ...(complete[command] ?? []), 'surplus'),
    ]);
    expect(help).toEqual({
      exitCode: 0,
      stdout: expect.stringContaining(`Usage: phone-numbers ${command}`),
      stderr: '',
    });
    expect(version).toEqual({ exitCode: 0, stdout: `${packageJson.version}\n`, stderr: '' });
    expect(wrongOption).toEqual({
      exitCode: WRONG_USAGE,
      stdout: '',
      stderr: expect.stringMatching(/unknown option '--wrong'.*Usage: phone-numbers /s),
    });
    expect(surplus).toEqual({
      exitCode: WRONG_USAGE,
      stdout: '',
      stderr: expect.stringMatching(/too many arguments.*Usage: phone-numbers /s),
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('has help and a version of its own, and refuses what it does not know', async () => {
    const [help, version, wrongOption, wrongCommand] = await Promise.all([
      run('--help'),
      run('--version'),
      run('--wrong'),
      run('adit'),
    ]);
    expect(help).toMatchObject({ exitCode: 0, stderr: '' });
    for (const command of commands.filter((name) => !name.includes(' ')))
      expect(help.stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect(version).toEqual({ exitCode: 0, stdout: `${packageJson.version}\n`, stderr: '' });
    expect(wrongOption).toMatchObject({
      exitCode: WRONG_USAGE,
      stdout: '',
      stderr: expect.stringContaining('--wrong'),
    });
    expect(wrongCommand).toMatchObject({
      exitCode: WRONG_USAGE,
      stdout: '',
      stderr: expect.stringMatching(/unknown command 'adit'\n\(Did you mean audit\?\)/),
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('schema prints what a schema registry is given', async () => {
    const published = new URL('../../schema/published/phone-numbers.graphql', import.meta.url);
    expect(await run('schema')).toEqual({ exitCode: 0, stdout: readFileSync(published, 'utf8'), stderr: '' });
    const withScopes = new URL('../../schema/published/phone-numbers-with-scopes.graphql', import.meta.url);
    expect(await run('schema', '--scopes')).toMatchObject({ exitCode: 0, stdout: readFileSync(withScopes, 'utf8') });
  });

  it('refuses a value that an option cannot have', async () => {
    const port = /'65536' is invalid\. It must be a whole number from 0 to 65535\.\n/;
    for (const command of ['sandbox', 'supergraph']) {
      const { exitCode, stderr } = await run(command, '--port', '65536');
      expect({ exitCode, stderr }).toEqual({ exitCode: WRONG_USAGE, stderr: expect.stringMatching(port) });
    }
  });
});

it('ends without a word where nobody reads what it prints', async () => {
  const script = `{ "${process.execPath}" "${COMMAND}" schema; echo "ended with $?" >&2; } | true`;
  expect(await promisify(execFile)('sh', ['-c', script])).toEqual({ stdout: '', stderr: 'ended with 141\n' });
});

it.skipIf(!existsSync('/dev/full'))(
  'says in a sentence that nothing more can be printed, as where the disk is full',
  async () => {
    const script = `"${process.execPath}" "${COMMAND}" schema >/dev/full || echo "ended with $?" >&2`;
    const { stderr } = await promisify(execFile)('sh', ['-c', script]);
    expect(stderr).toMatch(/^Standard output cannot be written \(ENOSPC.*\)\.\nended with 1\n$/);
  },
);

it('supergraph says where its packages are, in a place that has only what ships', async () => {
  const said = await runCommand(['supergraph'], { cwd: folder, command: build.command });
  expect(said).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: expect.stringMatching(/^The demonstration .* needs packages that only development installs: .*\n$/),
  });
});
