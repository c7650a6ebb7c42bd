import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
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

/** A command that runs on. */
export type RunningCommand = {
  /** What the pattern's group is in the first line that fits, of those that it has said or will say. */
  until(pattern: RegExp): Promise<string>;
  /** Ends it with SIGTERM. */
  end(): Promise<void>;
};

const PATIENCE_MS = 20_000;

/** Starts `phone-numbers` with what runs on; it ends with the test. */
export function startCommand(args: readonly string[], surroundings: Surroundings): RunningCommand {
  const { cwd, env = {}, command = COMMAND, node = process.execPath } = surroundings;
  const child = spawn(node, [command, ...args], {
    cwd,
    env: { ...compileCache(), ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  onTestFinished(() => void child.kill('SIGKILL'));
  const said: string[] = [];
  // Reads on to the end, so that it is not held up.
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => void said.push(line));
  return {
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (line: string) => {
          const [, found] = pattern.exec(line) ?? [];
          if (found !== undefined) resolve(found);
        };
        said.forEach(look);
        lines.on('line', look);
        child.once('exit', () => reject(new Error(`It ended before it said ${pattern}.`)));
        AbortSignal.timeout(PATIENCE_MS).onabort = () => reject(new Error(`It did not say ${pattern} in time.`));
      }),
    async end() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
