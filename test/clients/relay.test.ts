import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { purchaseInput } from '../support/purchases.ts';
import { listed } from '../support/vendors.ts';
import { expectInTable } from './clients-table.ts';
import { openShop, type Shop } from './shop.ts';

const compiler = fileURLToPath(import.meta.resolve('relay-compiler/cli.js'));
const run = promisify(execFile);

describe("Relay's compiler", () => {
  let shop: Shop;
  let project: string;
  beforeAll(async () => {
    shop = await openShop();
    project = await mkdtemp(join(tmpdir(), 'relay-'));
    await mkdir(join(project, 'src'));
    // Under another ending, as nothing but Relay is to read it.
    await cp(fileURLToPath(new URL('relay/numbers.js.txt', import.meta.url)), join(project, 'src', 'numbers.js'));
    await writeFile(join(project, 'schema.graphql'), shop.sdl);
    const persistConfig = { file: './persisted.json', algorithm: 'MD5' };
    const config = { src: './src', schema: './schema.graphql', language: 'javascript', persistConfig };
    await writeFile(join(project, 'relay.config.json'), JSON.stringify(config));
    await writeFile(join(project, 'persisted.json'), '{}');
  });
  afterAll(async () => {
    await shop.app.stop();
    await rm(project, { recursive: true });
  });

  const compile = () => run(process.execPath, [compiler, '--noWatchman'], { cwd: project });

  it('compiles a list that grows and a purchase, and what it compiles shows all of what was bought', async () => {
    await compile();
    const texts: string[] = Object.values(JSON.parse(await readFile(join(project, 'persisted.json'), 'utf8')));
    const textOf = (name: string) => texts.find((text) => text.includes(name)) ?? '';
    const input = purchaseInput(listed.name, { agentId: listed.agents.first, label: 'Front desk' });
    const bought = await shop.app.graphql(textOf('numbersPurchaseMutation'), { input });
    expect(bought.errors).toBeUndefined();
    const { phoneNumber, userErrors } = bought.data.purchaseNumber;
    expect(userErrors).toEqual([]);
    expect(phoneNumber).toMatchObject({
      __typename: 'PstnNumber',
      label: 'Front desk',
      status: 'ACTIVE',
      country: 'US',
    });
    expect(phoneNumber).toMatchObject({ agent: { id: listed.agents.first }, number: phoneNumber.address });

    const page = await shop.app.graphql(textOf('numbersQuery'), { first: 2 });
    expect(page.errors).toBeUndefined();
    expect(page.data.phoneNumbers.edges).toHaveLength(2);
    expect(page.data.phoneNumbers.pageInfo).toEqual({ endCursor: expect.any(String), hasNextPage: true });
    expectInTable("Relay's compiler", 'its main fields', 'compiled, and answered as it expects');
  });

  it('refuses a refetchable fragment on an agent, as there is no `node`, and takes one on Query', async () => {
    const file = join(project, 'src', 'refetch.js');
    const fragment = (on: string, selection: string) =>
      writeFile(
        file,
        `graphql\`fragment refetch_it on ${on} @refetchable(queryName: "refetchQuery") { ${selection} }\`;`,
      );
    await fragment('Query', 'phoneNumbers(first: 2) { totalCount }');
    await compile();
    await fragment('Agent', 'id');
    await expect(compile()).rejects.toThrow(/refetchable/);
    await rm(file);
  });
});
