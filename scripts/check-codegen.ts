import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';

/** Fails if what is generated differs from what is committed; leaves the fresh files in place to be looked at. */
const read = (): Map<string, string> =>
  new Map(
    globSync([
      'src/graphql/{generated,resolvers}/**/*.ts',
      'schema/published/*.graphql',
      'examples/front-end/gql/*.ts',
      'src/web/overview/generated/*.ts',
      '.env.example',
      'README.md',
    ]).map((file) => [file, readFileSync(file, 'utf8')]),
  );

const before = read();
execFileSync('npm', ['run', '--silent', 'codegen'], { stdio: ['ignore', 'ignore', 'inherit'] });
const after = read();
const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
  (file) => before.get(file) !== after.get(file),
);
if (changed.length > 0) {
  process.stderr.write(`Generated files were not up to date; commit them:\n  ${changed.join('\n  ')}\n`);
  process.exit(1);
}
