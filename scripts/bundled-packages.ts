import { globSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const entry = z.object({
  version: z.string().optional(),
  license: z.string().optional(),
  dev: z.boolean().optional(),
  hasInstallScript: z.boolean().default(false),
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
  peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean().optional() })).default({}),
});

/** An installed package, as the lock file describes it. */
export type Package = z.infer<typeof entry> & {
  /** Its folder, e.g. `node_modules/react`. */
  readonly path: string;
};

/**
 * Belong to a command that its package brings along, which no page ever runs. `vite.pages.config.ts` fails the
 * build if a bundle should contain one all the same, as it does for whatever is not below.
 */
const NEVER_BUNDLED = new Map([['markdown-it', ['argparse']]]);

/** Every package of the lock file. */
export function readLockFile(): Package[] {
  const { packages } = z
    .object({ packages: z.record(z.string(), entry) })
    .parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
  return Object.entries(packages).map(([path, found]) => ({ path, ...found }));
}

/** What may be in the bundle of a page, or of any if none is named: the packages its sources import, and all that those need. */
export function findBundledPackages(packages: readonly Package[], page = '*'): Package[] {
  const byPath = new Map(packages.map((one) => [one.path, one]));
  const bundled = new Map<string, Package>();
  const waiting = importedNames(page).map((name) => ({ name, from: '' }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const found = resolve(byPath, next.name, next.from);
    if (found === null || bundled.has(found.path)) continue;
    bundled.set(found.path, found);
    for (const name of neededBy(found)) waiting.push({ name, from: found.path });
  }
  return [...bundled.values()];
}

/** The name of a package, of its folder or of a file in it. */
export function nameOf(path: string): string | null {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? null;
}

function importedNames(page: string): string[] {
  const names = globSync(`src/web/${page}/**/*.{ts,tsx}`).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^(?:import|export)\b[^;]*?'([^'.][^']*)'/gm)].map(
      ([, name]) => name ?? '',
    ),
  );
  return [...new Set(names.map((name) => nameOf(`node_modules/${name}`) ?? name))];
}

/** As Node looks for it: in the folders above, the nearest first. */
function resolve(byPath: ReadonlyMap<string, Package>, name: string, from: string): Package | null {
  const above = from.split('/node_modules/').map((_, index, parts) => parts.slice(0, parts.length - index));
  for (const folder of [...above.map((parts) => `${parts.join('/node_modules/')}/`), '']) {
    const found = byPath.get(`${folder}node_modules/${name}`);
    if (found) return found;
  }
  return null;
}

function neededBy({ path, ...needs }: Package): string[] {
  const never = NEVER_BUNDLED.get(nameOf(path) ?? '') ?? [];
  const peers = Object.keys(needs.peerDependencies).filter((name) => !needs.peerDependenciesMeta[name]?.optional);
  const names = [...Object.keys(needs.dependencies), ...Object.keys(needs.optionalDependencies), ...peers];
  return names.filter((name) => !never.includes(name));
}
