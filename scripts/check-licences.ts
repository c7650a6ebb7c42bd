import { findBundledPackages, readLockFile } from './bundled-packages.ts';

/**
 * Fails if anything that ships is under a licence other than these: what is installed with the service, and what the
 * GraphiQL page is made of. Development tools do not ship. All of these ask for no more than a notice.
 */
const ALLOWED = ['MIT', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', '0BSD', 'BlueOak-1.0.0'];

const packages = readLockFile().filter(({ path }) => path !== '');
const installed = packages.filter(({ dev }) => dev !== true);
const shipped = new Set([...installed, ...findBundledPackages(packages)]);
const others = [...shipped].filter(({ license = 'none' }) => {
  const choices = license.replace(/[()]/g, '').split(' OR ');
  return !choices.some((choice) => choice.split(' AND ').every((name) => ALLOWED.includes(name)));
});
if (others.length > 0) {
  const lines = others.map(({ path, license }) => `  ${path}: ${license ?? 'no licence named'}`);
  process.stderr.write(`These ship under a licence that is not allowed:\n${lines.join('\n')}\n`);
  process.exit(1);
}
const page = shipped.size - installed.length;
process.stdout.write(
  `Licences: ${installed.length} packages are installed with the service and ${page} more are in its page, all under ${ALLOWED.join(', ')}.\n`,
);
