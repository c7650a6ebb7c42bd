import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

const PROJECT = join(import.meta.dirname, '../..');

const forbidden = [
  'src/app.ts undici',
  'src/server/one.ts undici',
  'src/server/two.ts ../database/database.ts',
  'src/app.ts ../test/support/test-app.ts',
  'src/http/one.ts ../../test/support/test-app.ts',
  'src/http/two.ts ../vendors/vendor.ts',
  'src/domain/one.ts ../context.ts',
  'src/domain/two.ts ../../test/support/test-app.ts',
  'src/graphql/resolvers/Query/one.ts ../../../operations/ledger.ts',
  'src/graphql/resolvers/Query/two.ts ../../../operations/ledger-store.ts',
  'src/graphql/resolvers/Query/three.ts ../../../operations/recovery.ts',
  'src/graphql/resolvers/Query/four.ts ../../../vendors/oneinbox/index.ts',
  'src/graphql/one.ts ../registry/number-pages.ts',
  'src/graphql/two.ts undici',
  'src/graphql/three.ts kysely',
  'src/operations/one.ts ../vendors/a-new-one/index.ts',
  'src/operations/two.ts ../graphql/errors.ts',
  'src/registry/one.ts ../../test/support/test-app.ts',
  'src/database/one.ts ../operations/parts.ts',
  'src/loaders/one.ts ../database/database.ts',
  'src/sandbox/one.ts ../http/client.ts',
  'src/vendors/oneinbox/one.ts ../../operations/parts.ts',
];

const allowed = [
  'src/http/allowed.ts undici',
  'src/vendors/index.ts ./oneinbox/index.ts',
  'src/vendors/oneinbox/allowed.ts ../../http/client.ts',
  'src/graphql/resolvers/Query/allowed.ts ../../../operations/purchase-number.ts',
  'src/graphql/allowed.ts ../registry/registry.ts',
  'src/server/allowed.ts ../vendors/vendor.ts',
];

it('the linter keeps the arrows between the folders', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'layers-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const file of ['biome.json', '.gitignore']) copyFileSync(join(PROJECT, file), join(folder, file));
  const texts = new Map<string, string>();
  for (const [index, line] of [...forbidden, ...allowed].entries()) {
    const [file = '', imported] = line.split(' ');
    const text = `import { one as one${index} } from '${imported}';\nexport const two${index} = one${index};\n`;
    texts.set(file, (texts.get(file) ?? '') + text);
  }
  for (const [file, text] of texts) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const report = await lint(folder);
  const refused = [...report.matchAll(/^(src\/\S+?):(\d+):\d+ lint\/style\/noRestrictedImports/gm)].map(
    ([, file = '', line]) => {
      const [, imported] = /'(.*)'/.exec(texts.get(file)?.split('\n')[Number(line) - 1] ?? '') ?? [];
      return `${file} ${imported}`;
    },
  );
  expect(refused.toSorted()).toEqual(forbidden.toSorted());
});

function lint(folder: string): Promise<string> {
  const biome = join(PROJECT, 'node_modules/.bin/biome');
  const flags = ['lint', '--only=style/noRestrictedImports', '--max-diagnostics=none', '--colors=off', '.'];
  return new Promise((resolve) => {
    execFile(biome, flags, { cwd: folder }, (_error, stdout, stderr) => resolve(stdout + stderr));
  });
}
