import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { COMMAND, type CommandResult, runCommand } from '../../support/command.ts';
import { compileCache } from '../../support/compile-cache.ts';

/** The sources of the example. */
export const EXAMPLE = join(import.meta.dirname, '../../../examples/vendor/src/index.ts');

/** What most packages begin with here: `one` is the definition of the example. */
export const IMPORT = `import { vendors } from ${JSON.stringify(EXAMPLE)};\nconst [one] = vendors;\n`;

const PATIENCE_MS = 20_000;

type Variables = Readonly<Record<string, string>>;

/** A folder in which commands run, and packages are installed. */
export type Place = {
  readonly folder: string;
  /** Installs a package that consists of this module. */
  install(name: string, code: string): void;
  write(path: string, text: string): void;
  run(args: readonly string[], env: Variables): Promise<CommandResult>;
  /** Starts a command that runs on, until the test ends. */
  start(args: readonly string[], env: Variables): Running;
  remove(): void;
};

/** A command that runs. */
export type Running = {
  /** The first thing that it says which fits; reads on, so that it is not held up. */
  until(pattern: RegExp): Promise<string>;
  end(): Promise<void>;
};

/** Makes one, which is empty. */
export function createPlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'phone-numbers-outside-'));
  const write = (path: string, text: string) => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  return {
    folder,
    write,
    install(name, code) {
      const manifest = { name, type: 'module', exports: { import: './it.js' } };
      write(join('node_modules', name, 'package.json'), JSON.stringify(manifest));
      write(join('node_modules', name, 'it.js'), code);
    },
    run: (args, env) => runCommand(args, { cwd: folder, env }),
    start: (args, env) => startCommand(args, { cwd: folder, env }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function startCommand(
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Variables },
): Running {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    cwd,
    env: { ...compileCache(), ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout });
  return {
    until: (pattern) =>
      new Promise((resolve, reject) => {
        lines.on('line', (line) => {
          const [, found] = pattern.exec(line) ?? [];
          if (found !== undefined) resolve(found);
        });
        child.once('exit', () => reject(new Error(`It ended before it said ${pattern}.`)));
        AbortSignal.timeout(PATIENCE_MS).onabort = () => reject(new Error(`It did not say ${pattern} in time.`));
      }),
    async end() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
