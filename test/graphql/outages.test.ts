import { afterEach, describe, expect, it, vi } from 'vitest';
import type { VendorName } from '../../src/domain/phone-number.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { adopt, dataOf, listNumbers } from '../support/numbers.ts';
import { findDeadUrl } from '../support/stub-server.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const TIMEOUT_MS = 600;
/** A vendor gets its time, and the service a second for all else, on a busy machine too. */
const PATIENCE_MS = TIMEOUT_MS + 1_000;

const other = { ONEINBOX: 'VOGENT', VOGENT: 'ONEINBOX' } as const;
const kinds = ['500-before', 'hang', 'garbage', 'reset-before', '429'] as const;
const cases = kinds.flatMap((kind) => [['ONEINBOX', kind] as const, ['VOGENT', kind] as const]);
const AGENT_ID = '8a0f6c1e-5d1b-4a63-9a53-0d6f2f4b7c11';

/** An app that knows one number of OneInbox and four of Vogent. */
async function startWithNumbers(): Promise<TestApp> {
  const app = await startTestApp({ vendorTimeoutMs: TIMEOUT_MS });
  await adopt(app, 'ONEINBOX', '0d3f1a77-6b0e-4f0e-9a55-2a0d5b6c7e21');
  await listNumbers(app, { maxAge: 0 });
  return app;
}

/** Asks, and sees to it that the answer is whole and comes in time. */
async function ask(app: TestApp, query: string, variables: object = {}) {
  const startedAt = performance.now();
  const answer = await app.graphql(query, variables);
  expect(performance.now() - startedAt).toBeLessThan(PATIENCE_MS);
  expect(answer.status).toBe(200);
  return dataOf(answer);
}

const available = `query ($input: AvailableNumbersInput!) {
  availableNumbers(input: $input) { numbers { number } userErrors { code message retryable charged field } }
}`;

describe('a vendor that is down', () => {
  it.concurrent.each(cases)('%s, by %s, spoils no read', async (vendor, kind) => {
    const app = await startWithNumbers();
    try {
      const known = await listNumbers(app);
      const since = new Date().toISOString();
      app.sandbox.control.addFault({ vendor, operation: '*', kind });

      const startedAt = performance.now();
      const { edges, totalCount, outages } = await listNumbers(app, { maxAge: 0 });
      expect(performance.now() - startedAt).toBeLessThan(PATIENCE_MS);
      const shown = edges.map(({ node }) => ({ id: node.id, status: node.status }));
      expect(shown).toEqual(known.edges.map(({ node }) => ({ id: node.id, status: 'ACTIVE' })));
      expect(totalCount).toBe(5);
      expect(outages).toEqual([
        { vendor, since: expect.any(String), message: expect.stringMatching(/OneInbox|Vogent/) },
      ]);
      expect(outages[0]?.since.localeCompare(since)).toBeGreaterThanOrEqual(0);

      const [number] = edges.filter(({ node }) => node.vendor === vendor);
      const one = `query ($id: ID!) { phoneNumber(id: $id, maxAge: 0) { ... on PhoneNumberRecord { id address } } }`;
      const { phoneNumber } = await ask(app, one, { id: number?.node.id });
      expect(phoneNumber).toEqual({ id: number?.node.id, address: number?.node.address });

      const input = { vendor, areaCode: '415' };
      const { numbers, userErrors } = (await ask(app, available, { input })).availableNumbers;
      expect(numbers).toEqual([]);
      const message = expect.stringMatching(/OneInbox|Vogent/);
      const trouble = { code: 'VENDOR_UNAVAILABLE', message, retryable: true, charged: 'NO', field: null };
      expect(userErrors).toEqual([trouble]);
      const elsewhere = await ask(app, available, { input: { ...input, vendor: other[vendor] } });
      expect(elsewhere.availableNumbers.numbers).toHaveLength(10);

      const { numberVendors } = await ask(app, `{ numberVendors { vendor available lastSyncedAt } }`);
      const syncedAt = expect.any(String);
      const rest = { vendor: other[vendor], available: true, lastSyncedAt: syncedAt };
      const down = { vendor, available: expect.any(Boolean), lastSyncedAt: syncedAt };
      expect(numberVendors).toEqual(vendor === 'ONEINBOX' ? [down, rest] : [rest, down]);

      const { numberOperations } = await ask(app, `{ numberOperations { totalCount nodes { kind } } }`);
      expect(numberOperations).toEqual({ totalCount: 1, nodes: [{ kind: 'ADOPT' }] });

      const ofEntities = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
        ... on PstnNumber { id } ... on Agent { id phoneNumbers { totalCount outages { vendor } } }
      } }`;
      const ids = edges.map(({ node }) => node).filter(({ address }) => address.startsWith('+'));
      const representations = [
        ...ids.map(({ id }) => ({ __typename: 'PstnNumber', id })),
        { __typename: 'Agent', id: AGENT_ID },
      ];
      const { _entities } = await ask(app, ofEntities, { representations });
      const agent = { id: AGENT_ID, phoneNumbers: { totalCount: 1, outages: [{ vendor }] } };
      expect(_entities).toEqual([...ids.map(({ id }) => ({ id })), agent]);
    } finally {
      await app.stop();
    }
  });

  it.concurrent('is no outage to those who ask for the other vendor', async () => {
    const app = await startWithNumbers();
    try {
      app.sandbox.control.addFault({ vendor: 'VOGENT', kind: '500-before' });
      await listNumbers(app, { maxAge: 0 });
      const page = await listNumbers(app, { maxAge: 0, filter: { vendors: ['ONEINBOX'] } });
      expect(page).toMatchObject({ totalCount: 1, outages: [] });
    } finally {
      await app.stop();
    }
  });

  it.concurrent('is named as long as it lasts, with the time it began, also to those who do not ask for age 0', async () => {
    const app = await startWithNumbers();
    try {
      app.sandbox.control.addFault({ vendor: 'VOGENT', kind: 'reset-before' });
      const [first] = (await listNumbers(app, { maxAge: 0 })).outages;
      const [second] = (await listNumbers(app, { maxAge: 0 })).outages;
      expect(second).toMatchObject({ vendor: 'VOGENT', since: first?.since });
      expect((await listNumbers(app)).outages).toMatchObject([{ vendor: 'VOGENT', since: first?.since }]);
    } finally {
      await app.stop();
    }
  });

  it.concurrent.each([
    ['hangs', 'ONEINBOX'],
    ['hangs', 'VOGENT'],
    ['is not there at all', 'ONEINBOX'],
    ['is not there at all', 'VOGENT'],
  ] as const)('and %s from the start (%s) does not hide the other', async (how, vendor) => {
    const sandbox = await startSandbox({ vendors: builtInVendors });
    const isThere = how === 'hangs';
    if (isThere) sandbox.control.addFault({ vendor, kind: 'hang' });
    const dead = { API_KEY: 'key', BASE_URL: await findDeadUrl() };
    const accounts = { ...sandbox.accounts, ...(!isThere && { [vendor]: dead }) };
    const app = await startTestApp({ vendorTimeoutMs: TIMEOUT_MS, sandbox: false, accounts });
    try {
      const input = { vendor: other[vendor], areaCode: '415' };
      const { availableNumbers } = await ask(app, available, { input });
      expect(availableNumbers.userErrors).toEqual([]);
      const { phoneNumbers } = await ask(app, `{ phoneNumbers { totalCount outages { vendor } } }`);
      // OneInbox cannot be listed, and nothing of it is known yet: not to be asked is no outage.
      const expected = vendor === 'VOGENT' ? { totalCount: 0, outages: [{ vendor }] } : { totalCount: 4, outages: [] };
      expect(phoneNumbers).toEqual(expected);
    } finally {
      await app.stop();
      await sandbox.stop();
    }
  });
});

describe('an outage', () => {
  let app: TestApp;
  afterEach(async () => {
    vi.useRealTimers();
    await app.stop();
  });

  const vendorsNow = async () => (await ask(app, `{ numberVendors { vendor available } }`)).numberVendors;

  it.each(['ONEINBOX', 'VOGENT'] as const)('of %s is over once it answers again', async (vendor) => {
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
      const read = await ask(app, one, { id: first?.node.id });
      expect(read.phoneNumber.syncedAt).not.toBe(first?.node.syncedAt);
      expect((await listNumbers(app)).outages).toEqual([]);
    },
  );

  it('that lasts makes the service hold its calls back, until the vendor has had ten seconds', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    app = await startWithNumbers();
    const { control } = app.sandbox;
    control.addFault({ vendor: 'VOGENT', kind: '500-before' });
    for (let call = 0; call < 2; call += 1) await listNumbers(app, { maxAge: 0 });
    const rest = { vendor: 'ONEINBOX', available: true };
    expect(await vendorsNow()).toEqual([rest, { vendor: 'VOGENT', available: false }]);

    control.clearFaults();
    control.clearCalls();
    const held = await listNumbers(app, { maxAge: 0, filter: { vendors: ['VOGENT'] } });
    expect(held).toMatchObject({ totalCount: 4, outages: [{ vendor: 'VOGENT' }] });
    expect(control.calls()).toEqual([]);

    vi.setSystemTime(Date.now() + 10_001);
    expect((await listNumbers(app, { maxAge: 0 })).outages).toEqual([]);
    expect(await vendorsNow()).toEqual([rest, { vendor: 'VOGENT', available: true }]);
  });
});
