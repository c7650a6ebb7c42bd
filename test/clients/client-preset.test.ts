import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { purchaseInput } from '../support/purchases.ts';
import { listed } from '../support/vendors.ts';
import { expectInTable } from './clients-table.ts';
import { openShop, readNumber, type Shop } from './shop.ts';

const PROJECT = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** As docs/compatibility.md says it: each of our scalars is a text. */
const codegen = {
  schema: join(PROJECT, 'schema/published/phone-numbers.graphql'),
  documents: 'client.ts',
  importExtension: '.ts',
  generates: {
    'gql/': {
      preset: 'client',
      config: {
        documentMode: 'string',
        useTypeImports: true,
        scalars: {
          CountryCode: 'string',
          Date: 'string',
          DateTime: 'string',
          E164: 'string',
          IdempotencyKey: 'string',
        },
      },
    },
  },
};

describe("codegen's client preset", () => {
  let shop: Shop;
  let project: string;
  beforeAll(async () => {
    shop = await openShop();
    project = await mkdtemp(join(tmpdir(), 'client-preset-'));
    await symlink(join(PROJECT, 'node_modules'), join(project, 'node_modules'));
    // Under another ending, as it compiles only with what is generated.
    await cp(join(import.meta.dirname, 'client-preset/client.ts.txt'), join(project, 'client.ts'));
    await writeFile(join(project, 'package.json'), '{ "type": "module" }');
    await writeFile(join(project, 'codegen.json'), JSON.stringify(codegen));
    const tsconfig = {
      extends: join(PROJECT, 'tsconfig.json'),
      // Stricter than `strict`, and what is generated does not keep to it.
      compilerOptions: { noPropertyAccessFromIndexSignature: false },
      include: ['client.ts', 'gql'],
    };
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify(tsconfig));
  });
  afterAll(async () => {
    await shop.app.stop();
    await rm(project, { recursive: true });
  });

  /** Throws what the tool has written, as tsc tells on its standard output what does not compile. */
  const runTool = (path: string, ...flags: string[]) =>
    run(join(PROJECT, 'node_modules/.bin', path), flags, { cwd: project }).catch((error) => {
      throw new Error(`${path}: ${error.stdout}${error.stderr}`, { cause: error });
    });

  it('generates from the published schema what compiles strictly, and shows all of what was bought', async () => {
    await runTool('graphql-codegen', '--config', 'codegen.json');
    await runTool('tsc', '-p', '.');
    const input = purchaseInput(listed.name, { agentId: listed.agents.first, label: 'Front desk' });
    const { stdout } = await run(process.execPath, [join(project, 'client.ts'), shop.endpoint, JSON.stringify(input)]);
    const bought = JSON.parse(stdout);
    expect(bought.label).toBe('Front desk');
    expect(bought).toEqual(await readNumber(shop, bought.id));
    expectInTable("codegen's client preset", 'all fields', '');
  });
});
