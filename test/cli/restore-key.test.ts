import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openExistingDatabase } from '../../src/database/open.ts';
import { Secret } from '../../src/domain/secret.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { bulkOf, sendBulk } from '../support/bulks.ts';
import { type CommandResult, runCommand } from '../support/command.ts';
import { createPostgresDatabase, type Engine, engines } from '../support/databases.ts';
import { collectEndings } from '../support/endings.ts';
import { codesOf, mutate } from '../support/mutations.ts';
import { listNumbers } from '../support/numbers.ts';
import { purchaseInput } from '../support/purchases.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { listed, unlisted, vendorWith } from '../support/vendors.ts';

const endings = collectEndings();

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ vendors: builtInVendors });
  endings.push(() => sandbox.stop());
});

/** A service whose ledger is empty, and the commands that an operator runs beside it. */
type Place = { readonly dataDir: string; readonly databaseUrl: string | null };
type Beside = Place & { readonly app: TestApp; run(...args: string[]): Promise<CommandResult> };

async function start(engine: Engine): Promise<Beside> {
  const postgres = engine === 'PostgreSQL' ? await createPostgresDatabase() : null;
  if (postgres) endings.push(postgres.drop);
  const databaseUrl = postgres?.url ?? null;
  const settings = { sandbox: false, accounts: sandbox.accounts, recoveryGraceSeconds: 0 };
  const app = await startTestApp({ ...settings, databaseUrl });
  endings.push(() => app.stop());
  const env = { ...sandbox.environment, SANDBOX: 'false', DATA_DIR: app.dataDir, DATABASE_URL: databaseUrl ?? '' };
  return { app, dataDir: app.dataDir, databaseUrl, run: (...args) => runCommand(args, { cwd: app.dataDir, env }) };
}

/** Buys with a ledger that is lost afterwards. */
async function buyAndLose(vendor: string, key: string): Promise<{ vendorId: string; address: string }> {
  const app = await startTestApp({ sandbox: false, accounts: sandbox.accounts });
  const { phoneNumber } = await mutate(app, 'purchaseNumber', purchaseInput(vendor, { idempotencyKey: key }));
  await app.stop();
  if (!phoneNumber) throw new Error('Nothing was bought.');
  return phoneNumber;
}

/** Lets the only operation be as it was before its call. */
async function forgetCall({ dataDir, databaseUrl }: Place): Promise<void> {
  const settings = { dataDir, databaseUrl: databaseUrl === null ? null : new Secret(databaseUrl), sandbox: false };
  const database = await openExistingDatabase(settings, { logger: createLogger('silent'), readOnly: false });
  await database.deleteFrom('operation_calls').execute();
  const begun = { status: 'PENDING', sent_at: null, target: null, due_at: '2100-01-01T00:00:00.000Z' } as const;
  await database.updateTable('operations').set(begun).execute();
  await database.destroy();
}

const restoring = (key: string, vendor: string, vendorId: string) =>
  ['restore-key', '--key', key, '--vendor', vendor, '--vendor-id', vendorId] as const;

describe.each(engines)('restore-key, beside a service on %s that has lost its ledger,', (engine) => {
  it('writes back what items of a bulk have bought, by the keys that the export tells', async () => {
    const lost = await startTestApp({ sandbox: false, accounts: sandbox.accounts });
    const input = bulkOf(listed.name, 2);
    const { items } = await sendBulk(lost, 'bulkPurchase', input);
    await lost.stop();
    const { app, run } = await start(engine);
    for (const [index, { phoneNumber }] of items.entries()) {
      const said = await run(
        ...restoring(`${input.idempotencyKey} ${index}`, listed.name, phoneNumber?.vendorId ?? ''),
      );
      expect(said).toMatchObject({ exitCode: 0, stderr: '' });
    }
    const repeated = await sendBulk(app, 'bulkPurchase', input);
    expect(repeated.items.map(({ phoneNumber, replayed }) => [phoneNumber?.address, replayed])).toEqual(
      items.map(({ phoneNumber }) => [phoneNumber?.address, true]),
    );
    expect(sandbox.control.sales()).toHaveLength(2);
  });

  it.each([listed.name, unlisted.name])(
    'lets the key buy no second number of %s, whatever its input',
    async (vendor) => {
      const bought = await buyAndLose(vendor, 'lost-key');
      const { app, run } = await start(engine);
      const said = await run(...restoring('lost-key', vendor, bought.vendorId));
      expect(said).toMatchObject({ exitCode: 0, stderr: '' });
      expect(said.stdout).toMatch(/^Written back: .*, operation [\da-f-]{36}\.\n$/);
      expect(said.stdout).toContain(bought.address);

      const repeated = await mutate(app, 'purchaseNumber', purchaseInput(vendor, { idempotencyKey: 'lost-key' }));
      expect(repeated).toMatchObject({
        phoneNumber: { vendorId: bought.vendorId, address: bought.address, acquisition: 'PURCHASED' },
        operation: { kind: 'PURCHASE', status: 'SUCCEEDED', attempts: 0 },
        userErrors: [],
      });
      expect(repeated.operation?.history.map(({ note }) => note)).toEqual([
        `Written back by hand: this key obtained ${bought.address} (${bought.vendorId}).`,
      ]);
      expect(sandbox.control.sales()).toHaveLength(1);

      const { userErrors } = await mutate(app, 'createSipNumber', {
        idempotencyKey: 'lost-key',
        vendor: vendorWith('SIP_CREATE').name,
        sipPrefix: 'desk',
        username: 'desk-user',
        password: 'long enough',
      });
      expect(userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
    },
  );

  it('changes nothing when it is repeated', async () => {
    const bought = await buyAndLose(listed.name, 'lost-key');
    const { app, run } = await start(engine);
    await run(...restoring('lost-key', listed.name, bought.vendorId));
    const again = await run(...restoring('lost-key', listed.name, bought.vendorId));
    expect(again).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^On record already: /) });
    const { data } = await app.graphql('{ numberOperations { totalCount nodes { history { note } } } }');
    expect(data.numberOperations).toMatchObject({ totalCount: 1, nodes: [{ history: [{}] }] });
  });

  it('takes the number of a vendor that lists by its address', async () => {
    const bought = await buyAndLose(listed.name, 'lost-key');
    const { app, run } = await start(engine);
    const args = ['restore-key', '--key', 'lost-key', '--vendor', listed.name, '--address', bought.address];
    expect(await run(...args)).toMatchObject({ exitCode: 0, stderr: '' });
    const { data } = await app.graphql(
      '{ numberOperation(idempotencyKey: "lost-key") { phoneNumber { ... on PhoneNumberRecord { address } } } }',
    );
    expect(data.numberOperation.phoneNumber.address).toBe(bought.address);
  });

  it('refuses a key with another number, and a number that another operation obtained', async () => {
    const [one, two] = [await buyAndLose(listed.name, 'one'), await buyAndLose(listed.name, 'two')];
    const { app, run } = await start(engine);
    await run(...restoring('one', listed.name, one.vendorId));
    expect(await run(...restoring('one', listed.name, two.vendorId))).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringContaining(`and obtained ${one.vendorId}`),
    });
    expect(await run(...restoring('two', listed.name, one.vendorId))).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/came of operation [\da-f-]{36} \(SUCCEEDED, key one\)/),
    });
    const { data } = await app.graphql('{ numberOperations { totalCount } }');
    expect(data.numberOperations.totalCount).toBe(1);
  });

  it('refuses what the vendor does not know, what is no purchase, and a vendor without a key', async () => {
    const { run } = await start(engine);
    const { id } = sandbox.control.addNumber({ vendor: listed.name, number: '+12125550163' });
    sandbox.control.removeNumber(listed.name, id);
    expect(await run(...restoring('key', listed.name, id))).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(`${listed.title} has no number with the id ${id}`),
    });
    const bought = await buyAndLose(listed.name, 'lost-key');
    expect(await run(...restoring('key', listed.name, bought.vendorId), '--kind', 'SIP_CREATE')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('did not come of a SIP_CREATE'),
    });
    expect(await run(...restoring('key', 'ACME', 'id'))).toMatchObject({
      exitCode: 1,
      stderr: 'Not written back: There is no account with ACME: set its key.\n',
    });
    expect(await run('restore-key', '--key', 'key', '--vendor', listed.name)).toMatchObject({
      exitCode: 1,
      stderr: 'Give --key, --vendor, and one of --vendor-id and --address; or --file.\n',
    });
  });

  it.each(['FAILED', 'PENDING'] as const)('takes a key back that the backup knows as %s', async (status) => {
    const { app, run, ...place } = await start(engine);
    const message = 'Your balance is too low';
    const refusal = { operation: 'purchase', kind: 'refuse', status: 400, times: 1 } as const;
    sandbox.control.addFault({ ...refusal, vendor: listed.name, message });
    const failing = purchaseInput(listed.name, { idempotencyKey: 'failed' });
    expect((await mutate(app, 'purchaseNumber', failing)).operation?.status).toBe('FAILED');
    if (status === 'PENDING') await forgetCall(place);
    const bought = await buyAndLose(listed.name, 'bought-after-the-backup');
    expect(await run(...restoring('failed', listed.name, bought.vendorId))).toMatchObject({ exitCode: 0, stderr: '' });
    const { phoneNumber } = await mutate(app, 'purchaseNumber', failing);
    expect(phoneNumber?.vendorId).toBe(bought.vendorId);
    expect(sandbox.control.sales()).toHaveLength(1);
  });

  it('refuses a number that another call may have obtained', async () => {
    const { app, run } = await start(engine);
    const number = unlisted.stockNumber('617');
    sandbox.control.addFault({ vendor: unlisted.name, operation: 'purchase', kind: '500-after', times: 1 });
    const input = purchaseInput(unlisted.name, { number, idempotencyKey: 'open' });
    expect(codesOf(await mutate(app, 'purchaseNumber', input))).toEqual(['OUTCOME_UNKNOWN']);
    const [sold] = sandbox.control.numbers(unlisted.name).filter((one) => one.number === number);
    expect(await run(...restoring('another', unlisted.name, sold?.id ?? ''))).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/may have come of operation .* key open\): wait for its end, or settle it/),
    });
    expect(await run(...restoring('open', unlisted.name, sold?.id ?? ''))).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(
        /^Not written back: The key is on record: operation .* is (PENDING|NEEDS_ATTENTION)/,
      ),
    });
  });

  it('writes back many from a file, reports each line, and ends with 1 where one is left', async () => {
    const bought = [await buyAndLose(listed.name, 'one'), await buyAndLose(unlisted.name, 'a"key",with,commas')];
    const { app, run } = await start(engine);
    const file = join(app.dataDir, 'keys.csv');
    const lines = [
      'key,vendor,vendorId',
      `one,${listed.name},${bought[0]?.vendorId}`,
      '',
      `three,${listed.name}`,
      `"a""key"",with,commas",${unlisted.name},${bought[1]?.vendorId}`,
      `a key,${listed.name},${bought[0]?.vendorId}`,
    ];
    writeFileSync(file, `\uFEFF${lines.join('\r\n')}\r\n`);
    const { exitCode, stdout } = await run('restore-key', '--file', file);
    expect({ exitCode, lines: stdout.split('\n') }).toEqual({
      exitCode: 1,
      lines: [
        expect.stringMatching(/^line 2: Written back: /),
        expect.stringMatching(/^line 4: NOT written back: A line is key,vendor,vendorId/),
        expect.stringMatching(/^line 5: Written back: /),
        expect.stringMatching(/^line 6: NOT written back: An idempotency key is /),
        'Keys on record: 2; not written back: 2.',
        '',
      ],
    });
    writeFileSync(file, `one,${listed.name},${bought[0]?.vendorId}\n`);
    expect(await run('restore-key', '--file', file)).toMatchObject({ exitCode: 0 });
    expect(await run('restore-key', '--file', file, '--key', 'one')).toMatchObject({ exitCode: 1 });
    expect(await run('restore-key', '--file', join(app.dataDir, 'none.csv'))).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('none.csv cannot be read'),
    });
  });

  it('is corrected by settling, and its key buys nothing even then', async () => {
    const [one, two] = [await buyAndLose(listed.name, 'one'), await buyAndLose(listed.name, 'two')];
    const { app, run } = await start(engine);
    await run(...restoring('one', listed.name, two.vendorId));
    const { data } = await app.graphql('{ numberOperation(idempotencyKey: "one") { id } }');
    const operationId = data.numberOperation.id;
    const corrected = await mutate(app, 'settleNumberOperation', { operationId, vendorId: one.vendorId, note: 'Ada.' });
    expect(corrected).toMatchObject({ phoneNumber: { vendorId: one.vendorId }, userErrors: [] });
    expect(await run(...restoring('two', listed.name, two.vendorId))).toMatchObject({ exitCode: 0, stderr: '' });
    await mutate(app, 'settleNumberOperation', { operationId, failed: true, note: 'Ada.' });
    const repeated = await mutate(app, 'purchaseNumber', purchaseInput(listed.name, { idempotencyKey: 'one' }));
    expect(repeated).toMatchObject({ phoneNumber: null, userErrors: [{ retryable: false, charged: 'NO' }] });
    expect(sandbox.control.sales()).toHaveLength(2);
  });
});

describe('restore-key, beside a service in the sandbox,', () => {
  it('writes a key back with a number of the fakes', async () => {
    const app = await startTestApp({});
    endings.push(() => app.stop());
    await listNumbers(app, { maxAge: 0 });
    const seeded = listed.seededNumber(({ kind }) => kind === 'PSTN');
    const cwd = mkdtempSync(join(tmpdir(), 'phone-numbers-'));
    endings.push(() => rmSync(cwd, { recursive: true }));
    const args = restoring('lost-key', listed.name, seeded.id);
    const said = await runCommand(args, { cwd, env: { SANDBOX: 'true', DATA_DIR: app.dataDir } });
    expect(said).toMatchObject({ exitCode: 0, stderr: '' });
    const { phoneNumber } = await mutate(
      app,
      'purchaseNumber',
      purchaseInput(listed.name, { idempotencyKey: 'lost-key' }),
    );
    expect(phoneNumber).toMatchObject({ vendorId: seeded.id, acquisition: 'PURCHASED' });
    expect(app.sandbox.control.sales()).toEqual([]);
  });
});
