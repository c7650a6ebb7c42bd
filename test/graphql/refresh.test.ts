import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { toNumberId } from '../../src/domain/number-id.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { addListedNumbers, adopt, dataOf, linesOf, listNumbers } from '../support/numbers.ts';
import { startLiveService } from '../support/shared-sandbox.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { listed, unlisted } from '../support/vendors.ts';

const address = '+12125550142';
const agentId = 'agent-of-the-change';
const patience = { timeout: 20_000, interval: 100 };

const ofAgent = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on Agent { phoneNumbers { totalCount outages { vendor } } } }
}`;
const ofNumber = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on PstnNumber { agent { id } } }
}`;

/** How things stand with the listed vendor, in one answer. */
const standing = `query ($maxAge: Int, $filter: PhoneNumberFilter) {
  phoneNumbers(maxAge: $maxAge, filter: $filter) { totalCount refreshing outages { vendor since } }
  numberVendors { vendor available availableSince }
}`;
const filter = { vendors: [listed.name] };

const listCalls = ({ sandbox }: Pick<TestApp, 'sandbox'>): number =>
  sandbox.control.calls().filter(({ vendor, operation }) => vendor === listed.name && operation === 'list').length;

describe('a refresh that is due', () => {
  let app: TestApp;
  afterEach(() => app.stop());

  /** An app that knows a number whose agent somebody has just changed at the vendor. */
  async function startBehind(): Promise<string> {
    app = await startTestApp({ maxAgeSeconds: 1 });
    const { control } = app.sandbox;
    const { id } = control.addNumber({ vendor: listed.name, number: address, agentId: 'agent-before' });
    await listNumbers(app, { maxAge: 0 });
    control.removeNumber(listed.name, id);
    control.addNumber({ vendor: listed.name, id, number: address, agentId });
    return toNumberId(listed.name, id);
  }

  it('is started by entity reads of agents alone', async () => {
    await startBehind();
    const representations = [{ __typename: 'Agent', id: agentId }];
    await vi.waitFor(async () => {
      const { _entities } = dataOf(await app.graphql(ofAgent, { representations }));
      expect(_entities).toEqual([{ phoneNumbers: { totalCount: 1, outages: [] } }]);
    }, patience);
  });

  it('is started by entity reads of numbers alone', async () => {
    const id = await startBehind();
    const representations = [{ __typename: 'PstnNumber', id }];
    await vi.waitFor(async () => {
      const { _entities } = dataOf(await app.graphql(ofNumber, { representations }));
      expect(_entities).toEqual([{ agent: { id: agentId } }]);
    }, patience);
  });

  it('is started by a read of one number, for all the others too', async () => {
    await startBehind();
    const [other] = app.sandbox.control.numbers(listed.name);
    const id = toNumberId(listed.name, other?.id ?? '');
    app.sandbox.control.clearCalls();
    await vi.waitFor(async () => {
      await app.graphql('query ($id: ID!) { phoneNumber(id: $id) { __typename } }', { id });
      expect(listCalls(app)).toBeGreaterThan(0);
    }, patience);
  });

  it('is no part of the request that starts it', async () => {
    await startBehind();
    const representations = [{ __typename: 'Agent', id: agentId }];
    app.logLines.length = 0;
    await vi.waitFor(async () => {
      await app.graphql(ofAgent, { representations }, { 'x-request-id': 'the-entity-read' });
      const calls = linesOf(app).filter(({ msg }) => msg === 'vendor call');
      expect(calls.length).toBeGreaterThan(0);
      expect(calls.map(({ requestId }) => requestId)).not.toContain('the-entity-read');
    }, patience);
  });

  it('costs no statement while none is due', async () => {
    // What looks after open operations has statements of its own.
    app = await startTestApp({ recoveryIntervalSeconds: 600 });
    await listNumbers(app, { maxAge: 0 });
    const representations = [{ __typename: 'Agent', id: agentId }];
    // At first, when the vendors were read is looked up, and nobody waits for that.
    await vi.waitFor(async () => {
      app.logLines.length = 0;
      for (let read = 0; read < 50; read += 1) await app.graphql(ofAgent, { representations });
      expect(linesOf(app).filter(({ msg }) => msg === 'sql')).toHaveLength(50);
    }, patience);
  });

  it('is not started anew by every read once it has failed', async () => {
    app = await startTestApp({ maxAgeSeconds: 0 });
    await listNumbers(app, { maxAge: 0 });
    app.sandbox.control.addFault({ vendor: listed.name, operation: 'list', kind: 'refuse' });
    app.sandbox.control.clearCalls();
    const representations = [{ __typename: 'Agent', id: agentId }];
    for (let read = 0; read < 30; read += 1) {
      await app.graphql(ofAgent, { representations });
      await listNumbers(app);
      await sleep(60);
    }
    // One may have begun before the fault did.
    expect(listCalls(app)).toBeLessThanOrEqual(2);
    expect(listCalls(app)).toBeGreaterThan(0);
  });
});

describe('instances on one database', () => {
  it('count the refreshes of each other', async () => {
    const { apps, stop } = await startLiveService('PostgreSQL', { maxAgeSeconds: 3 });
    try {
      const [reader, refresher] = apps;
      if (!reader || !refresher) throw new Error('There are two instances.');
      await Promise.all(apps.map((app) => listNumbers(app, { maxAge: 0 })));
      reader.logLines.length = 0;
      const until = Date.now() + 7_000;
      while (Date.now() < until) {
        await listNumbers(refresher, { maxAge: 0 });
        await reader.graphql(ofAgent, { representations: [{ __typename: 'Agent', id: agentId }] });
        await sleep(100);
      }
      expect(linesOf(reader).filter(({ msg }) => msg === 'vendor call')).toEqual([]);
    } finally {
      await stop();
    }
  }, 60_000);
});

describe('a vendor that is slow', () => {
  let app: TestApp;
  afterEach(() => app.stop());

  const stand = async (maxAge: number | null = null) => {
    const { phoneNumbers, numberVendors } = dataOf(await app.graphql(standing, { maxAge, filter }));
    const { available } = numberVendors.find(({ vendor }: { vendor: string }) => vendor === listed.name);
    return { ...phoneNumbers, available };
  };

  it('is refreshing, and not down, while a walk takes longer than a call may', async () => {
    // Eight pages, of which each is answered long before an attempt is given up.
    app = await startTestApp({ vendorTimeoutMs: 3_000 });
    await listNumbers(app, { maxAge: 0 });
    addListedNumbers(app, 800);
    const inAll = app.sandbox.control.numbers(listed.name).length;
    app.sandbox.control.addFault({ vendor: listed.name, operation: 'list', kind: 'late', delayMs: 500 });
    const slow = { refreshing: [listed.name], outages: [], available: true };
    const first = stand(0);
    await sleep(1_500);
    const second = stand(0);
    expect(await stand()).toMatchObject(slow);
    expect(await first).toMatchObject(slow);
    expect(await second).toMatchObject(slow);
    await vi.waitFor(async () => {
      const now = await stand();
      expect(now.outages).toEqual([]);
      expect(now).toMatchObject({ totalCount: inAll, refreshing: [], available: true });
    }, patience);
  });

  it('is refreshing, and not down, while it is read for the very first time', async () => {
    await using sandbox = await startSlowSandbox();
    app = await startTestApp({ sandbox: false, accounts: sandbox.accounts, vendorTimeoutMs: 10_000 });
    expect(await stand()).toMatchObject({ totalCount: 0, refreshing: [listed.name], outages: [], available: true });
    await vi.waitFor(
      async () => expect(await stand()).toMatchObject({ refreshing: [], outages: [], available: true }),
      patience,
    );
  });

  it('is not refreshing once it has failed, but out', async () => {
    app = await startTestApp({ vendorTimeoutMs: 3_000 });
    await listNumbers(app, { maxAge: 0 });
    app.sandbox.control.addFault({ vendor: listed.name, kind: 'hang' });
    await stand(0);
    expect(await stand(0)).toMatchObject({ refreshing: [], outages: [{ vendor: listed.name }], available: false });
  });
});

async function startSlowSandbox() {
  const sandbox = await startSandbox({ vendors: builtInVendors });
  sandbox.control.addFault({ vendor: listed.name, operation: 'list', kind: 'late', delayMs: 2_500 });
  return { accounts: sandbox.accounts, [Symbol.asyncDispose]: () => sandbox.stop() };
}

describe('a stream of callers who ask for age 0', () => {
  let app: TestApp;
  afterEach(() => app.stop());

  const CALLERS = 1_000;
  const SECONDS = 10;
  const PER_SECOND = 2;

  async function stream(ask: () => Promise<unknown>): Promise<number> {
    const startedAt = performance.now();
    const asked: Promise<unknown>[] = [];
    for (let caller = 0; caller < CALLERS; caller += 1) {
      asked.push(ask());
      await sleep(Math.max(0, startedAt + (caller * SECONDS * 1_000) / CALLERS - performance.now()));
    }
    await Promise.all(asked);
    return (performance.now() - startedAt) / 1_000;
  }

  it('costs one sync for each interval at most, and shows each what it asked for', async () => {
    app = await startTestApp({ refreshMinIntervalMs: 1_000 / PER_SECOND });
    await listNumbers(app, { maxAge: 0 });
    app.sandbox.control.clearCalls();
    const changed = sleep(SECONDS * 500).then(() => {
      app.sandbox.control.addNumber({ vendor: listed.name, number: address });
      return Date.now();
    });
    const seen: { askedAt: number; isThere: boolean }[] = [];
    const seconds = await stream(async () => {
      const askedAt = Date.now();
      const { totalCount } = await listNumbers(app, { maxAge: 0, first: 1, filter: { contains: address } });
      seen.push({ askedAt, isThere: totalCount === 1 });
    });
    expect(listCalls(app)).toBeLessThanOrEqual(Math.ceil(seconds * PER_SECOND) + 1);
    expect(listCalls(app)).toBeGreaterThan(SECONDS);
    const dueAt = (await changed) + 1_000 / PER_SECOND;
    const late = seen.filter(({ askedAt }) => askedAt > dueAt);
    expect(late.length).toBeGreaterThan(0);
    expect(late.every(({ isThere }) => isThere)).toBe(true);
  }, 60_000);

  it.each(['answers', 'fails'] as const)(
    'costs one read of a number for each interval at most, where the vendor %s',
    async (how) => {
      app = await startTestApp({ refreshMinIntervalMs: 1_000 / PER_SECOND });
      const [number] = app.sandbox.control.numbers(unlisted.name);
      const id = await adopt(app, unlisted.name, number?.id ?? '');
      if (how === 'fails') app.sandbox.control.addFault({ vendor: unlisted.name, operation: 'get', kind: 'refuse' });
      app.sandbox.control.clearCalls();
      const query = 'query ($id: ID!) { phoneNumber(id: $id, maxAge: 0) { ... on PhoneNumberRecord { syncedAt } } }';
      const seconds = await stream(() => app.graphql(query, { id }));
      const reads = app.sandbox.control.calls().filter(({ operation }) => operation === 'get').length;
      expect(reads).toBeLessThanOrEqual(Math.ceil(seconds * PER_SECOND) + 1);
      expect(reads).toBeGreaterThan(SECONDS);
    },
    60_000,
  );

  it('is told of the outage by each answer, also where the refresh that failed rests', async () => {
    app = await startTestApp({ refreshMinIntervalMs: 2_000 });
    await listNumbers(app, { maxAge: 0 });
    app.sandbox.control.addFault({ vendor: listed.name, operation: 'list', kind: 'refuse' });
    await vi.waitFor(async () => expect((await listNumbers(app, { maxAge: 0 })).outages).toHaveLength(1), patience);
    app.sandbox.control.clearCalls();
    const pages = await Promise.all(Array.from({ length: 20 }, () => listNumbers(app, { maxAge: 0 })));
    expect(pages.every(({ outages }) => outages.length === 1)).toBe(true);
    expect(listCalls(app)).toBe(0);
  });
});

describe('whether a vendor is available', () => {
  let app: TestApp;
  afterEach(() => app.stop());

  const ask = async () => {
    const { phoneNumbers, numberVendors } = dataOf(await app.graphql(standing, { maxAge: 0 }));
    return { outages: phoneNumbers.outages, vendors: numberVendors };
  };

  it.each(['500-before', 'reset-before', 'garbage', 'refuse', '429'] as const)(
    'is what outages say, with the same time, while the list fails by %s',
    async (kind) => {
      app = await startTestApp();
      const before = await ask();
      app.sandbox.control.addFault({ vendor: listed.name, operation: 'list', kind });
      for (let round = 0; round < 3; round += 1) {
        const { outages, vendors } = await ask();
        const since = outages[0]?.since;
        expect(outages).toEqual([{ vendor: listed.name, since: expect.any(String) }]);
        const told = vendors.find(({ vendor }: { vendor: string }) => vendor === listed.name);
        expect(told).toEqual({ vendor: listed.name, available: false, availableSince: since });
      }
      app.sandbox.control.clearFaults();
      await vi.waitFor(async () => {
        const { outages, vendors } = await ask();
        expect(outages).toEqual([]);
        const told = vendors.find(({ vendor }: { vendor: string }) => vendor === listed.name);
        const first = before.vendors.find(({ vendor }: { vendor: string }) => vendor === listed.name);
        expect(told.available).toBe(true);
        expect(told.availableSince > first.availableSince).toBe(true);
      }, patience);
    },
  );

  it('is not said since when before a vendor has answered for the first time', async () => {
    app = await startTestApp();
    const unasked = async () =>
      (await ask()).vendors.find(({ vendor }: { vendor: string }) => vendor === unlisted.name);
    // Of a vendor without a list, nothing is asked as long as no number of it is known.
    expect(await unasked()).toEqual({ vendor: unlisted.name, available: true, availableSince: null });
    const [number] = app.sandbox.control.numbers(unlisted.name);
    await adopt(app, unlisted.name, number?.id ?? '');
    expect(await unasked()).toMatchObject({ available: true, availableSince: expect.any(String) });
  });
});
