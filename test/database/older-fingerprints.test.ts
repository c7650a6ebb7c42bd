import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMigrator } from '../../src/database/migrate.ts';
import { openSqlite } from '../../src/database/sqlite.ts';
import { toNumberId } from '../../src/domain/number-id.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { codesOf, mutate, untilOperation } from '../support/mutations.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { listed, unlisted, vendorThat, vendorWith } from '../support/vendors.ts';

const at = '2026-07-01T09:00:00.000Z';
const describing = vendorThat(
  'keeps labels, and links to UUIDs',
  ({ rules, can }) => rules.agentId !== null && can('LABEL'),
);
const hosting = vendorWith('SIP_CREATE', 'LIST');
const agentId = describing.agents.first.toUpperCase();
const login = { username: 'old-user', password: 'long enough' };

/** What was sent to version 1, as it was spelled. */
const inputs = {
  purchaseNumber: {
    idempotencyKey: 'old-purchase',
    vendor: unlisted.name,
    number: '+44 (0)20 7946 0000',
    country: 'gb',
    agentId,
    label: 'Reception ',
    inboundRouting: { agentId, voicemailMessage: '' },
  },
  importSipNumber: {
    idempotencyKey: 'old-import',
    vendor: listed.name,
    number: '+49 (0)30\u2010901820',
    terminationUri: 'Trunk.Example.com',
    carrier: 'Twilio',
    label: 'Cafe\u0301',
    ...login,
  },
  createSipNumber: {
    idempotencyKey: 'old-sip',
    vendor: hosting.name,
    sipPrefix: 'Acme-Old-Desk',
    label: ' Desk',
    ...login,
  },
};

/** The rule of version 1, which no code writes any more. */
function fingerprintOfVersion1(identity: object): string {
  const sorted = (value: unknown): unknown => {
    if (value === null || typeof value !== 'object') return value;
    const members = Object.entries(value).filter(([, member]) => member !== undefined && member !== null);
    return members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, sorted(member)]);
  };
  return createHash('sha256')
    .update(JSON.stringify(sorted(identity)))
    .digest('hex');
}

const ids = { purchased: 'a001', imported: 'a002', sip: 'a003', linked: 'a004', released: 'a005' };
const vendorIdOf = (name: keyof typeof ids) => `5f0c8a34-0000-4000-8000-00000000${ids[name]}`;

function numberRow(name: keyof typeof ids, vendor: string, address: string) {
  return {
    id: toNumberId(vendor, vendorIdOf(name)),
    vendor,
    vendor_id: vendorIdOf(name),
    kind: 'PSTN',
    address,
    address_folded: address,
    label_folded: '',
    status: name === 'released' ? 'RELEASED' : 'ACTIVE',
    acquisition: 'PURCHASED',
    locked: 0,
    created_sort: '',
    synced_at: at,
    first_seen_at: at,
    written_seq: 1,
    seen_seq: 1,
  };
}

function operationRow(id: number, kind: string, row: { vendor: string; request: object } & Record<string, unknown>) {
  return {
    id: `00000000-0000-4000-8000-00000000000${id}`,
    account: 'default',
    kind,
    status: 'SUCCEEDED',
    fingerprint: `of ${id}`,
    prior_number_ids: '[]',
    errors: '[]',
    attempts: 1,
    checks: 0,
    sent_at: at,
    created_at: at,
    updated_at: at,
    ...row,
    request: JSON.stringify(row.request),
  };
}

const open = { status: 'PENDING', due_at: at };

/** What version 1 wrote of them: texts as they were sent, but for the formatting of telephone numbers. */
function rows() {
  const { idempotencyKey: purchaseKey, vendor: seller, ...purchase } = inputs.purchaseNumber;
  const purchased = { ...purchase, number: '+4402079460000', country: 'GB' };
  const { idempotencyKey: importKey, vendor: importer, username, password: _secret, ...trunk } = inputs.importSipNumber;
  const imported = { ...trunk, number: '+49030901820' };
  const { label } = inputs.createSipNumber;
  const address = hosting.sipAddress(inputs.createSipNumber.sipPrefix);
  const linked = toNumberId(describing.name, vendorIdOf('linked'));
  const released = toNumberId(listed.name, vendorIdOf('released'));
  return {
    phone_numbers: [
      numberRow('purchased', seller, purchased.number),
      numberRow('imported', importer, imported.number),
      numberRow('linked', describing.name, '+13105514004'),
      numberRow('released', listed.name, '+13105514005'),
    ],
    operations: [
      operationRow(1, 'PURCHASE', {
        vendor: seller,
        idempotency_key: purchaseKey,
        request: purchased,
        fingerprint: fingerprintOfVersion1({ kind: 'PURCHASE', vendor: seller, ...purchased }),
        phone_number_id: toNumberId(seller, vendorIdOf('purchased')),
        target: purchased.number,
      }),
      operationRow(2, 'SIP_IMPORT', {
        vendor: importer,
        idempotency_key: importKey,
        request: imported,
        fingerprint: fingerprintOfVersion1({ kind: 'SIP_IMPORT', vendor: importer, ...imported, username }),
        phone_number_id: toNumberId(importer, vendorIdOf('imported')),
        target: imported.number,
      }),
      operationRow(3, 'SIP_CREATE', {
        ...open,
        vendor: hosting.name,
        idempotency_key: inputs.createSipNumber.idempotencyKey,
        request: { label },
        fingerprint: fingerprintOfVersion1({ kind: 'SIP_CREATE', vendor: hosting.name, address, label, username }),
        target: address,
        // Left to its caller's repeat, which comes first.
        due_at: '2999-01-01T00:00:00.000Z',
      }),
      operationRow(4, 'LINK', { ...open, vendor: describing.name, request: { agentId }, phone_number_id: linked }),
      operationRow(5, 'UPDATE', {
        ...open,
        vendor: describing.name,
        request: { label: 'Cafe\u0301 ' },
        phone_number_id: linked,
      }),
      operationRow(6, 'RELEASE', {
        vendor: listed.name,
        idempotency_key: 'old-release',
        request: {},
        fingerprint: fingerprintOfVersion1({ kind: 'RELEASE', phoneNumberId: released }),
        phone_number_id: released,
      }),
    ],
  };
}

async function writeOldDatabase(dataDir: string): Promise<void> {
  const database = openSqlite(join(dataDir, 'phone-numbers.db'), () => undefined);
  expect((await createMigrator(database).migrateTo('0002-follow-ups-and-markers')).error).toBeUndefined();
  for (const [table, all] of Object.entries(rows())) {
    for (const row of all) {
      const columns = sql.join(Object.keys(row).map((column) => sql.ref(column)));
      await sql`insert into ${sql.table(table)} (${columns}) values (${sql.join(Object.values(row))})`.execute(
        database,
      );
    }
  }
  await database.destroy();
}

describe('an operation that version 1 wrote', () => {
  let app: TestApp;
  let sandbox: Sandbox;
  const dataDir = mkdtempSync(join(tmpdir(), 'phone-numbers-'));
  beforeAll(async () => {
    await writeOldDatabase(dataDir);
    sandbox = await startSandbox({ vendors: builtInVendors });
    const { control } = sandbox;
    control.addNumber({ vendor: unlisted.name, number: '+442079460000', id: vendorIdOf('purchased') });
    control.addNumber({ vendor: listed.name, number: '+4930901820', id: vendorIdOf('imported') });
    control.addNumber({ vendor: hosting.name, number: 'acme-old-desk', id: vendorIdOf('sip') });
    control.addNumber({
      vendor: describing.name,
      number: '+13105514004',
      id: vendorIdOf('linked'),
      agentId: describing.agents.first,
      label: 'Café',
    });
    app = await startTestApp({
      dataDir,
      sandbox: false,
      accounts: sandbox.accounts,
      recoveryGraceSeconds: 0,
      recoveryIntervalSeconds: 0.2,
    });
  });
  afterAll(async () => {
    await app.stop();
    await sandbox.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  beforeEach(() => sandbox.control.clearCalls());

  it('is compared with fingerprints such as it wrote', () => {
    const label = 'Reception ';
    const asked = { kind: 'PURCHASE', vendor: 'ACME', number: '+4402079460000', country: 'GB', label, areaCode: null };
    const inboundRouting = { agentId: 'A1', fallbackAgentId: null, voicemailMessage: '' };
    expect(fingerprintOfVersion1({ ...asked, inboundRouting })).toBe(
      '8d55356a27b606081430b730b0dfe80494299f1c2a281c39fdb620fb621d1a09',
    );
  });

  const wroteCalls = () =>
    sandbox.control.calls().filter(({ method, operation }) => method !== 'GET' && operation !== 'search');

  it.each([
    ['purchaseNumber', inputs.purchaseNumber, 'purchased'],
    ['importSipNumber', inputs.importSipNumber, 'imported'],
  ] as const)('by %s is replayed for the same input', async (mutation, input, name) => {
    const { phoneNumber, operation, userErrors } = await mutate(app, mutation, input);
    expect(userErrors).toEqual([]);
    expect(operation).toMatchObject({ status: 'SUCCEEDED', attempts: 1 });
    expect(phoneNumber?.vendorId).toBe(vendorIdOf(name));
    expect(wroteCalls()).toEqual([]);
  });

  it.each([
    ['purchaseNumber', { ...inputs.purchaseNumber, number: '+442079460000' }],
    ['purchaseNumber', { ...inputs.purchaseNumber, label: 'Reception' }],
    ['purchaseNumber', { ...inputs.purchaseNumber, agentId: agentId.toLowerCase() }],
    ['importSipNumber', { ...inputs.importSipNumber, terminationUri: 'trunk.example.com' }],
    ['importSipNumber', { ...inputs.importSipNumber, username: 'another' }],
    ['createSipNumber', { ...inputs.createSipNumber, sipPrefix: 'acme-old-desk' }],
  ])('by %s is refused for another input, by the rule of then: %j', async (mutation, input) => {
    expect(codesOf(await mutate(app, mutation, input))).toEqual(['IDEMPOTENCY_KEY_REUSED']);
    expect(wroteCalls()).toEqual([]);
  });

  it('is replayed where it was a release', async () => {
    const phoneNumberId = toNumberId(listed.name, vendorIdOf('released'));
    const input = { idempotencyKey: 'old-release', phoneNumberId, confirmAddress: '+13105514005' };
    const { operation, userErrors } = await mutate(app, 'releaseNumber', input);
    expect(userErrors).toEqual([]);
    expect(operation).toMatchObject({ kind: 'RELEASE', status: 'SUCCEEDED', attempts: 1 });
  });

  it('and whose answer was lost is found by a repeat, though the vendor spells it in another way', async () => {
    const { phoneNumber, userErrors } = await mutate(app, 'createSipNumber', inputs.createSipNumber);
    expect(userErrors).toEqual([]);
    expect(phoneNumber).toMatchObject({ vendorId: vendorIdOf('sip'), address: hosting.sipAddress('acme-old-desk') });
    expect(wroteCalls()).toEqual([]);
  });

  it.each([4, 5])('and whose answer was lost is found to have been done, %i', async (id) => {
    const operationId = `00000000-0000-4000-8000-00000000000${id}`;
    const { phoneNumber } = await untilOperation(app, operationId, { status: 'SUCCEEDED', errorCodes: [] });
    expect(phoneNumber).toMatchObject({ agent: { id: describing.agents.first }, label: 'Café' });
  });
});
