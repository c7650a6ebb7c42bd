import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { type Database, isPostgres } from '../../src/database/database.ts';
import { createMigrator, migrate } from '../../src/database/migrate.ts';
import { openPostgres } from '../../src/database/postgres.ts';
import { openSqlite } from '../../src/database/sqlite.ts';
import { toNumberId } from '../../src/domain/number-id.ts';
import { createLedgerReads } from '../../src/ledger/reads.ts';
import { createLedger } from '../../src/ledger/sql-ledger.ts';
import { createRegistry } from '../../src/registry/sql-registry.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { createPostgresDatabase, type Engine, engines } from '../support/databases.ts';
import { collectEndings } from '../support/endings.ts';
import { untilOperation } from '../support/mutations.ts';
import { startTestApp } from '../support/test-app.ts';
import { listed } from '../support/vendors.ts';

const endings = collectEndings();

const vendor = listed.name;
const vendorId = '5f0c8a34-0000-4000-8000-00000000a001';
const phoneNumberId = toNumberId(vendor, vendorId);
const address = '+13105514001';
const at = '2026-07-01T09:00:00.000Z';
const error = {
  code: 'AGENT_LINK_FAILED',
  message: 'Not linked yet.',
  field: ['input', 'agentId'],
  retryable: true,
  charged: 'YES',
  suggestions: [],
};

/** What a version wrote that knew no other follow-up than linking an agent. */
const oldRows = (agentId: string) => ({
  phone_numbers: [
    {
      id: phoneNumberId,
      vendor,
      vendor_id: vendorId,
      kind: 'PSTN',
      address,
      address_folded: address,
      label_folded: '',
      status: 'ACTIVE',
      acquisition: 'PURCHASED',
      locked: 0,
      created_sort: '',
      synced_at: at,
      first_seen_at: at,
      touched: 5,
      met: 7,
    },
  ],
  operations: [
    {
      ...oldOperation('00000000-0000-4000-8000-000000000001', 'unlinked', at),
      status: 'SUCCEEDED',
      request: JSON.stringify({ number: address, country: 'US', agentId }),
      target: address,
      held_ids: JSON.stringify([toNumberId(vendor, 'an-earlier-one')]),
      sent_at: at,
      pending_agent_id: agentId,
      phone_number_id: phoneNumberId,
      errors: JSON.stringify([error]),
      attempts: 2,
      checks: 1,
      due_at: at,
    },
    {
      ...oldOperation('00000000-0000-4000-8000-000000000002', 'failed', '2026-07-01T10:00:00.000Z'),
      status: 'FAILED',
      request: JSON.stringify({ areaCode: '212', country: 'US' }),
    },
  ],
  operation_steps: [
    { operation_id: '00000000-0000-4000-8000-000000000001', position: 1, at, status: 'PENDING', note: 'Begun.' },
    { operation_id: '00000000-0000-4000-8000-000000000001', position: 2, at, status: 'SUCCEEDED', note: 'Bought.' },
  ],
  vendor_syncs: [{ vendor, synced_at: at }],
});

function oldOperation(id: string, idempotency_key: string, created_at: string) {
  const usual = { account: 'default', kind: 'PURCHASE', vendor, fingerprint: 'f', held_ids: '[]', errors: '[]' };
  return { ...usual, id, idempotency_key, created_at, updated_at: created_at, attempts: 1, checks: 0 };
}

type Place = { readonly dataDir: string; readonly databaseUrl: string | null };

async function openPlace(engine: Engine): Promise<{ place: Place; database: Database }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'phone-numbers-'));
  endings.push(() => rmSync(dataDir, { recursive: true, force: true }));
  mkdirSync(dataDir, { recursive: true });
  if (engine === 'SQLite') {
    const database = openSqlite(join(dataDir, 'phone-numbers.db'), () => undefined);
    endings.push(() => database.destroy());
    return { place: { dataDir, databaseUrl: null }, database };
  }
  const { url, drop } = await createPostgresDatabase();
  endings.push(drop);
  const logging = { logger: createLogger('silent'), log: () => undefined };
  const database = await openPostgres({ url, schema: 'phone_numbers' }, logging);
  endings.push(() => database.destroy());
  return { place: { dataDir, databaseUrl: url }, database };
}

/** A database as the version before left it. */
async function openOld(engine: Engine, agentId: string) {
  const { place, database } = await openPlace(engine);
  expect((await createMigrator(database).migrateTo('0001-numbers-and-operations')).error).toBeUndefined();
  for (const [table, rows] of Object.entries(oldRows(agentId)))
    for (const row of rows) await insert(database, table, row);
  await (isPostgres(database)
    ? sql`select setval('phone_numbers.moments', 9)`
    : sql`update moments set last = 9`
  ).execute(database);
  return { place, database };
}

async function insert(database: Kysely<never> | Database, table: string, row: object): Promise<void> {
  const columns = sql.join(Object.keys(row).map((column) => sql.ref(column)));
  await sql`insert into ${sql.table(table)} (${columns}) values (${sql.join(Object.values(row))})`.execute(database);
}

describe.each(engines)('a database of the version before, on %s', (engine) => {
  it('is brought to the newest schema without loss', async () => {
    const { database } = await openOld(engine, 'agent-of-old');
    await migrate(database);
    const now = () => new Date();
    const ledger = createLedgerReads(database, now);
    expect(await ledger.findByKey('default', 'unlinked')).toMatchObject({
      status: 'SUCCEEDED',
      target: address,
      marker: null,
      followUp: { agentId: 'agent-of-old' },
      phoneNumberId,
      errors: [error],
      attempts: 2,
      sentAt: at,
      dueAt: at,
    });
    expect(await ledger.findByKey('default', 'failed')).toMatchObject({ status: 'FAILED', followUp: null });
    const histories = await ledger.histories(['00000000-0000-4000-8000-000000000001']);
    expect([...histories.values()].flat().map(({ note }) => note)).toEqual(['Begun.', 'Bought.']);

    expect(await ledger.calls('00000000-0000-4000-8000-000000000001')).toMatchObject([
      {
        attempt: 2,
        target: address,
        account: '',
        priorNumberIds: [toNumberId(vendor, 'an-earlier-one')],
        outcome: 'done',
      },
    ]);

    const registry = createRegistry(database, now);
    expect((await registry.syncTimes()).get(vendor)).toBe(at);
    // Written at 5 and seen at 7: neither a read begun before may overwrite it, nor a sync begun at 7 call it gone.
    const reported = { vendorId, kind: 'PSTN', address, agentId: 'agent-of-a-read', status: 'ACTIVE' } as const;
    const read = async () => (await registry.byIds([phoneNumberId])).get(phoneNumberId);
    await registry.recordSeen(vendor, [reported], 4);
    expect(await registry.recordGone(vendor, { since: 7, obtainedBefore: at })).toBe(0);
    expect(await read()).toMatchObject({ address, agentId: null, status: 'ACTIVE' });
    await registry.recordSeen(vendor, [reported], 6);
    expect(await read()).toMatchObject({ agentId: 'agent-of-a-read' });
    expect(await registry.sequence()).toBe(10);
  });

  it('keeps what was still to be linked where the same agent is linked anew', async () => {
    const { database } = await openOld(engine, 'agent-of-old');
    await migrate(database);
    const ledger = createLedger({
      database,
      now: () => new Date(),
      leaseMs: 60_000,
      pauseMs: () => 1_000,
      limits: { inAll: null, perActor: null },
      waitMs: 0,
    });
    const caller = { account: 'default', actor: null, idempotencyKey: null };
    const request = { agentId: 'agent-of-old' };
    const begun = await ledger.begin({ kind: 'LINK', vendor, ...caller, fingerprint: 'x', request, phoneNumberId });
    if (begun.state !== 'new') throw new Error(`The link is ${begun.state}.`);
    expect((await ledger.recordSent(begun.operation, { account: 'ours', note: 'Asking.' })).state).toBe('sent');
    const id = '00000000-0000-4000-8000-000000000001';
    expect((await ledger.find(id))?.followUp).toEqual(request);
    expect((await ledger.histories([id])).get(id)?.map(({ note }) => note)).toEqual(['Begun.', 'Bought.']);
  });

  it('has what was still to be linked linked by the service', async () => {
    const sandbox = await startSandbox({ vendors: builtInVendors });
    endings.push(() => sandbox.stop());
    const [agent] = sandbox.agentsOf(vendor);
    sandbox.control.addNumber({ vendor, number: address, id: vendorId });
    const { place } = await openOld(engine, agent?.id ?? '');
    const app = await startTestApp({ ...place, sandbox: false, accounts: sandbox.accounts });
    endings.push(() => app.stop());
    const { data } = await app.graphql('{ numberOperation(idempotencyKey: "unlinked") { id } }');
    const done = await untilOperation(app, data.numberOperation.id, { status: 'SUCCEEDED', errorCodes: [] });
    expect(done.phoneNumber).toMatchObject({ address, agent: { id: agent?.id } });
    expect(sandbox.control.numbers(vendor).find(({ id }) => id === vendorId)?.agentId).toBe(agent?.id);
    expect(sandbox.control.sales()).toEqual([]);
  });
});
