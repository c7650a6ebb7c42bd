import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buy, purchaseInput } from '../support/purchases.ts';
import { listed } from '../support/vendors.ts';
import { expectInTable } from './clients-table.ts';
import { openRelay } from './relay/store.ts';
import { openShop, readNumber, type Shop } from './shop.ts';

const compiler = fileURLToPath(import.meta.resolve('relay-compiler/cli.js'));
const run = promisify(execFile);

/** Has Relay's compiler read what stands in a file, in a project of its own. Disposing of it removes the project. */
async function compile(sdl: string, source: URL | string) {
  const project = await mkdtemp(join(tmpdir(), 'relay-'));
  const remove = () => rm(project, { recursive: true });
  try {
    await mkdir(join(project, 'src'));
    const file = join(project, 'src', 'numbers.js');
    // Under another ending, as nothing but Relay is to read it.
    await (source instanceof URL ? cp(fileURLToPath(source), file) : writeFile(file, source));
    await writeFile(join(project, 'schema.graphql'), sdl);
    const config = { src: './src', schema: './schema.graphql', language: 'javascript', eagerEsModules: false };
    await writeFile(join(project, 'relay.config.json'), JSON.stringify(config));
    await run(process.execPath, [compiler, '--noWatchman'], { cwd: project });
  } catch (error) {
    await remove();
    throw error;
  }
  const load = createRequire(join(project, 'src', '__generated__', 'index.js'));
  return { artifacts: (name: string) => load(`./${name}.graphql.js`), [Symbol.asyncDispose]: remove };
}

describe('Relay', () => {
  const running = new AsyncDisposableStack();
  let shop: Shop;
  let relay: ReturnType<typeof openRelay>;
  beforeAll(async () => {
    shop = await openShop();
    running.defer(() => shop.app.stop());
    const { artifacts } = running.use(await compile(shop.sdl, new URL('relay/numbers.js.txt', import.meta.url)));
    relay = openRelay(shop.endpoint, artifacts);
  });
  afterAll(() => running.disposeAsync());

  type Edge = { readonly node: { readonly address: string } };
  const addressesOf = ({ edges }: { readonly edges: readonly Edge[] }) => edges.map(({ node }) => node.address);

  it('shows all of what was bought, and puts it first in its list', async () => {
    const list = await relay.openList('numbersQuery', 'numbersList', { first: 2 });
    const before = addressesOf(list.show().phoneNumbers);
    const input = purchaseInput(listed.name, { agentId: listed.agents.first, label: 'Front desk' });
    const connections = [relay.idOfList('numbersList_phoneNumbers', {})];
    const { purchaseNumber } = await relay.change('numbersPurchaseMutation', { input, connections });
    expect(purchaseNumber.userErrors).toEqual([]);
    const bought = await readNumber(shop, purchaseNumber.phoneNumber.id);
    const [first] = list.show().phoneNumbers.edges;
    expect(relay.read('numbersNumber', first.node)).toEqual(bought);
    expect(addressesOf(list.show().phoneNumbers)).toEqual([bought['address'], ...before]);
    expectInTable('Relay: compiler and store', 'all fields', 'joined');
  });

  it('joins pages of a list, and asks for it again with another filter', async () => {
    const { id, address } = await buy(shop.app, listed.name);
    await buy(shop.app, listed.name);
    await buy(shop.app, listed.name);
    const list = await relay.openList('numbersQuery', 'numbersList', { first: 1, filter: { vendors: [listed.name] } });
    for (const [shown, count] of [
      [1, 2],
      [3, 500],
    ] as const) {
      const { edges, pageInfo } = list.show().phoneNumbers;
      expect(edges).toHaveLength(shown);
      await list.loadNext(count, pageInfo.endCursor);
    }
    const { totalCount, edges, pageInfo } = list.show().phoneNumbers;
    expect(pageInfo.hasNextPage).toBe(false);
    expect(new Set(edges.map(({ cursor }: { cursor: string }) => cursor)).size).toBe(totalCount);
    const all = await readAddresses();
    expect(addressesOf({ edges })).toEqual(all);

    await list.refetch({ filter: { addresses: [address] } });
    const [{ node }] = list.show().phoneNumbers.edges;
    expect(relay.read('numbersNumber', node)).toEqual(await readNumber(shop, id));
    expect(addressesOf(list.show().phoneNumbers)).toEqual([address]);
  });

  async function readAddresses() {
    const query = `{ phoneNumbers(first: 500, filter: { vendors: [${listed.name}] }) { edges { node { ... on PhoneNumberRecord { address } } } } }`;
    return addressesOf((await shop.app.graphql(query)).data.phoneNumbers);
  }

  it('joins pages of the numbers of an agent', async () => {
    const { id, address } = await buy(shop.app, listed.name, { agentId: listed.agents.second });
    const other = await buy(shop.app, listed.name, { agentId: listed.agents.second });
    const ask = async (after: string | null) =>
      (await relay.ask('numbersOfAgentQuery', { id, first: 1, after })).phoneNumber.agent.phoneNumbers;
    const page = await ask(null);
    expect(addressesOf(page)).toHaveLength(1);
    expect(addressesOf(await ask(page.pageInfo.endCursor))).toEqual([other.address, address]);
  });

  it.each([
    ['refuses', 'Agent', 'id'],
    ['takes', 'Query', 'phoneNumbers(first: 2) { totalCount }'],
  ])('%s a refetchable fragment on %s, as there is no `node`', async (verdict, type, selection) => {
    const source = `graphql\`fragment numbers_it on ${type} @refetchable(queryName: "numbersItQuery") { ${selection} }\`;`;
    const compiled = compile(shop.sdl, source).then((project) => project[Symbol.asyncDispose]());
    if (verdict === 'takes') await compiled;
    else await expect(compiled).rejects.toThrow(/refetchable/);
  });
});
