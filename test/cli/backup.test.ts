import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Service, startService } from '../../src/app.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { Secret } from '../../src/domain/secret.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { COMMAND } from '../support/command.ts';
import { createPostgresDatabase } from '../support/databases.ts';
import { sendGraphql } from '../support/test-app.ts';
import { accountVariables } from '../support/vendor-variables.ts';
import { listed } from '../support/vendors.ts';

const run = promisify(execFile);

/** Settings of real accounts, which no call is sent to here. */

describe('a backup', () => {
  it.each(['SQLite', 'PostgreSQL'] as const)('of %s brings the keys back, and the vendor the rest', async (engine) => {
    const folder = mkdtempSync(join(tmpdir(), 'phone-numbers-backup-'));
    const sandbox = await startSandbox({ vendors: builtInVendors });
    const service = await createSite(engine, folder, sandbox);
    const before = await service.start();
    const first = await buy(before, 'before-backup');
    await service.backUp(before);
    const running = service.isRestarted ? await service.start() : before;
    const second = await buy(running, 'after-backup');
    await running.stop();

    await service.restore();
    const restored = await service.start();
    expect(await buy(restored, 'before-backup')).toEqual(first);
    const { data } = await sendGraphql(restored.url, {
      query: '{ phoneNumbers(maxAge: 0, first: 500) { nodes { ... on PhoneNumberRecord { address acquisition } } } }',
    });
    expect(data.phoneNumbers.nodes).toContainEqual({ address: first, acquisition: 'PURCHASED' });
    expect(data.phoneNumbers.nodes).toContainEqual({ address: second, acquisition: 'DISCOVERED' });
    expect(sandbox.control.sales()).toHaveLength(2);
    await restored.stop();
    await service.remove();
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  });
});

describe('npm run backup', () => {
  it.each([
    ['/missing/dir/copy.db', /^There is no folder \/missing\/dir: make it, or name a file in another one\.\n$/],
    ['file/copy.db', /^There is no folder file: make it, or .*\n$/],
    ['file', /^file is there already: name a new file, such as one with the date and time\.\n$/],
    ['copy.db', /^data\/phone-numbers\.db was not copied to copy\.db \(file is not a database\): see that .*\n$/],
  ])('to %s says what is wrong and what to do', async (target, sentence) => {
    const folder = mkdtempSync(join(tmpdir(), 'phone-numbers-backup-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data', 'phone-numbers.db'), 'no database at all '.repeat(100));
    writeFileSync(join(folder, 'file'), 'of somebody');
    const env = { ...accountVariables, DATA_DIR: 'data' };
    const failure: { code?: unknown; stderr?: unknown } = await run(process.execPath, [COMMAND, 'backup', target], {
      cwd: folder,
      env,
    }).then(
      () => ({}),
      (error: object) => error,
    );
    expect(failure.code).toBe(1);
    expect(failure.stderr).toMatch(sentence);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('of somebody');
    expect(readdirSync(folder).toSorted()).toEqual(['data', 'file']);
  });
});

async function createSite(engine: 'SQLite' | 'PostgreSQL', folder: string, sandbox: Sandbox) {
  const dataDir = join(folder, 'data');
  const copy = join(folder, 'copy.db');
  const postgres = engine === 'PostgreSQL' ? await createPostgresDatabase() : null;
  const variables = {
    DATA_DIR: dataDir,
    PORT: '0',
    ...sandbox.environment,
    ...(postgres && { DATABASE_URL: postgres.url }),
    // All of this takes less time than a sync stays young enough for anybody.
    REFRESH_MIN_INTERVAL_MS: '0',
  };
  const config: Config = readConfig(variables);
  const start = (url = config.databaseUrl): Promise<Service> =>
    startService({ config: { ...config, databaseUrl: url }, logger: createLogger('silent') });
  if (!postgres) {
    return {
      isRestarted: false,
      start: () => start(),
      async backUp() {
        const { stdout } = await run(process.execPath, [COMMAND, 'backup', copy], {
          env: { PATH: process.env['PATH'], ...variables },
        });
        expect(stdout).toContain(copy);
      },
      async restore() {
        rmSync(dataDir, { recursive: true });
        cpSync(copy, join(dataDir, 'phone-numbers.db'));
      },
      remove: async () => undefined,
    };
  }
  // What a restored dump amounts to; PostgreSQL's own tools come with its server, not with this project.
  let backup: Awaited<ReturnType<typeof createPostgresDatabase>> | null = null;
  let url = postgres.url;
  return {
    isRestarted: true,
    start: () => start(new Secret(url)),
    async backUp(running: Service) {
      await running.stop();
      backup = await createPostgresDatabase({ copyOf: postgres.url });
    },
    async restore() {
      url = backup?.url ?? url;
    },
    async remove() {
      await postgres.drop();
      await backup?.drop();
    },
  };
}

async function buy({ url }: Service, idempotencyKey: string): Promise<string> {
  const query = `mutation ($input: PurchaseNumberInput!) {
    purchaseNumber(input: $input) { phoneNumber { ... on PstnNumber { number } } userErrors { message } } }`;
  const input = { idempotencyKey, vendor: listed.name, areaCode: '415' };
  const { data } = await sendGraphql(url, { query, variables: { input } });
  expect(data.purchaseNumber.userErrors).toEqual([]);
  return data.purchaseNumber.phoneNumber.number;
}
