import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { compileCache } from './compile-cache.ts';

/** The command as the sources have it. */
export const COMMAND = fileURLToPath(new URL('../../src/cli/phone-numbers.js', import.meta.url));

/** What a command said when it ended by itself. */
export type CommandResult = { readonly exitCode: number; readonly stdout: string; readonly stderr: string };

type Surroundings = {
  /** Where it runs; a folder without `.env`, unless the test is about that. */
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Another build of the command. */
  readonly command?: string;
  readonly node?: string;
  readonly nodeFlags?: readonly string[];
};

/** Runs `phone-numbers` as an operator would. Ends it after 20 seconds, with exit code -1. */
export function runCommand(args: readonly string[], surroundings: Surroundings): Promise<CommandResult> {
  const { cwd, env = {}, command = COMMAND, node = process.execPath, nodeFlags = [] } = surroundings;
  return new Promise((resolve) => {
    const child = execFile(
      node,
      [...nodeFlags, command, ...args],
      { cwd, env: { ...compileCache(), ...env }, timeout: 20_000 },
      (_error, stdout, stderr) => resolve({ exitCode: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}
