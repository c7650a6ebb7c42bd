import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import packageJson from '../package.json' with { type: 'json' };
import { findBundledPackages, nameOf, readLockFile } from './bundled-packages.ts';

/**
 * Writes `dist/sbom.json`, a CycloneDX list of all that ships: what is installed with the service, and what the
 * pages are made of. npm's own option `--omit dev` would leave out the pages.
 */
const FILE = 'dist/sbom.json';

const component = z.looseObject({ 'bom-ref': z.string(), name: z.string(), version: z.string() });
const sbom = z.looseObject({
  metadata: z.looseObject({ component: z.looseObject({}) }),
  components: z.array(component),
  dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()).default([]) })),
});

const { status, stdout, stderr } = spawnSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
});
if (status !== 0) {
  // The npm of an old Node knows no such command. It may install the service all the same.
  const isOld = /unknown command/i.test(`${stdout}${stderr}`);
  process.stderr.write(isOld ? `This npm is too old to write ${FILE}: npm 10 does.\n` : stderr);
  process.exit(isOld ? 0 : 1);
}

const packages = readLockFile().filter(({ path }) => path !== '');
const shipped = new Set([...packages.filter(({ dev }) => dev !== true), ...findBundledPackages(packages)]);
const names = new Set([...shipped].map(({ path, version }) => `${nameOf(path)}@${version}`));
const all = sbom.parse(JSON.parse(stdout));
const components = all.components.filter(({ name, version }) => names.has(`${name}@${version}`));
const { name, version } = packageJson;
const kept = new Set([`${name}@${version}`, ...components.map((each) => each['bom-ref'])]);
const dependencies = all.dependencies
  .filter(({ ref }) => kept.has(ref))
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => kept.has(other)) }));
// npm names the folder.
const metadata = { ...all.metadata, component: { ...all.metadata.component, name } };
mkdirSync('dist', { recursive: true });
writeFileSync(FILE, `${JSON.stringify({ ...all, metadata, components, dependencies }, null, 2)}\n`);
process.stdout.write(`${FILE}: ${components.length} packages ship.\n`);
