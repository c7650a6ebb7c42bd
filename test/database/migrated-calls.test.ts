import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPostgres } from '../../src/database/database.ts';
import { createMigrator } from '../../src/database/migrate.ts';
import { openPostgres } from '../../src/database/postgres.ts';
import { openSqlite } from '../../src/database/sqlite.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { createPostgresDatabase, engines } from '../support/databases.ts';
import { codesOf, mutate, untilOperation } from '../support/mutations.ts';
import { soldIn } from '../support/purchases.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { listed, unlisted } from '../support/vendors.ts';

/**
 * What a service of that version wrote, run on fake vendors until an operation stood in every way that there is. Times are
 * moved to a day that has passed.
 */
const fixture = readFileSync(new URL('fixtures/before-calls.sql', import.meta.url), 'utf8');

/** The values of the rows' columns that tests ask for. */
const lineOf = (key: string) => fixture.split('\n').find((line) => line.includes(`'${key}'`)) ?? '';
const idOf = (key: string) => /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/.exec(lineOf(key))?.[0] ?? '';

/** The numbers that the calls asked for. */
const targets = {
  'lost-and-failed': '+12155550151',
  'lost-and-bought': '+12195550150',
  'lost-and-open': '+12185550150',
} as const;

const agentOf = (vendor: typeof listed) => vendor.agents.first;
const purchases = {
  'done-vogent': { vendor: listed.name, areaCode: '212', label: 'Front desk', agentId: agentOf(listed) },
  'done-oneinbox': { vendor: unlisted.name, areaCode: '213', agentId: agentOf(unlisted) },
  refused: { vendor: listed.name, areaCode: '214' },
  'lost-and-failed': { vendor: listed.name, areaCode: '215' },
  'lost-and-bought': { vendor: listed.name, areaCode: '219' },
  'lost-and-open': { vendor: listed.name, areaCode: '218' },
  'held-before': { vendor: listed.name, number: '+14155550160' },
  settled: { vendor: unlisted.name, areaCode: '216', agentId: agentOf(unlisted) },
  'settled-as-failed': { vendor: unlisted.name, areaCode: '217', agentId: agentOf(unlisted) },
};

describe.each(engines)('a database on %s of the version that had no row for each call', (engine) => {
  let app: TestApp;
  let sandbox: Sandbox;
  const endings: (() => unknown)[] = [];
  beforeAll(async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'phone-numbers-'));
    endings.push(() => rmSync(dataDir, { recursive: true, force: true }));
    const postgres = engine === 'PostgreSQL' ? await createPostgresDatabase() : null;
    if (postgres) endings.push(postgres.drop);
    const databaseUrl = postgres?.url ?? null;
    await writeOld(dataDir, databaseUrl);
    sandbox = await startSandbox({ vendors: builtInVendors });
    endings.push(() => sandbox.stop());
    // What the vendors have of it: all that was sold, one of which their list showed late.
    for (const [vendor, id, number] of heldAtVendors()) {
      const isSeeded = sandbox.control.numbers(vendor).some((seeded) => seeded.id === id);
      if (!isSeeded) sandbox.control.addNumber({ vendor, id, number });
    }
    sandbox.control.addNumber({ vendor: listed.name, number: targets['lost-and-bought'] });
    sandbox.control.addNumber({ vendor: listed.name, number: targets['lost-and-open'] });
    app = await startTestApp({
      ...{ dataDir, databaseUrl, sandbox: false, accounts: sandbox.accounts },
      recoveryGraceSeconds: 0,
      recoveryIntervalSeconds: 0.2,
    });
    endings.push(() => app.stop());
  });
  afterAll(async () => {
    for (const end of endings.reverse()) await end();
  });

  const repeat = (key: keyof typeof purchases) =>
    mutate(app, 'purchaseNumber', { idempotencyKey: key, ...purchases[key] });

  it.each(['done-vogent', 'done-oneinbox', 'settled'] as const)('replays %s with its number', async (key) => {
    const { phoneNumber, operation, userErrors } = await repeat(key);
    expect({ id: operation?.id, status: operation?.status, userErrors }).toEqual({
      id: idOf(key),
      status: 'SUCCEEDED',
      userErrors: [],
    });
    expect(fixture).toContain(`'${phoneNumber?.vendorId}'`);
    expect(soldIn({ sandbox }, purchases[key].areaCode)).toEqual([]);
  });

  it('replays an import and a SIP user', async () => {
    const imported = await mutate(app, 'importSipNumber', {
      idempotencyKey: 'imported',
      vendor: unlisted.name,
      number: '+49 30 901820',
      terminationUri: 'trunk.example.com',
      carrier: 'twilio',
      username: 'trunk-user',
      password: 'another one',
      agentId: agentOf(unlisted),
    });
    expect(imported).toMatchObject({ phoneNumber: { address: '+4930901820' }, operation: { id: idOf('imported') } });
    const hosted = await mutate(app, 'createSipNumber', {
      idempotencyKey: 'sip-user',
      vendor: listed.name,
      sipPrefix: 'front-desk',
      username: 'desk-user',
      password: 'another one',
    });
    expect(hosted).toMatchObject({ operation: { id: idOf('sip-user'), status: 'SUCCEEDED' }, userErrors: [] });
  });

  it('replays a refusal, and refuses a key with another input', async () => {
    const { operation, userErrors } = await repeat('refused');
    expect({ id: operation?.id, userErrors }).toMatchObject({
      id: idOf('refused'),
      userErrors: [{ code: 'VENDOR_REJECTED', message: expect.stringContaining('Your card was declined') }],
    });
    const other = { ...purchases.refused, idempotencyKey: 'refused', areaCode: '206' };
    expect(codesOf(await mutate(app, 'purchaseNumber', other))).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });

  it('finds the number of a call that is open', async () => {
    const found = await untilOperation(app, idOf('lost-and-open'), { status: 'SUCCEEDED' });
    expect(found.phoneNumber?.address).toBe(targets['lost-and-open']);
  });

  it('heals a purchase that failed, and whose number is there after all', async () => {
    const found = await untilOperation(app, idOf('lost-and-bought'), { status: 'SUCCEEDED' });
    expect(found.phoneNumber?.address).toBe(targets['lost-and-bought']);
    expect((await repeat('lost-and-bought')).phoneNumber?.address).toBe(targets['lost-and-bought']);
    expect(soldIn({ sandbox }, '219')).toEqual([]);
  });

  it('lets the key of a lost call ask for its number again, and for no other that is for sale', async () => {
    expect(listed.stockNumber('215')).not.toBe(targets['lost-and-failed']);
    const { phoneNumber, operation } = await repeat('lost-and-failed');
    expect({ id: operation?.id, address: phoneNumber?.address }).toEqual({
      id: idOf('lost-and-failed'),
      address: targets['lost-and-failed'],
    });
    expect(soldIn({ sandbox }, '215')).toEqual([targets['lost-and-failed']]);
  });

  it('does not take what the account had before for what a key bought', async () => {
    await repeat('held-before');
    const operation = await untilOperation(app, idOf('held-before'), { status: 'FAILED' });
    expect(codesOf(operation)).toEqual(['NUMBER_UNAVAILABLE']);
    expect(soldIn({ sandbox }, '415')).toEqual([]);
  });

  it('replays what a person settled as failed', async () => {
    const { operation, userErrors } = await repeat('settled-as-failed');
    expect({ id: operation?.id, status: operation?.status }).toEqual({
      id: idOf('settled-as-failed'),
      status: 'FAILED',
    });
    expect(userErrors).toMatchObject([{ retryable: false, charged: 'NO' }]);
    expect(soldIn({ sandbox }, '217')).toEqual([]);
  });
});

/** The telephone numbers of the old registry: vendor, the vendor's id, number. */
function heldAtVendors(): [string, string, string][] {
  const rows = [...fixture.matchAll(/values \('[\w-]+', '([A-Z]+)', '([^']+)', 'PSTN', '(\+\d+)'/g)];
  return rows.map(([, vendor = '', id = '', number = '']) => [vendor, id, number]);
}

async function writeOld(dataDir: string, databaseUrl: string | null): Promise<void> {
  const logging = { logger: createLogger('silent'), log: () => undefined };
  const database =
    databaseUrl === null
      ? openSqlite(join(dataDir, 'phone-numbers.db'), logging.log)
      : await openPostgres({ url: databaseUrl, schema: 'phone_numbers' }, logging);
  expect((await createMigrator(database).migrateTo('0002-follow-ups-and-markers')).error).toBeUndefined();
  const place = isPostgres(database) ? 'phone_numbers.' : '';
  for (const statement of fixture.split(/;\n/)) {
    const insert = statement.replace('insert into ', `insert into ${place}`).trim();
    if (insert !== '') await sql.raw(insert).execute(database);
  }
  const forward = isPostgres(database)
    ? sql`select setval('phone_numbers.event_sequence', 1000)`
    : sql`update event_sequence set last = 1000`;
  await forward.execute(database);
  await database.destroy();
}
