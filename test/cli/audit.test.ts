import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type AuditedApp, forgeOperation, purchaseOf, startAuditedApp } from '../support/audited-app.ts';
import { runCommand } from '../support/command.ts';
import { createPostgresDatabase, engines } from '../support/databases.ts';
import { mutate } from '../support/mutations.ts';
import { buy, buyInto } from '../support/purchases.ts';
import { startLiveService } from '../support/shared-sandbox.ts';
import { listed, unlisted } from '../support/vendors.ts';

describe.each(engines)('npm run ledger, beside a service on %s,', (engine) => {
  let audited: AuditedApp;
  beforeAll(async () => {
    audited = await startAuditedApp(engine, { recoveryGraceSeconds: 0 });
  });
  afterAll(() => audited.stop());
  afterEach(() => audited.app.sandbox.control.clearFaults());

  it('ends with 0 while nothing contradicts, however busy the service is', async () => {
    const { app, runLedger } = audited;
    const buying = new AbortController();
    const busy = (async () => {
      for (let turn = 0; !buying.signal.aborted && turn < 40; turn += 1) {
        await buy(app, turn % 2 === 0 ? listed.name : unlisted.name, { areaCode: '415' });
      }
    })();
    const { exitCode, stdout, stderr } = await runLedger();
    buying.abort();
    await busy;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/Contradictions: 0\n/);
    expect(stdout).toMatch(/No contradiction\.\n$/);
  });

  it('lists what is open: with its target, its attempts and the time of the next check', async () => {
    const { app, runLedger } = audited;
    const { input, payload } = await buyInto(app, listed.name, { fault: { kind: '500-after' } });
    const id = payload.operation?.id ?? '';
    const { exitCode, stdout } = await runLedger();
    expect(exitCode).toBe(0);
    const [line = ''] = stdout.split('\n').filter((text) => text.includes(id));
    const time = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z';
    expect(line).toMatch(new RegExp(`^ +${id} +PURCHASE +PENDING +${listed.name} +\\+1\\d{10} +${time} +1 +${time}$`));
    const found = await mutate(app, 'purchaseNumber', input);
    expect(found.operation).toMatchObject({ id, status: 'SUCCEEDED' });
  });

  it('lists what needs attention, with the reason and what to do', async () => {
    const { app, runLedger } = audited;
    const { input, payload } = await buyInto(app, unlisted.name, { fault: { kind: '500-after' } });
    // Asked for again, it turns out that nothing can reconcile it.
    const { userErrors } = await mutate(app, 'purchaseNumber', input);
    const id = payload.operation?.id;
    const reason = userErrors[0]?.message;
    const { exitCode, stdout } = await runLedger();
    expect(exitCode).toBe(3);
    expect(stdout).toContain(id);
    expect(stdout).toContain(reason);
    expect(stdout).toContain('settleNumberOperation(input:');
    const asJson = await runLedger(['--json', '--no-vendors']);
    expect(JSON.parse(asJson.stdout)).toMatchObject({
      verdict: 'needs-attention',
      needsAttention: [{ id, kind: 'PURCHASE', status: 'NEEDS_ATTENTION', messages: [reason] }],
    });
    expect(asJson.exitCode).toBe(3);
    const sold = app.sandbox.control.sales().at(-1)?.number;
    const vendorId = app.sandbox.control.numbers(unlisted.name).find(({ number }) => number === sold)?.id;
    await mutate(app, 'settleNumberOperation', { operationId: id, vendorId, note: 'Ada, dashboard.' });
    expect((await runLedger()).exitCode).toBe(0);
  });

  it('ends with 1 on a contradiction, and names it', async () => {
    const { app, meddle, runLedger } = audited;
    const { id, address } = await buy(app, listed.name);
    const first = await meddle((database) => purchaseOf(database, id));
    const second = await meddle((database) => forgeOperation(database, first));
    const { exitCode, stdout } = await runLedger();
    await meddle((database) => database.deleteFrom('operations').where('id', '=', second).execute());
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(new RegExp(`OBTAINED_TWICE .*${address.replace('+', '\\+')}`));
  });

  it('writes nothing', async () => {
    const { app, meddle, runLedger } = audited;
    await buy(app, listed.name);
    const read = () => meddle((database) => database.selectFrom('operations').selectAll().orderBy('id').execute());
    const before = await read();
    await runLedger();
    expect(await read()).toEqual(before);
  });
});

describe('npm run ledger with keys of vendors', () => {
  it('asks them, and ends with 2 when one does not answer', async () => {
    const { apps, sandbox, stop } = await startLiveService('SQLite');
    onTestFinished(stop);
    const [app] = apps;
    if (!app) throw new Error('There is no service.');
    const environment = { DATA_DIR: app.dataDir, ...sandbox.environment };
    await app.graphql('{ phoneNumbers(maxAge: 0) { totalCount } }');
    await buy(app, listed.name);
    const { id } = sandbox.control.addNumber({ vendor: listed.name, number: '+12125550197' });
    const answered = await runCommand(['audit'], { cwd: app.dataDir, env: environment });
    expect(answered).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/not synced yet: \+12125550197/) });

    const keyless = Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith(listed.name)));
    const without = await runCommand(['audit'], { cwd: app.dataDir, env: keyless });
    expect(without).toMatchObject({
      exitCode: 2,
      stdout: expect.stringContaining(`There is no key of ${listed.name}`),
    });

    sandbox.control.removeNumber(listed.name, id);
    sandbox.control.addFault({ vendor: listed.name, operation: 'list', kind: '500-before' });
    const { exitCode, stdout } = await runCommand(['audit'], { cwd: app.dataDir, env: environment });
    expect({ exitCode, stdout }).toEqual({
      exitCode: 2,
      stdout: expect.stringContaining(`Not checked\n  ${listed.title}`),
    });
  });
});

describe('npm run ledger without a database to read', () => {
  const emptyFolder = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'ledger-command-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    return folder;
  };

  it('ends with 2 where no service has run yet, and makes no file', async () => {
    const folder = emptyFolder();
    const { exitCode, stdout, stderr } = await runCommand(['audit'], {
      cwd: folder,
      env: { DATA_DIR: join(folder, 'data') },
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^There is no .*sandbox\.db: no service has run/);
  });

  it('ends with 2 on a PostgreSQL database without tables, and makes none', async () => {
    const folder = emptyFolder();
    const { url, drop } = await createPostgresDatabase();
    onTestFinished(drop);
    for (let run = 0; run < 2; run += 1) {
      const { exitCode, stderr } = await runCommand(['audit'], {
        cwd: folder,
        env: { SANDBOX: 'true', DATABASE_URL: url },
      });
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(/^In schema phone_numbers_sandbox of DATABASE_URL are no tables of this version/);
    }
  });

  it('ends with 2 when the database is down, and keeps its password to itself', async () => {
    const folder = emptyFolder();
    const DATABASE_URL = 'postgres://numbers:hunter22@127.0.0.1:1/numbers';
    const { exitCode, stderr } = await runCommand(['audit', '--json'], {
      cwd: folder,
      env: { SANDBOX: 'true', DATABASE_URL },
    });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^Nothing could be checked, since the database did not answer: connect ECONNREFUSED/);
    expect(stderr).not.toContain('hunter22');
  });

  it('ends with 2 on mistakes in the environment or the arguments', async () => {
    const folder = emptyFolder();
    const wrongPort = await runCommand(['audit'], { cwd: folder, env: { PORT: 'many' } });
    expect(wrongPort).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('PORT must be') });
    const wrongFlag = await runCommand(['audit', '--fix'], { cwd: folder, env: {} });
    expect(wrongFlag).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--no-vendors') });
  });
});
