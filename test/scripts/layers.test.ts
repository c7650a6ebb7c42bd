import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

const PROJECT = join(import.meta.dirname, '../..');

const forbidden = [
  'src/app.ts undici',
  'src/app.ts ../test/support/test-app.ts',
  'src/app.ts ./vendors/oneinbox/index.ts',
  'src/audit/one.ts ../operations/purchase-number.ts',
  'src/audit/two.ts kysely',
  'src/database/one.ts ../ledger/ledger.ts',
  'src/database/two.ts ../vendors/vendor.ts',
  'src/domain/one.ts ../graphql/context.ts',
  'src/domain/two.ts ../../test/support/test-app.ts',
  'src/domain/three.ts graphql',
  'src/graphql/one.ts ../database/database.ts',
  'src/graphql/two.ts undici',
  'src/graphql/three.ts kysely',
  'src/graphql/resolvers/Query/one.ts ../../../ledger/ledger.ts',
  'src/graphql/resolvers/Query/two.ts ../../../ledger/sql-ledger.ts',
  'src/graphql/resolvers/Query/three.ts ../../../vendors/vendor.ts',
  'src/graphql/resolvers/Query/four.ts ../../../vendors/oneinbox/index.ts',
  'src/ledger/one.ts ../operations/purchase-number.ts',
  'src/ledger/two.ts ../sync/sync.ts',
  'src/operations/one.ts ../vendors/a-new-one/index.ts',
  'src/operations/two.ts ../graphql/errors.ts',
  'src/operations/three.ts ../database/database.ts',
  'src/operations/shared/one.ts ../../sync/sync.ts',
  'src/operations/reconciliation/one.ts ../../sandbox/sandbox.ts',
  'src/registry/one.ts ../../test/support/test-app.ts',
  'src/registry/two.ts ../ledger/ledger.ts',
  'src/sandbox/one.ts ../vendors/vogent/fake/index.ts',
  'src/sandbox/two.ts ../operations/purchase-number.ts',
  'src/server/one.ts undici',
  'src/server/two.ts ../database/database.ts',
  'src/sync/one.ts ../ledger/ledger.ts',
  'src/sync/two.ts ../database/database.ts',
  'src/vendors/oneinbox/one.ts ../../operations/shared/context.ts',
  'src/vendors/oneinbox/two.ts ../../sandbox/faults.ts',
  'src/vendors/http/one.ts ../../../test/support/test-app.ts',
  'src/vendors/http/two.ts ../vendor.ts',
];

/** What has to stay possible. */
const allowed = [
  'src/audit/allowed.ts ../ledger/ledger.ts',
  'src/graphql/allowed.ts ../registry/registry.ts',
  'src/graphql/resolvers/Query/allowed.ts ../../../operations/purchase-number.ts',
  'src/ledger/allowed.ts ../registry/writes.ts',
  'src/ledger/also-allowed.ts kysely',
  'src/operations/allowed.ts ../vendors/open-vendor.ts',
  'src/operations/also-allowed.ts ../ledger/ledger.ts',
  'src/sandbox/allowed.ts ../vendors/fake-kit/fake-vendor.ts',
  'src/server/allowed.ts ../vendors/open-vendor.ts',
  'src/sync/allowed.ts ../registry/registry.ts',
  'src/vendors/index.ts ./oneinbox/index.ts',
  'src/vendors/http/allowed.ts undici',
  'src/vendors/http/also-allowed.ts ../../domain/sent-call.ts',
  'src/vendors/oneinbox/allowed.ts ../http/client.ts',
  'src/vendors/oneinbox/fake/allowed.ts ../../fake-kit/routes.ts',
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
