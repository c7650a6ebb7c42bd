import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import example from '../../examples/vendor/package.json' with { type: 'json' };
import { vendors } from '../../examples/vendor/src/index.ts';
import { startCommand } from '../support/command.ts';
import { sendGraphql } from '../support/test-app.ts';
import { linkPackages, pack, type Tarball, unpack, unpackProject } from './packed.ts';
import { PROJECT } from './read-yaml.ts';

const run = promisify(execFile);
const LONG_MS = 180_000;

/** The example has no description of its API. */
const OPENAPI_TEST = `
import { createOpenApiJudge, createVendorHarness, describeDescription } from 'phone-numbers-subgraph/vendor-testing/openapi';
import { expect, it } from 'vitest';

it.each([createOpenApiJudge, createVendorHarness, describeDescription])('is given %o', (each) => {
  expect(each).toBeTypeOf('function');
});
`;

/** A vendor from outside, from the author's folder to the operator's. Nothing is fetched: both packages are tarballs. */
describe('the example of a vendor from outside', () => {
  const folder = mkdtempSync(join(tmpdir(), 'phone-numbers-outside-'));
  const author = join(folder, 'author');
  const operator = join(folder, 'operator');
  const env = { PATH: process.env['PATH'], HOME: folder };
  const [{ name } = { name: '' }] = vendors;
  let project: Tarball;

  beforeAll(async () => {
    project = await pack(PROJECT, folder);
    const isOwn = (path: string) => !/\/(node_modules|dist)$/.test(path);
    cpSync(join(PROJECT, 'examples/vendor'), author, { recursive: true, filter: isOwn });
    await unpackProject(project, author);
    linkPackages([...Object.keys(example.devDependencies), 'ajv', 'yaml'], author);
    writeFileSync(join(author, 'test/openapi.test.ts'), OPENAPI_TEST);
    await run('npm', ['run', 'build'], { cwd: author, env });
  }, LONG_MS);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is compiled with the types that the package has, and packs nothing but that', async () => {
    const { files } = await pack(author, folder);
    expect(files.filter((path) => !path.startsWith('dist/'))).toEqual(['README.md', 'package.json']);
    expect(files).toEqual(expect.arrayContaining(['dist/index.js', 'dist/index.d.ts', 'dist/fake/index.js']));
  });

  it(
    'keeps the contract, as its own tests say',
    async () => {
      const { stdout } = await run('npm', ['test'], { cwd: author, env: { ...env, NO_COLOR: '1' } });
      const [, passed] = /Tests +(\d+) passed/.exec(stdout) ?? [];
      expect(Number(passed)).toBeGreaterThan(50);
      expect(stdout).not.toMatch(/failed|skipped|todo/);
    },
    LONG_MS,
  );

  it(
    'is installed in an empty folder, hosted by the sandbox, and sells a number',
    async () => {
      mkdirSync(operator);
      await unpackProject(project, operator);
      await unpack(await pack(author, folder), operator, example.name);
      expect(existsSync(join(operator, 'node_modules', example.name, 'node_modules'))).toBe(false);

      const sandbox = startCommand(['sandbox', '--port', '0'], surroundings({}));
      const control = await sandbox.until(/curl (http:\S+)\/state/);
      const baseUrl = await sandbox.until(new RegExp(`${name}_BASE_URL=(\\S+)`));
      const account = { [`${name}_API_KEY`]: 'sandbox', [`${name}_BASE_URL`]: baseUrl };
      const service = startCommand(
        ['serve'],
        surroundings({ ...account, PORT: '0', DATA_DIR: join(operator, 'data') }),
      );
      const url = await service.until(/"graphql":"(http:[^"]+)\/graphql"/);
      const bought = await sendGraphql(url, {
        query: `mutation ($input: PurchaseNumberInput!) {
          purchaseNumber(input: $input) {
            operation { status } userErrors { code } phoneNumber { ... on PhoneNumberRecord { address } }
          }
        }`,
        variables: { input: { idempotencyKey: randomUUID(), vendor: name, areaCode: '212' } },
      });
      const { address } = bought.data.purchaseNumber.phoneNumber;
      expect(bought.data.purchaseNumber).toMatchObject({ operation: { status: 'SUCCEEDED' }, userErrors: [] });
      const { sales } = await (await fetch(`${control}/state`)).json();
      expect(sales).toMatchObject([{ vendor: name, number: address }]);
      await service.end();
      await sandbox.end();
    },
    LONG_MS,
  );

  /** Of the operator, who has installed both packages. */
  function surroundings(variables: Readonly<Record<string, string>>) {
    const command = join(operator, 'node_modules/phone-numbers-subgraph/dist/src/cli/phone-numbers.js');
    return { cwd: operator, command, env: { VENDORS: example.name, ...variables } };
  }
});
