import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPostgresDatabase, engines } from '../support/databases.ts';
import { mutate } from '../support/mutations.ts';
import { adopt, dataOf } from '../support/numbers.ts';
import { agentsOf, buy } from '../support/purchases.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { listed, unlisted, vendorNames, vendorWith } from '../support/vendors.ts';

type Item = {
  readonly reason: string;
  readonly since: string | null;
  readonly phoneNumber: { readonly id: string; readonly address: string; readonly vendor: string };
};
type List = { readonly totalCount: number | null; readonly nodes: readonly Item[] };
type Drift = {
  readonly unlinked: List;
  readonly unknownHere: List;
  readonly goneThere: List;
  readonly unknownAgents: List | null;
  readonly vendors: readonly {
    readonly vendor: string;
    readonly listsNumbers: boolean;
    readonly lastReadAt: string | null;
    readonly outage: { readonly message: string } | null;
  }[];
};

const list = 'totalCount nodes { reason since phoneNumber { ... on PhoneNumberRecord { id address vendor } } }';
const query = `query ($maxAge: Int) { numberDrift(maxAge: $maxAge) {
  unlinked { ${list} } unknownHere { ${list} } goneThere { ${list} } unknownAgents { totalCount }
  vendors { vendor listsNumbers lastReadAt outage { message } }
} }`;
const addressesIn = ({ nodes }: List) => nodes.map(({ phoneNumber }) => phoneNumber.address);

describe.each(engines)('the drift report on %s', (engine) => {
  let app: TestApp;
  let stop: () => Promise<void>;
  beforeEach(async () => {
    const postgres = engine === 'PostgreSQL' ? await createPostgresDatabase() : null;
    app = await startTestApp(postgres ? { databaseUrl: postgres.url } : {});
    stop = async () => {
      await app.stop();
      await postgres?.drop();
    };
  });
  afterEach(() => stop());

  const driftOf = async (variables: object = { maxAge: 0 }): Promise<Drift> =>
    dataOf(await app.graphql(query, variables)).numberDrift;
  const { name: vendor } = listed;
  const { first: agentId } = agentsOf(vendor);
  const added = (number: string, more: object = {}) => app.sandbox.control.addNumber({ vendor, number, ...more });
  const idOf = (drift: List, address: string) =>
    drift.nodes.find(({ phoneNumber }) => phoneNumber.address === address)?.phoneNumber.id ?? '';

  it('tells of telephone numbers that cost and that nobody answers', async () => {
    added('+13105550101');
    added('+13105550102', { agentId });
    const { unlinked } = await driftOf();
    expect(addressesIn(unlinked)).toContain('+13105550101');
    expect(addressesIn(unlinked)).not.toContain('+13105550102');
    for (const address of addressesIn(unlinked)) expect(address).toMatch(/^\+\d+$/);
    expect(unlinked.nodes[0]).toMatchObject({ reason: 'UNLINKED', since: expect.any(String) });

    const phoneNumberId = idOf(unlinked, '+13105550101');
    await mutate(app, 'linkNumberToAgent', { phoneNumberId, agentId });
    expect(addressesIn((await driftOf()).unlinked)).not.toContain('+13105550101');
    const before = new Date().toISOString();
    await mutate(app, 'unlinkNumberFromAgent', { phoneNumberId });
    const again = (await driftOf()).unlinked.nodes.find(({ phoneNumber }) => phoneNumber.id === phoneNumberId);
    expect(again?.since?.localeCompare(before)).toBeGreaterThanOrEqual(0);
    // That a sync confirms it says nothing new.
    const { unlinked: later } = await driftOf();
    expect(later.nodes.find(({ phoneNumber }) => phoneNumber.id === phoneNumberId)?.since).toBe(again?.since);
  });

  it('counts what was bought here among those, and not what came in over its owner’s trunk', async () => {
    const bought = await buy(app, vendor);
    const importer = vendorWith('SIP_IMPORT', 'UNLINK');
    const login = { terminationUri: 'trunk.example.com', username: 'acme-user', password: 'acme-password' };
    const input = { idempotencyKey: randomUUID(), vendor: importer.name, number: '+442079461301', ...login };
    const imported = await mutate(app, 'importSipNumber', { ...input, ...importer.importMembers });
    expect(imported.phoneNumber?.agent).toBeNull();
    const { unlinked, unknownHere } = await driftOf();
    expect(addressesIn(unlinked)).toContain(bought.address);
    expect(addressesIn(unlinked)).not.toContain('+442079461301');
    expect(addressesIn(unknownHere)).not.toContain(bought.address);
    expect(addressesIn(unknownHere)).not.toContain('+442079461301');
  });

  it('tells of numbers that a vendor has and nobody here knows, until somebody has to do with them', async () => {
    const { id } = added('+13105550103', { agentId });
    added('+13105550104', { agentId });
    const { unknownHere } = await driftOf();
    expect(addressesIn(unknownHere)).toEqual(expect.arrayContaining(['+13105550103', '+13105550104']));
    expect(unknownHere.nodes[0]).toMatchObject({ reason: 'UNKNOWN_HERE', since: expect.any(String) });
    await adopt(app, vendor, id);
    await mutate(app, 'updateNumber', { phoneNumberId: idOf(unknownHere, '+13105550104'), locked: true });
    const left = (await driftOf()).unknownHere;
    expect(addressesIn(left)).not.toContain('+13105550103');
    expect(addressesIn(left)).not.toContain('+13105550104');
    expect(left.totalCount).toBe((unknownHere.totalCount ?? 0) - 2);
  });

  it('tells of numbers that have gone without this service, and of none that it released', async () => {
    const { id } = added('+13105550105', { agentId });
    const released = await buy(app, vendor);
    const { unknownHere, goneThere } = await driftOf();
    expect(goneThere).toEqual({ totalCount: 0, nodes: [] });
    const phoneNumberId = idOf(unknownHere, '+13105550105');
    const confirmAddress = released.address;
    await mutate(app, 'releaseNumber', { phoneNumberId: released.id, confirmAddress });
    const before = new Date().toISOString();
    app.sandbox.control.removeNumber(vendor, id);
    const gone = await driftOf();
    expect(gone.goneThere.nodes).toMatchObject([
      { reason: 'GONE_THERE', since: expect.any(String), phoneNumber: { id: phoneNumberId } },
    ]);
    expect(gone.goneThere.nodes[0]?.since?.localeCompare(before)).toBeGreaterThanOrEqual(0);
    expect(addressesIn(gone.unknownHere)).not.toContain('+13105550105');
    added('+13105550105', { agentId, id });
    expect((await driftOf()).goneThere.totalCount).toBe(0);
  });

  it('says of each vendor whether it can tell, and how old that is, and nothing of agents', async () => {
    const { vendors, unknownHere, unknownAgents } = await driftOf();
    expect(unknownAgents).toBeNull();
    expect(vendors.map((each) => each.vendor)).toEqual(vendorNames);
    const of = (name: string, drift: Pick<Drift, 'vendors'> = { vendors }) =>
      drift.vendors.find((each) => each.vendor === name);
    expect(of(vendor)).toEqual({ vendor, listsNumbers: true, lastReadAt: expect.any(String), outage: null });
    expect(of(unlisted.name)).toMatchObject({ listsNumbers: false, lastReadAt: null });
    expect(unknownHere.nodes.map(({ phoneNumber }) => phoneNumber.vendor)).not.toContain(unlisted.name);

    app.sandbox.control.addFault({ vendor, operation: 'list', kind: '500-before' });
    added('+13105550106');
    const failing = await driftOf();
    expect(of(vendor, failing)).toMatchObject({
      lastReadAt: of(vendor)?.lastReadAt,
      outage: { message: expect.any(String) },
    });
    expect(addressesIn(failing.unlinked)).not.toContain('+13105550106');
  });

  it('is read in pages, the last first', async () => {
    for (let line = 110; line < 115; line += 1) {
      added(`+13105550${line}`);
      await driftOf();
    }
    const pageQuery = `query ($first: Int, $after: String, $last: Int) { numberDrift { unknownHere(first: $first, after: $after, last: $last) {
      edges { cursor node { phoneNumber { ... on PhoneNumberRecord { address } } } } pageInfo { hasNextPage hasPreviousPage }
    } } }`;
    const page = async (variables: object) => dataOf(await app.graphql(pageQuery, variables)).numberDrift.unknownHere;
    const shown = ({ edges }: { edges: { node: { phoneNumber: { address: string } } }[] }) =>
      edges.map(({ node }) => node.phoneNumber.address);
    const first = await page({ first: 2 });
    expect(shown(first)).toEqual(['+13105550114', '+13105550113']);
    expect(first.pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: false });
    const second = await page({ first: 2, after: first.edges[1].cursor });
    expect(shown(second)).toEqual(['+13105550112', '+13105550111']);
    expect((await page({ last: 1 })).pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: true });
    const other = 'query ($after: String) { numberDrift { unlinked(after: $after) { totalCount } } }';
    const { errors } = await app.graphql(other, { after: first.edges[0].cursor });
    expect(errors?.[0]?.message).toContain('This is no cursor of this list in this order.');
  });
});
