import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createPostgresDatabase } from '../support/databases.ts';
import { openLink } from '../support/frozen-link.ts';
import { documentOf, type ShownPayload } from '../support/mutations.ts';
import { countNumbers, listQuery } from '../support/numbers.ts';
import { type PostgresServer, startPostgresServer } from '../support/postgres-server.ts';
import { type Answer, startTestApp, type TestApp } from '../support/test-app.ts';
import { listed, vendorsWith } from '../support/vendors.ts';

const CALLERS = 8;
const KEYS_PER_CALLER = 5;
const OUTAGE_MS = 1_000;
/** Longer than the service waits for an answer of its database. */
const FREEZE_MS = 22_000;
/** From the first call for a key to its end; a lease of the app below has to run out meanwhile. */
const PATIENCE_MS = 90_000;
/** A busy machine takes its time; nothing is late before that. */
const MACHINE = { timeout: 60_000, interval: 5 };

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgresServer();
});
afterAll(() => server.remove());

let database: { readonly url: string; drop(): Promise<void> };
let app: TestApp;
beforeEach(async () => {
  await server.start();
  database = await createPostgresDatabase({ serverUrl: server.url });
  app = await startTestApp({
    databaseUrl: database.url,
    vendorTimeoutMs: 500,
    recoveryIntervalSeconds: 1,
    recoveryGraceSeconds: 1,
  });
});
afterEach(async () => {
  await app.stop();
  await server.start();
  await database.drop();
});

const salesOf = (number: string) => app.sandbox.control.sales().filter((sale) => sale.number === number).length;

/** What a caller heard of a key, and how often its number had been sold by then. */
type Heard = { readonly answer: Answer; readonly sales: number };

/** Asks again with the same key until told an end. */
async function buyWithPatience(number: string, heard: Heard[] = []): Promise<Heard[]> {
  const input = { idempotencyKey: `key-${number}`, vendor: listed.name, number };
  const startedAt = performance.now();
  while (performance.now() - startedAt < PATIENCE_MS) {
    const answer = await app.graphql(documentOf('purchaseNumber'), { input });
    heard.push({ answer, sales: salesOf(number) });
    const payload: ShownPayload | undefined = answer.data?.purchaseNumber;
    if (payload?.operation?.status === 'SUCCEEDED') return heard;
    await sleep(100);
  }
  throw new Error(`No end for ${number}: ${JSON.stringify(heard.at(-1)?.answer)}`);
}

describe('a service whose PostgreSQL goes away in the middle of purchases', () => {
  it('ends each of them with one sale once it is back, and never says what is not so', async () => {
    // Keeps purchases in the air when the server goes.
    app.sandbox.control.addFault({ vendor: listed.name, operation: 'purchase', kind: 'late', delayMs: 100 });
    const callers = Array.from({ length: CALLERS }, async (_, caller) => {
      const numbers = Array.from(
        { length: KEYS_PER_CALLER },
        (_none, key) => `+1305555${`0${150 + caller * 5 + key}`}`,
      );
      const all: Heard[][] = [];
      for (const number of numbers) all.push(await buyWithPatience(number));
      return all;
    });
    await vi.waitFor(() => expect(app.sandbox.control.sales().length).toBeGreaterThan(CALLERS), MACHINE);
    await server.stop();
    const heardLate: Heard[] = [];
    const late = buyWithPatience('+13055550199', heardLate);
    await sleep(OUTAGE_MS);
    await vi.waitFor(() => expect(heardLate).not.toEqual([]), MACHINE);
    await server.start();
    const keys = [...(await Promise.all(callers)).flat(), await late];

    expect(heardLate.length).toBeGreaterThan(1);
    expect(app.sandbox.control.sales()).toHaveLength(keys.length);
    expect([...new Set(keys.flat().map(({ answer }) => answer.status))]).toEqual([200]);
    for (const heard of keys) {
      const told = heard.flatMap(({ answer, sales }) => {
        const payload: ShownPayload | null = answer.data?.purchaseNumber ?? null;
        return payload?.operation ? [{ ...payload.operation, sales }] : [];
      });
      expect(new Set(told.map(({ id }) => id)).size).toBe(1);
      // Only what brought nothing may be called failed.
      for (const { status, sales } of told) if (status === 'FAILED') expect(sales).toBe(0);
      const end = told.at(-1);
      expect(end?.status).toBe('SUCCEEDED');
      expect(salesOf(end?.phoneNumber?.address ?? '')).toBe(1);
    }
    await expectToBeReady();
  }, 240_000);

  it('answers what a vendor has done meanwhile as done', async () => {
    const link = await openLink(database.url);
    onTestFinished(() => link.close());
    await app.restart({ databaseUrl: link.url, vendorTimeoutMs: 20_000 });
    app.sandbox.control.addFault({ vendor: listed.name, operation: 'purchase', kind: 'late', delayMs: 500 });
    const purchase = buyWithPatience('+13055550150');
    await vi.waitFor(() => expect(salesOf('+13055550150')).toBe(1), MACHINE);
    link.cut();
    const answered = () =>
      app.logLines.filter((line) => /"msg":"vendor call"/.test(line) && /"operationId"/.test(line));
    await vi.waitFor(() => expect(answered()).toHaveLength(1), MACHINE);
    const before = link.refusals();
    await vi.waitFor(() => expect(link.refusals()).toBeGreaterThan(before), MACHINE);
    link.mend();
    expect((await purchase).map(({ answer }) => answer.data.purchaseNumber.operation.status)).toEqual(['SUCCEEDED']);
  }, 240_000);

  it('answers reads with an error meanwhile, never with what is not so, and comes back by itself', async () => {
    const all = countNumbers(app, vendorsWith('LIST'));
    const expectAll = async () => expect((await app.graphql(listQuery)).data.phoneNumbers.totalCount).toBe(all);
    await vi.waitFor(expectAll, MACHINE);
    const [number] = (await app.graphql(listQuery)).data.phoneNumbers.edges;
    await server.stop();
    const reads: [string, object?][] = [
      [listQuery],
      [listQuery, { maxAge: 0 }],
      ['{ numberOperations { totalCount nodes { id } } }'],
      ['query ($id: ID!) { phoneNumber(id: $id) { ... on PhoneNumberRecord { id } } }', { id: number.node.id }],
      [
        '{ _entities(representations: [{ __typename: "Agent", id: "a" }]) { ... on Agent { phoneNumbers { totalCount } } } }',
      ],
      ['{ numberOperation(idempotencyKey: "key-1") { id } }'],
    ];
    const answers = await Promise.all(reads.map(([query, variables]) => app.graphql(query, variables)));
    for (const { status, data, errors } of answers) {
      expect(status).toBe(200);
      expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['INTERNAL_SERVER_ERROR']);
      // Of an agent, which is not ours, only what we add to it is null.
      const [answered = null] = Object.values(data ?? {}).flat();
      expect([null, { phoneNumbers: null }]).toContainEqual(answered);
    }
    const live = await fetch(`${app.url}/health/live`);
    const ready = await fetch(`${app.url}/health/ready`);
    expect([live.status, ready.status]).toEqual([200, 503]);

    await server.start();
    await expectToBeReady();
    await expectAll();
  });
});

describe('a service whose PostgreSQL is frozen in the middle of purchases', () => {
  it('says within seconds that it is not ready, and ends each purchase with one sale once it goes on', async () => {
    const link = await openLink(database.url);
    onTestFinished(() => link.close());
    await app.restart({ databaseUrl: link.url });
    app.sandbox.control.addFault({ vendor: listed.name, operation: 'purchase', kind: 'late', delayMs: 100 });
    const numbers = Array.from({ length: CALLERS }, (_, caller) => `+130555501${50 + caller}`);
    const callers = numbers.map((number) => buyWithPatience(number));
    await vi.waitFor(() => expect(app.sandbox.control.sales().length).toBeGreaterThan(0), MACHINE);
    link.freeze();
    // Far below what the service waits for an answer of its database.
    const patient = AbortSignal.timeout(10_000);
    expect((await fetch(`${app.url}/health/ready`, { signal: patient })).status).toBe(503);
    await sleep(FREEZE_MS);
    link.thaw();
    for (const heard of await Promise.all(callers)) {
      expect([...new Set(heard.map(({ answer }) => answer.status))]).toEqual([200]);
    }
    expect(numbers.map(salesOf)).toEqual(numbers.map(() => 1));
    await expectToBeReady();
  }, 240_000);
});

async function expectToBeReady(): Promise<void> {
  await vi.waitFor(async () => expect((await fetch(`${app.url}/health/ready`)).status).toBe(200), MACHINE);
}
