import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { backUpSqlite } from '../../src/database/backup.ts';
import type { Database } from '../../src/database/database.ts';
import { openExistingDatabase } from '../../src/database/open.ts';
import { Secret } from '../../src/domain/secret.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { type CommandResult, runCommand } from '../support/command.ts';
import { createPostgresDatabase, type Engine, engines } from '../support/databases.ts';
import { collectEndings } from '../support/endings.ts';
import { mutate, type ShownPayload } from '../support/mutations.ts';
import { listNumbers } from '../support/numbers.ts';
import { readMetrics, sumOf } from '../support/prometheus-text.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { listed, vendorsWith } from '../support/vendors.ts';

const endings = collectEndings();

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ vendors: builtInVendors });
  endings.push(() => sandbox.stop());
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'phone-numbers-'));
  endings.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function newPostgres(copyOf?: string): Promise<string> {
  const { url, drop } = await createPostgresDatabase(copyOf === undefined ? {} : { copyOf });
  endings.push(drop);
  return url;
}

/** Where an instance runs. */
type Place = { readonly dataDir: string; readonly databaseUrl: string | null };

const newPlace = async (engine: Engine): Promise<Place> => ({
  dataDir: newFolder(),
  databaseUrl: engine === 'SQLite' ? null : await newPostgres(),
});

const running = new Set<TestApp>();

/** An instance that takes the sandbox for real vendors. */
async function start(place: Place): Promise<TestApp> {
  const app = await startTestApp({
    ...place,
    recoveryIntervalSeconds: 0.2,
    sandbox: false,
    accounts: sandbox.accounts,
  });
  running.add(app);
  endings.push(() => stop(app));
  return app;
}

async function stop(app: TestApp): Promise<void> {
  if (running.delete(app)) await app.stop();
}

function buy(app: TestApp, key: number): Promise<ShownPayload> {
  const number = listed.stockNumber('305', key);
  return mutate(app, 'purchaseNumber', { idempotencyKey: `key-${key}`, vendor: listed.name, number });
}

const accept = (place: Place): Promise<CommandResult> => run(place, 'accept-ledger');

/** Runs a command as an operator would, beside the service. */
function run({ dataDir, databaseUrl }: Place, ...args: string[]): Promise<CommandResult> {
  const env = { ...sandbox.environment, SANDBOX: 'false', DATA_DIR: dataDir, DATABASE_URL: databaseUrl ?? '' };
  return runCommand(args, { cwd: newFolder(), env });
}

/** Runs the work, and then has the ledger as it was when the work began. Returns where that is. */
async function forgetting(place: Place, work: () => Promise<void>): Promise<Place> {
  const { dataDir, databaseUrl } = place;
  if (databaseUrl !== null) {
    const backup = await newPostgres(databaseUrl);
    await work();
    return { dataDir, databaseUrl: backup };
  }
  const backup = join(newFolder(), 'backup.db');
  const file = join(dataDir, 'phone-numbers.db');
  await backUpSqlite(file, backup);
  await work();
  for (const ending of ['', '-wal', '-shm']) rmSync(`${file}${ending}`, { force: true });
  await backUpSqlite(backup, file);
  return place;
}

/** What PostgreSQL's standby lacks, or a file that was put in the place of another. */
async function behindTheService(
  { dataDir, databaseUrl }: Place,
  change: (database: Database) => Promise<void>,
): Promise<void> {
  const url = databaseUrl === null ? null : new Secret(databaseUrl);
  const opening = { logger: createLogger('silent'), readOnly: false };
  const database = await openExistingDatabase({ dataDir, databaseUrl: url, sandbox: false }, opening);
  await change(database);
  await database.destroy();
}

const refusals = (app: TestApp): string[] =>
  app.logLines.map((line) => JSON.parse(line)).flatMap(({ level, msg }) => (level === 'error' ? [msg] : []));

const stillOpen = [{ code: 'OUTCOME_UNKNOWN', retryable: true, charged: 'UNKNOWN' }];
const refused = [
  {
    code: 'FORBIDDEN',
    retryable: true,
    charged: 'UNKNOWN',
    message: expect.stringContaining('phone-numbers accept-ledger'),
  },
];

describe.each(engines)('a ledger on %s that was restored from a backup', (engine) => {
  /** Buys with two keys, of which the restored ledger knows the first. */
  async function restore(): Promise<Place> {
    const place = await newPlace(engine);
    const before = await start(place);
    await buy(before, 1);
    await stop(before);
    return forgetting(place, async () => {
      const meanwhile = await start(place);
      await buy(meanwhile, 2);
      await stop(meanwhile);
    });
  }

  it('is bought on by nobody until an operator accepts it, and then at once', async () => {
    const place = await restore();
    const app = await start(place);
    expect((await buy(app, 1)).phoneNumber?.address).toBe(listed.stockNumber('305', 1));
    expect((await buy(app, 2)).userErrors).toMatchObject(refused);
    expect((await buy(app, 3)).userErrors).toMatchObject(refused);
    expect(sandbox.control.sales()).toHaveLength(2);
    expect(refusals(app)).toEqual([expect.stringContaining('its ledger has lost calls that it held before')]);
    // What the alert goes by.
    expect(sumOf(await readMetrics(app.url), 'phone_numbers_requests_refused_total', { reason: 'ledger' })).toBe(2);

    expect(await accept(place)).toMatchObject({ exitCode: 0, stderr: '' });
    expect((await buy(app, 3)).phoneNumber?.address).toBe(listed.stockNumber('305', 3));
    await stop(app);
    const again = await start(place);
    expect((await buy(again, 4)).phoneNumber?.address).toBe(listed.stockNumber('305', 4));
  });

  it('tells an operator so until lost keys are written back and it is accepted, and then no key buys twice', async () => {
    const place = await restore();
    const app = await start(place);
    const audited = await run(place, 'audit');
    expect(audited).toMatchObject({ exitCode: 3, stdout: expect.stringContaining('The ledger has lost calls') });
    const sold = sandbox.control.sales().at(-1)?.number ?? '';
    const args = ['--key', 'key-2', '--vendor', listed.name, '--address', sold];
    expect(await run(place, 'restore-key', ...args)).toMatchObject({ exitCode: 0, stderr: '' });
    expect((await buy(app, 2)).phoneNumber?.address).toBe(sold);
    expect((await accept(place)).exitCode).toBe(0);
    expect((await buy(app, 2)).phoneNumber?.address).toBe(sold);
    expect(sandbox.control.sales()).toHaveLength(2);
    expect(await run(place, 'audit')).toMatchObject({ exitCode: 0 });
  });

  it('is bought on by no other instance either, once one has found out', async () => {
    const { databaseUrl, dataDir } = await restore();
    const knowing = await start({ databaseUrl, dataDir });
    const other = engine === 'SQLite' ? knowing : await start({ databaseUrl, dataDir: newFolder() });
    expect((await buy(other, 2)).userErrors).toMatchObject(refused);
    expect(sandbox.control.sales()).toHaveLength(2);
  });

  it('is noticed while the service runs', async () => {
    const place = await newPlace(engine);
    const app = await start(place);
    await buy(app, 1);
    await behindTheService(place, async (database) => void (await database.deleteFrom('operation_calls').execute()));
    expect((await buy(app, 2)).userErrors).toMatchObject(refused);
    expect(sandbox.control.sales()).toHaveLength(1);
  });

  it('fails no operation that it may have forgotten to have sent', async () => {
    const place = await newPlace(engine);
    const app = await start(place);
    await buy(app, 1);
    await behindTheService(place, async (database) => {
      await database.deleteFrom('operation_calls').execute();
      const asBegun = { status: 'PENDING', sent_at: null, target: null, marker: null, phone_number_id: null } as const;
      await database
        .updateTable('operations')
        .set({ ...asBegun, due_at: new Date().toISOString() })
        .execute();
    });
    for (let look = 0; look < 3; look += 1) {
      const { operation, userErrors } = await buy(app, 1);
      expect(operation?.status).toBe('PENDING');
      // Recovery may have come first, and says no more than that.
      const [error] = userErrors;
      expect(userErrors).toMatchObject(error?.code === 'OUTCOME_UNKNOWN' ? stillOpen : refused);
      await sleep(400);
    }
  });

  it('is bought on at once where it was accepted before the service started', async () => {
    const place = await restore();
    expect((await accept(place)).exitCode).toBe(0);
    expect((await buy(await start(place), 3)).phoneNumber).not.toBeNull();
  });
});

describe('another ledger than the one that an instance knows', () => {
  it('is not bought on until an operator accepts it, for all that knew the same one', async () => {
    const old = await newPlace('PostgreSQL');
    const others = { ...old, dataDir: newFolder() };
    const first = await start(old);
    const second = await start(others);
    await buy(first, 1);
    await buy(second, 2);
    await stop(first);
    await stop(second);

    const databaseUrl = await newPostgres();
    const moved = await start({ ...old, databaseUrl });
    expect((await buy(moved, 1)).userErrors).toMatchObject(refused);
    expect((await accept({ ...old, databaseUrl })).exitCode).toBe(0);
    expect((await buy(moved, 3)).phoneNumber).not.toBeNull();
    const movedToo = await start({ ...others, databaseUrl });
    expect((await buy(movedToo, 4)).phoneNumber).not.toBeNull();
    expect(sandbox.control.sales()).toHaveLength(4);
  });

  it('is the right one to an instance that never bought or saw a purchase', async () => {
    const place = await newPlace('SQLite');
    await stop(await start(place));
    const moved = await start({ ...place, databaseUrl: await newPostgres() });
    expect((await buy(moved, 1)).phoneNumber).not.toBeNull();
  });
});

describe('an empty ledger before an account that holds numbers', () => {
  const warnings = (app: TestApp) =>
    app.logLines.map((line) => JSON.parse(line)).filter(({ msg }) => String(msg).includes('ledger is empty'));

  it('is named once, with how many there are and what to do, and is bought on', async () => {
    const app = await start(await newPlace('SQLite'));
    expect((await buy(app, 1)).phoneNumber).not.toBeNull();
    await listNumbers(app, { maxAge: 0 });
    await listNumbers(app, { maxAge: 0 });
    const { length } = sandbox.control.numbers(listed.name);
    expect(warnings(app)).toEqual([
      expect.objectContaining({
        level: 'warn',
        msg: expect.stringMatching(/holds \d+ numbers.*phone-numbers restore-key/),
      }),
    ]);
    expect([length, length - 1]).toContain(warnings(app)[0].numbers);
  });

  it('is nothing to speak of once it holds an operation, or before an account without numbers', async () => {
    const place = await newPlace('SQLite');
    const first = await start(place);
    await buy(first, 1);
    await stop(first);
    const second = await start(place);
    await listNumbers(second, { maxAge: 0 });
    for (const name of vendorsWith('LIST')) {
      for (const { id } of sandbox.control.numbers(name)) sandbox.control.removeNumber(name, id);
    }
    const third = await start(await newPlace('SQLite'));
    await listNumbers(third, { maxAge: 0 });
    expect([...warnings(second), ...warnings(third)]).toEqual([]);
  });
});

describe('what an instance remembers', () => {
  it('keeps the service from starting where it is damaged, and says what to do', async () => {
    const place = await newPlace('SQLite');
    const file = join(place.dataDir, 'ledger-memory.json');
    writeFileSync(file, '{');
    await expect(start(place)).rejects.toThrow(
      `${file} is damaged: delete it once you know that the database is the right one.`,
    );
  });

  it('is in a file for its owner alone, written while the service runs and as it stops', async () => {
    const place = await newPlace('SQLite');
    const app = await start(place);
    const file = join(place.dataDir, 'ledger-memory.json');
    const read = () => JSON.parse(readFileSync(file, 'utf8')).lastCall.operationId;
    const first = (await buy(app, 1)).operation?.id;
    await vi.waitFor(() => expect(read()).toBe(first));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const second = (await buy(app, 2)).operation?.id;
    await stop(app);
    expect(read()).toBe(second);
  });
});
