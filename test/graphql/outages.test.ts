import { afterEach, describe, expect, it, vi } from 'vitest';
import type { VendorName } from '../../src/domain/phone-number.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { adopt, countNumbers, dataOf, listNumbers } from '../support/numbers.ts';
import { findDeadUrl } from '../support/stub-server.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { listed, unlisted, vendorNames, vendorOf } from '../support/vendors.ts';

/** Ends what would hang for ever. A vendor that is well answers in a fraction of it, on a busy machine too. */
const TIMEOUT_MS = 3_000;
const PATIENCE = { timeout: 25_000, interval: 50 };

const kinds = ['500-before', 'hang', 'garbage', 'reset-before', '429'] as const;
const cases = [unlisted, listed].flatMap(({ name }) => kinds.map((kind) => [name, kind] as const));
const otherThan = (vendor: VendorName) => (vendor === listed.name ? unlisted.name : listed.name);

/** An app that knows one number of a vendor without a list, and all numbers of those with one. */
async function startWithNumbers(): Promise<TestApp> {
  const app = await startTestApp({ vendorTimeoutMs: TIMEOUT_MS });
  const [number] = app.sandbox.control.numbers(unlisted.name);
  await adopt(app, unlisted.name, number?.id ?? '');
  const { outages } = await listNumbers(app, { maxAge: 0 });
  expect(outages).toEqual([]);
  return app;
}

/** Asks, and sees to it that the answer is whole. */
async function ask(app: TestApp, query: string, variables: object = {}) {
  const answer = await app.graphql(query, variables);
  expect(answer.status).toBe(200);
  return dataOf(answer);
}

const everything = `query ($id: ID!, $here: AvailableNumbersInput!, $elsewhere: AvailableNumbersInput!) {
  phoneNumbers(maxAge: 0) {
    totalCount outages { vendor since message }
    nodes { ... on PhoneNumberRecord { id status } }
  }
  phoneNumber(id: $id, maxAge: 0) { ... on PhoneNumberRecord { id address } }
  here: availableNumbers(input: $here) { ...Stock }
  elsewhere: availableNumbers(input: $elsewhere) { ...Stock }
  numberVendors { vendor available lastSyncedAt }
  numberOperations { totalCount nodes { kind } }
}
fragment Stock on AvailableNumbersPayload { numbers { number } userErrors { code message field retryable charged } }`;

const entities = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) {
    ... on PstnNumber { id } ... on Agent { id phoneNumbers { totalCount outages { vendor } } }
  }
}`;

describe('a vendor that is down', () => {
  let app: TestApp;
  afterEach(() => app.stop());

  it.each(cases)('%s, by %s, spoils no read', async (vendor, kind) => {
    app = await startWithNumbers();
    const known = await listNumbers(app);
    const [number] = known.edges.filter(({ node }) => node.vendor === vendor);
    const { title, agents } = vendorOf(vendor);
    const since = new Date().toISOString();
    app.sandbox.control.addFault({ vendor, operation: '*', kind });

    const here = { vendor, areaCode: '415' };
    const elsewhere = { ...here, vendor: otherThan(vendor) };
    const data = await ask(app, everything, { id: number?.node.id, here, elsewhere });
    expect(data.phoneNumbers).toEqual({
      totalCount: known.totalCount,
      nodes: known.edges.map(({ node }) => ({ id: node.id, status: 'ACTIVE' })),
      outages: [{ vendor, since: expect.any(String), message: expect.stringContaining(title) }],
    });
    expect(data.phoneNumbers.outages[0].since >= since).toBe(true);
    expect(data.phoneNumber).toEqual({ id: number?.node.id, address: number?.node.address });
    const message = expect.stringContaining(title);
    const trouble = { code: 'VENDOR_UNAVAILABLE', message, retryable: true, charged: 'NO', field: null };
    expect(data.here).toEqual({ numbers: [], userErrors: [trouble] });
    expect(data.elsewhere.numbers).toHaveLength(10);
    const lastSyncedAt = expect.any(String);
    expect(data.numberVendors).toEqual(
      vendorNames.map((name) => ({
        vendor: name,
        available: name !== vendor,
        lastSyncedAt,
      })),
    );
    expect(data.numberOperations).toEqual({ totalCount: 1, nodes: [{ kind: 'ADOPT' }] });

    const ids = known.edges.map(({ node }) => node).filter(({ address }) => address.startsWith('+'));
    const ofAgent = known.edges.filter(({ node }) => node.agent?.id === agents.first).length;
    const numbers = ids.map(({ id }) => ({ __typename: 'PstnNumber', id }));
    const representations = [...numbers, { __typename: 'Agent', id: agents.first }];
    const { _entities } = await ask(app, entities, { representations });
    const agent = { id: agents.first, phoneNumbers: { totalCount: ofAgent, outages: [{ vendor }] } };
    expect(_entities).toEqual([...ids.map(({ id }) => ({ id })), agent]);
    expect(ofAgent).toBeGreaterThan(0);
  });

  it('is no outage to those who ask for another vendor', async () => {
    app = await startWithNumbers();
    app.sandbox.control.addFault({ vendor: listed.name, kind: '500-before' });
    await listNumbers(app, { maxAge: 0 });
    const page = await listNumbers(app, { maxAge: 0, filter: { vendors: [unlisted.name] } });
    expect(page).toMatchObject({ totalCount: 1, outages: [] });
  });

  it('is named as long as it lasts, with the time it began, also to those who do not ask for age 0', async () => {
    app = await startWithNumbers();
    app.sandbox.control.addFault({ vendor: listed.name, kind: 'reset-before' });
    const [first] = (await listNumbers(app, { maxAge: 0 })).outages;
    const [second] = (await listNumbers(app, { maxAge: 0 })).outages;
    expect(second).toMatchObject({ vendor: listed.name, since: first?.since });
    expect((await listNumbers(app)).outages).toMatchObject([{ vendor: listed.name, since: first?.since }]);
  });

  it.each(
    [unlisted.name, listed.name].flatMap((name) => [['hangs', name] as const, ['is not there at all', name] as const]),
  )('and %s from the start (%s) does not hide the other', async (how, vendor) => {
    await using sandbox = await startHungOrGone(vendor, how === 'hangs');
    app = await startTestApp({ vendorTimeoutMs: TIMEOUT_MS, sandbox: false, accounts: sandbox.accounts });
    const input = { vendor: otherThan(vendor), areaCode: '415' };
    const { elsewhere } = await ask(
      app,
      'query ($input: AvailableNumbersInput!) { elsewhere: availableNumbers(input: $input) { userErrors { code } } }',
      { input },
    );
    expect(elsewhere.userErrors).toEqual([]);
    const others = vendorNames.filter((name) => name !== vendor && vendorOf(name).can('LIST'));
    // A vendor that cannot be listed, and of which nothing is known yet, is not asked: that is no outage.
    const outages = vendorOf(vendor).can('LIST') ? [{ vendor }] : [];
    const expected = { totalCount: countNumbers(sandbox.app, others), outages };
    await vi.waitFor(async () => {
      const { phoneNumbers } = await ask(app, `{ phoneNumbers { totalCount outages { vendor } } }`);
      expect(phoneNumbers).toEqual(expected);
    }, PATIENCE);
  });
});

/** A sandbox for a service to take for real vendors, one of which never answers or is not there. */
async function startHungOrGone(vendor: VendorName, isThere: boolean) {
  const sandbox = await startSandbox({ vendors: builtInVendors });
  if (isThere) sandbox.control.addFault({ vendor, kind: 'hang' });
  const dead = { ...Object(sandbox.accounts[vendor]), BASE_URL: await findDeadUrl() };
  return {
    app: { sandbox },
    accounts: isThere ? sandbox.accounts : { ...sandbox.accounts, [vendor]: dead },
    [Symbol.asyncDispose]: () => sandbox.stop(),
  };
}

describe('an outage', () => {
  let app: TestApp;
  afterEach(async () => {
    vi.useRealTimers();
    await app.stop();
  });

  const vendorsNow = async () => (await ask(app, `{ numberVendors { vendor available } }`)).numberVendors;

  it.each([unlisted.name, listed.name])('of %s is over once it answers again', async (vendor) => {
    app = await startWithNumbers();
    app.sandbox.control.addFault({ vendor, kind: '500-before', times: 3 });
    expect((await listNumbers(app, { maxAge: 0 })).outages).toMatchObject([{ vendor }]);
    app.sandbox.control.clearFaults();
    expect((await listNumbers(app, { maxAge: 0 })).outages).toEqual([]);
    expect((await listNumbers(app)).outages).toEqual([]);
  });

  it.each(['500-before', '429', 'hang'] as const)(
    'met by one number (%s) is over once the vendor answers again',
    async (kind) => {
      app = await startWithNumbers();
      const [first] = (await listNumbers(app)).edges;
      const one = `query ($id: ID!) { phoneNumber(id: $id, maxAge: 0) { ... on PhoneNumberRecord { syncedAt } } }`;
      app.sandbox.control.addFault({ kind, operation: 'get' });
      const failed = await ask(app, one, { id: first?.node.id });
      expect(failed.phoneNumber.syncedAt).toBe(first?.node.syncedAt);
      app.sandbox.control.clearFaults();
      // The call that hung may end a moment after its reader has given up: who asks in between waits for that one.
      await vi.waitFor(async () => {
        const read = await ask(app, one, { id: first?.node.id });
        expect(read.phoneNumber.syncedAt).not.toBe(first?.node.syncedAt);
      }, PATIENCE);
      expect((await listNumbers(app)).outages).toEqual([]);
    },
  );

  it('that lasts makes the service stop calling, until the vendor has had ten seconds', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    app = await startWithNumbers();
    const { control } = app.sandbox;
    control.addFault({ vendor: listed.name, kind: '500-before' });
    for (let call = 0; call < 2; call += 1) await listNumbers(app, { maxAge: 0 });
    const allWell = vendorNames.map((vendor) => ({ vendor, available: true }));
    const oneDown = allWell.map(({ vendor }) => ({ vendor, available: vendor !== listed.name }));
    expect(await vendorsNow()).toEqual(oneDown);

    control.clearFaults();
    control.clearCalls();
    const page = await listNumbers(app, { maxAge: 0, filter: { vendors: [listed.name] } });
    expect(page).toMatchObject({
      totalCount: control.numbers(listed.name).length,
      outages: [{ vendor: listed.name }],
    });
    expect(control.calls()).toEqual([]);

    vi.setSystemTime(Date.now() + 10_001);
    expect((await listNumbers(app, { maxAge: 0 })).outages).toEqual([]);
    expect(await vendorsNow()).toEqual(allWell);
  });
});
