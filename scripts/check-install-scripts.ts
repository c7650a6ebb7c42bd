import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { nameOf, readLockFile } from './bundled-packages.ts';

/**
 * Fails if a package wants to run a script when it is installed, and `allowScripts` of `package.json` does not say whether
 * it may: such a script runs on the machine of everybody who installs the service. Names that are needed no longer fail too.
 */
const { allowScripts } = z
  .object({ allowScripts: z.record(z.string(), z.boolean()).default({}) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')));

const wanting = readLockFile().flatMap(({ path, hasInstallScript }) => (hasInstallScript ? (nameOf(path) ?? []) : []));
const unknown = wanting.filter((name) => !Object.hasOwn(allowScripts, name));
const needless = Object.keys(allowScripts).filter((name) => !wanting.includes(name));
if (unknown.length + needless.length > 0) {
  const lines = [
    ...unknown.map((name) => `  ${name} runs a script when it is installed: read it, then allow it or not`),
    ...needless.map((name) => `  ${name} runs none: take it out`),
  ];
  process.stderr.write(`allowScripts of package.json is not right:\n${lines.join('\n')}\n`);
  process.exit(1);
}
const allowed = wanting.filter((name) => allowScripts[name]);
process.stdout.write(`Install scripts: ${allowed.length} of ${wanting.length} may run: ${allowed.join(', ')}.\n`);
