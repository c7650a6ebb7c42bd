import { readFileSync } from 'node:fs';
import { findBreaking, findUnnamed } from './schema-changes.ts';

/** Fails on a change that breaks who used the last released schema, unless the changelog names it. */
const [released, current, changelog] = [
  'schema/released/phone-numbers.graphql',
  'schema/published/phone-numbers.graphql',
  'CHANGELOG.md',
].map((file) => readFileSync(file, 'utf8'));

const breaking = findBreaking(released ?? '', current ?? '');
const unnamed = findUnnamed(breaking, changelog ?? '');
if (unnamed.length > 0) {
  const lines = unnamed.map(({ coordinate, description }) => `  \`${coordinate}\`  ${description}`);
  process.stderr.write(`These changes break clients, other subgraphs or gateways, and CHANGELOG.md does not name them:

${lines.join('\n')}

Take them back; or, below "## Unreleased", name each in backticks in an entry that begins with **Breaking, such as:
- **Breaking: what changes.** \`${unnamed[0]?.coordinate}\` … Before, …
An entry about what is gone says "removed".\n`);
  process.exit(1);
}
process.stdout.write(`Breaking changes since the released schema, all named by CHANGELOG.md: ${breaking.length}.\n`);
