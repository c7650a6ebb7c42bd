import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runCommand } from '../support/command.ts';

const BYTE_ORDER_MARK = '\uFEFF';
const commands = [['serve'], ['audit'], ['backup', 'copy.db']];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'phone-numbers-env-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it.each(commands)('%s reads the first variable of a .env with a byte order mark too', async (...args) => {
  writeFileSync(join(folder, '.env'), `${BYTE_ORDER_MARK}PORT=many\nLOG_LEVEL=loud\n`);
  const { exitCode, stderr } = await runCommand(args, { cwd: folder });
  expect(exitCode).toBeGreaterThan(0);
  expect(stderr).toMatch(/^The configuration has mistakes:\n {2}- PORT must .*\n {2}- LOG_LEVEL must .*\n$/);
});

it.each(commands)('%s does not run on a .env in UTF-16', async (...args) => {
  writeFileSync(join(folder, '.env'), Buffer.from(`${BYTE_ORDER_MARK}PORT=4001\n`, 'utf16le'));
  const { exitCode, stderr } = await runCommand(args, { cwd: folder });
  expect(exitCode).toBeGreaterThan(0);
  expect(stderr).toBe('The configuration has mistakes:\n  - .env is in UTF-16: save it as UTF-8\n');
  expect(readdirSync(folder)).toEqual(['.env']);
});

it('a variable of the environment wins over the same one in .env', async () => {
  writeFileSync(join(folder, '.env'), 'DATA_DIR=of-file\nSANDBOX=true\n');
  const { stderr } = await runCommand(['backup', 'copy.db'], { cwd: folder, env: { DATA_DIR: 'of-environment' } });
  expect(stderr).toContain('There is no of-environment/sandbox.db');
});
