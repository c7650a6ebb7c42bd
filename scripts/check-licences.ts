import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Fails if anything that ships is under a licence other than these. Development tools do not ship. */
const ALLOWED = /^(MIT|Apache-2\.0|ISC|0BSD|BSD-2-Clause|BSD-3-Clause)$/;

const lockFile = z.object({
  packages: z.record(z.string(), z.object({ license: z.string().optional(), dev: z.boolean().optional() })),
});

const { packages } = lockFile.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
const shipped = Object.entries(packages).filter(([path, entry]) => path !== '' && entry.dev !== true);
const others = shipped.filter(([, { license = 'none' }]) => {
  const choices = license.replace(/[()]/g, '').split(' OR ');
  return !choices.some((choice) => choice.split(' AND ').every((name) => ALLOWED.test(name)));
});
if (others.length > 0) {
  const lines = others.map(([path, { license }]) => `  ${path}: ${license ?? 'no licence named'}`);
  process.stderr.write(`These ship under a licence that is not allowed:\n${lines.join('\n')}\n`);
  process.exit(1);
}
