import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VendorName } from '../../src/domain/phone-number.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { createPostgresDatabase } from '../support/databases.ts';
import { type EchoingVendors, echoes, startEchoingVendors } from '../support/echoing-vendors.ts';
import { findPieces, findSecrets, password, placesOf, spellingsByName, username } from '../support/secrets.ts';
import { startTestApp, type TestApp, type TestSettings } from '../support/test-app.ts';
import { loadSubject, settingsOf } from '../support/vendor-contract/subject.ts';
import { vendorOf, vendorsWith, vendorWith } from '../support/vendors.ts';

const importing = vendorsWith('SIP_IMPORT');
const hosting = vendorWith('SIP_CREATE');
const payload = `{
  phoneNumber { ... on PhoneNumberRecord { address label status } ... on PstnNumber { carrier trunk { terminationUri } } }
  operation { status userErrors { code message field } history { note } }
  userErrors { code message field suggestions }
}`;
const importQuery = `mutation Import($input: ImportSipNumberInput!) { importSipNumber(input: $input) ${payload} }`;
const createQuery = `mutation Create($input: CreateSipNumberInput!) { createSipNumber(input: $input) ${payload} }`;
const readQuery = `{
  numberOperations(first: 100) { nodes { idempotencyKey actor userErrors { code message field } history { note } } }
  phoneNumbers(first: 100, maxAge: 0) { nodes { ... on PhoneNumberRecord { address label } } outages { message } }
  numberVendors { vendor available }
}`;
const spellings = Object.entries(spellingsByName(password));
const sign = JSON.stringify(password).slice(1, -1);

describe('the password of a SIP trunk or user, echoed by its vendor', { timeout: 120_000 }, () => {
  let sandbox: Sandbox;
  let vendors: EchoingVendors;
  let app: TestApp;
  let answers: unknown[];
  let line = 0;
  let dropDatabase = async (): Promise<void> => undefined;
  beforeEach(async () => {
    [sandbox, vendors] = await Promise.all([startSandbox({ vendors: builtInVendors }), startEchoingVendors()]);
    answers = [];
    line = 0;
    dropDatabase = async () => undefined;
  });
  afterEach(async () => {
    await app.stop();
    await Promise.all([sandbox.stop(), vendors.stop(), dropDatabase()]);
  });

  async function start(settings: TestSettings = {}): Promise<void> {
    const accounts: Record<VendorName, unknown> = {};
    for (const definition of builtInVendors) {
      const url = vendors.urlOf(sandbox.urlOf(definition.name));
      accounts[definition.name] = settingsOf(await loadSubject(definition), url).settings;
    }
    const recovery = { recoveryGraceSeconds: 0, recoveryPatienceSeconds: 0, recoveryIntervalSeconds: 1 };
    app = await startTestApp({ sandbox: false, accounts, vendorTimeoutMs: 2_000, ...recovery, ...settings });
  }

  async function send(query: string, input: object): Promise<void> {
    const answer = await app.graphql(query, { input: { idempotencyKey: randomUUID(), username, password, ...input } });
    expect(answer.errors).toBeUndefined();
    answers.push(answer);
  }

  /** Every mutation that takes a password, at every vendor that it is for. */
  async function mutateAll(): Promise<void> {
    line += 1;
    const number = `+1212555${1000 + line}`;
    const trunk = { number, terminationUri: 'trunk.example.com', label: 'A' };
    await Promise.all([
      ...importing.map((vendor) => send(importQuery, { vendor, ...trunk, ...vendorOf(vendor).importMembers })),
      send(createQuery, { vendor: hosting.name, sipPrefix: `desk-${line}` }),
    ]);
  }

  /** All that a service tells by itself. */
  async function readAll(): Promise<void> {
    answers.push(await app.graphql(readQuery));
    for (const path of ['/health/ready', '/graphiql/info.json', '/metrics']) {
      answers.push(await (await fetch(`${app.url}${path}`)).text());
    }
  }

  /** Every spelling in some of the ways to echo, every way with some of the spellings. */
  async function echoAll(every: number): Promise<void> {
    for (const [at, [, text]] of spellings.entries()) {
      for (const echo of echoes.filter((_, which) => which % every === at % every)) {
        vendors.set({ echo, text, sign });
        await mutateAll();
      }
    }
    vendors.set(null);
    await readAll();
    // They did get there, or all this would prove nothing.
    expect(vendors.struck()).toBeGreaterThan(line * importing.length);
    expect(line).toBeGreaterThanOrEqual(Math.max(spellings.length, echoes.length));
  }

  it('is found nowhere: not in an answer, the log, the database or a page', async () => {
    await start();
    await echoAll(13);
    expect(findSecrets(app, answers, [password, username])).toEqual([]);
    await app.restart();
    await readAll();
    expect(findSecrets(app, answers, [password, username])).toEqual([]);
  });

  it('is found nowhere on PostgreSQL', async () => {
    const { url, drop } = await createPostgresDatabase();
    dropDatabase = drop;
    await start({ databaseUrl: url });
    await echoAll(38);
    const rows = Buffer.from(JSON.stringify(await readDatabase(url)));
    expect(rows.includes('+12125551001')).toBe(true);
    expect(findPieces([...placesOf(app, answers), ['the database', rows]], [password, username])).toEqual([]);
  });
});

async function readDatabase(url: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query(
      "select table_schema || '.' || table_name as name from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema')",
    );
    const all: unknown[] = [];
    for (const { name } of rows) all.push(...(await client.query(`select * from ${name}`)).rows);
    return all;
  } finally {
    await client.end();
  }
}
