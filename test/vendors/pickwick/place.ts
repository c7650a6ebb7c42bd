import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type CommandResult, type RunningCommand, runCommand, startCommand } from '../../support/command.ts';

/** The sources of the example. */
export const EXAMPLE = join(import.meta.dirname, '../../../examples/vendor/src/index.ts');

/** What most packages begin with here: `one` is the definition of the example. */
export const IMPORT = `import { vendors } from ${JSON.stringify(EXAMPLE)};\nconst [one] = vendors;\n`;

type Variables = Readonly<Record<string, string>>;

/** A folder in which commands run, and packages are installed. */
export type Place = {
  readonly folder: string;
  /** Installs a package that consists of this module. */
  install(name: string, code: string): void;
  write(path: string, text: string): void;
  run(args: readonly string[], env: Variables): Promise<CommandResult>;
  /** Starts a command that runs on, until the test ends. */
  start(args: readonly string[], env: Variables): RunningCommand;
  remove(): void;
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
