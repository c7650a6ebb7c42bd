import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { runCommand } from '../support/command.ts';

const OLDEST = 24;
const sentence = (version: string) =>
  new RegExp(
    `^phone-numbers needs Node ${OLDEST} or newer\\. This is Node ${version} at .*: install a newer one\\.\n$`,
  );

/** Node programs of this machine that are too old. */
const oldOnes = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'node'))
  .filter(existsSync)
  .map((node) => ({ node, version: execFileSync(node, ['--version'], { encoding: 'utf8' }).trim().slice(1) }))
  .filter(({ version }) => Number.parseInt(version, 10) < OLDEST);

it('says so where Node is too old, in one sentence', async () => {
  expect(packageJson.engines.node).toBe(`>=${OLDEST}`);
  const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '22.9.0' } })`;
  const said = await runCommand(['--help'], {
    cwd: tmpdir(),
    nodeFlags: ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`],
  });
  expect(said).toEqual({ exitCode: 1, stdout: '', stderr: expect.stringMatching(sentence('22\\.9\\.0')) });
});

it.runIf(oldOnes.length > 0)('can be read by the old Node of this machine', async () => {
  for (const { node, version } of oldOnes) {
    const said = await runCommand(['--help'], { cwd: tmpdir(), node });
    expect(said).toEqual({ exitCode: 1, stdout: '', stderr: expect.stringMatching(sentence(version)) });
  }
});
