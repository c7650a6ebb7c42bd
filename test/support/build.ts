import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const PROJECT = join(import.meta.dirname, '../..');

/** What `npm run build` makes, in a folder without the sources and with the packages that ship alone. */
export type Build = {
  readonly folder: string;
  /** The command in it. */
  readonly command: string;
  remove(): void;
};

/** Compiles the sources into a folder of its own, without the pages. Their types are checked elsewhere. */
export async function buildApart(): Promise<Build> {
  const folder = mkdtempSync(join(tmpdir(), 'phone-numbers-dist-'));
  const compiler = join(PROJECT, 'node_modules/.bin/tsc');
  const flags = ['-p', join(PROJECT, 'tsconfig.build.json'), '--outDir', join(folder, 'dist'), '--noCheck'];
  await promisify(execFile)(compiler, flags);
  const text = readFileSync(join(PROJECT, 'package.json'), 'utf8');
  const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(text);
  for (const name of Object.keys(dependencies)) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(PROJECT, 'node_modules', name), link);
  }
  return {
    folder,
    command: join(folder, 'dist/src/cli/phone-numbers.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
