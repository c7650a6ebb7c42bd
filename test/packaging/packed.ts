import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import packageJson from '../../package.json' with { type: 'json' };
import { PROJECT } from './read-yaml.ts';

const run = promisify(execFile);
const packed = z.tuple([z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) })]);

const manifest = z.object({ bin: z.union([z.string(), z.record(z.string(), z.string())]).optional() });

/** A tarball as npm publishes it, and the paths in it. */
export type Tarball = { readonly file: string; readonly files: readonly string[] };

/** Packs what is built of the package in `folder`, into another folder. */
export async function pack(folder: string, destination: string): Promise<Tarball> {
  const flags = ['--ignore-scripts', '--json', '--pack-destination', destination];
  const { stdout } = await run('npm', ['pack', ...flags], { cwd: folder });
  const [{ filename, files }] = packed.parse(JSON.parse(stdout));
  return { file: join(destination, filename), files: files.map(({ path }) => path) };
}

/** As `npm install` of the tarball leaves the folder, without the packages that it needs. Gives where it lies. */
export async function unpack({ file }: Tarball, folder: string, name: string): Promise<string> {
  const installed = join(folder, 'node_modules', name);
  mkdirSync(installed, { recursive: true });
  await run('tar', ['xzf', file, '-C', installed, '--strip-components', '1']);
  return installed;
}

/** Unpacks this project's, with its commands and the packages that it needs: those that are installed here. */
export async function unpackProject(tarball: Tarball, folder: string): Promise<string> {
  const installed = await unpack(tarball, folder, packageJson.name);
  linkPackages(Object.keys(packageJson.dependencies), folder);
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  for (const [name, path] of Object.entries(packageJson.bin)) {
    await run('chmod', ['+x', join(installed, path)]);
    symlinkSync(join('..', packageJson.name, path), join(folder, 'node_modules/.bin', name));
  }
  return installed;
}

/** Installs packages that are installed here, with their commands. */
export function linkPackages(names: readonly string[], folder: string): void {
  for (const name of names) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(PROJECT, 'node_modules', name), link);
    const { bin = {} } = manifest.parse(JSON.parse(readFileSync(join(link, 'package.json'), 'utf8')));
    for (const command of typeof bin === 'string' ? [name] : Object.keys(bin)) {
      mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
      symlinkSync(join(PROJECT, 'node_modules/.bin', command), join(folder, 'node_modules/.bin', command));
    }
  }
}
