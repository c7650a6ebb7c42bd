import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { parseLines } from '../../src/cli/parse-lines.ts';
import type { OperationRow } from '../../src/database/tables.ts';
import { type AuditedApp, purchaseOf, startAuditedApp } from '../support/audited-app.ts';
import { engines } from '../support/databases.ts';
import { mutate } from '../support/mutations.ts';
import { buy, buyInto, freeAreaCode, purchaseInput } from '../support/purchases.ts';
import { listed, unlisted, vendorWith } from '../support/vendors.ts';

type Entry = Readonly<Record<string, unknown>> & { readonly begun: string; readonly operationId: string };

const FORMULA = '=HYPERLINK("http://x.example";"y")\r\n@SUM(1)';

describe.each(engines)('audit export, beside a service on %s,', (engine) => {
  let audited: AuditedApp;
  beforeAll(async () => {
    audited = await startAuditedApp(engine, { recoveryGraceSeconds: 0 });
  });
  afterAll(() => audited.stop());
  afterEach(() => audited.app.sandbox.control.clearFaults());

  /** What the command prints, and that it has nothing to complain of. */
  async function print(...args: string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await audited.runLedger(['export', ...args]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.stringMatching(/^\d+ operations begun from /) });
    return stdout;
  }
  async function exported(...args: string[]): Promise<Entry[]> {
    const lines = (await print('--since', '2026-01-01', ...args)).split('\n').slice(0, -1);
    return lines.map((line): Entry => JSON.parse(line));
  }
  /** The last entries, and the same as a CSV file has them. */
  async function last(count: number) {
    const entries = (await exported()).slice(-count);
    const csv = await print('--since', entries[0]?.begun ?? '', '--format', 'csv');
    const [names, ...rows] = parseLines(csv).map(({ fields }) => fields);
    const cells = rows.map((row) => Object.fromEntries(row.map((cell, index) => [names?.[index] ?? '', cell])));
    return { entries, csv, cells: cells.slice(-count) };
  }

  it('tells who did what, when, for which number, and whether it was charged', async () => {
    const { app } = audited;
    const key = `=1+1-${engine}`;
    const bought = await buy(app, listed.name, { idempotencyKey: key, label: 'a;=2' });
    await mutate(app, 'linkNumberToAgent', { phoneNumberId: bought.id, agentId: listed.agents.second });
    await mutate(app, 'purchaseNumber', purchaseInput(listed.name, { number: '+12125550000' }));
    const { entries, csv, cells } = await last(3);
    const [purchase, link, failed] = entries;
    expect(purchase).toEqual({
      begun: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/),
      ended: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/),
      ...{ status: 'SUCCEEDED', kind: 'PURCHASE', vendor: listed.name, charged: 'yes', attempts: expect.any(Number) },
      ...{ address: bought.address, vendorId: bought.vendorId, numberId: bought.id, agentId: null },
      ...{ actor: null, idempotencyKey: key, errors: [], settlements: [], reason: expect.any(String) },
      asked: expect.objectContaining({ label: 'a;=2' }),
      operationId: expect.any(String),
    });
    expect(link).toMatchObject({ kind: 'LINK', address: bought.address, agentId: listed.agents.second, charged: 'no' });
    expect(failed).toMatchObject({ kind: 'PURCHASE', status: 'FAILED', address: '+12125550000', charged: 'no' });
    expect(failed?.['errors']).toEqual([{ code: expect.any(String), message: expect.any(String) }]);

    const names = Object.keys(cells[0] ?? {});
    expect(csv.startsWith(`"${names.join('","')}"\r\n`)).toBe(true);
    expect(cells[0]).toMatchObject({ idempotencyKey: `'${key}`, address: bought.address, charged: 'yes' });
    expect(cells[0]?.['asked']).toContain("a;'=2");
    expect(cells[1]).toMatchObject({ kind: 'LINK', agentId: listed.agents.second, errorCodes: '' });
    expect(cells[2]).toMatchObject({
      errorCodes: expect.stringMatching(/^[A-Z_]+$/),
      operationId: failed?.operationId,
    });
  });

  it('tells what a person has settled, and what may have been charged', async () => {
    const { app } = audited;
    const { input, payload } = await buyInto(app, unlisted.name, { fault: { kind: '500-after' } });
    await mutate(app, 'purchaseNumber', input);
    const open = (await last(1)).entries[0];
    expect(open).toMatchObject({ status: 'NEEDS_ATTENTION', charged: 'maybe', ended: null });
    await mutate(app, 'settleNumberOperation', { operationId: payload.operation?.id, failed: true, note: FORMULA });
    const { entries, cells, csv } = await last(1);
    expect(entries[0]).toMatchObject({
      ...{ status: 'FAILED', charged: 'no', ended: expect.any(String) },
      settlements: [{ at: expect.any(String), status: 'FAILED', note: `Settled by hand: ${FORMULA}` }],
    });
    expect(cells[0]?.['settlements']).toContain(`Settled by hand: =HYPERLINK("http://x.example";"y") @SUM(1)`);
    expect(csv).not.toMatch(/[^\r]\n|\r[^\n]|(^|[;,"])[=@]/);
  });

  it('holds no login', async () => {
    const { app } = audited;
    const vendor = vendorWith('SIP_IMPORT');
    const login = { username: 'switchboard-login', password: 'hunter22-hunter22' };
    const trunk = { number: `+1${freeAreaCode()}6660123`, terminationUri: 'trunk.example.com' };
    const input = {
      idempotencyKey: `import-${engine}`,
      vendor: vendor.name,
      ...trunk,
      ...vendor.importMembers,
      ...login,
    };
    await mutate(app, 'importSipNumber', input);
    const { entries, csv } = await last(1);
    expect(entries[0]).toMatchObject({ kind: 'SIP_IMPORT', address: trunk.number, charged: 'no' });
    for (const secret of Object.values(login)) expect(`${JSON.stringify(entries)}${csv}`).not.toContain(secret);
  });

  it('has each operation of a period once, the oldest first, however many there are', async () => {
    const { app, meddle } = audited;
    const { id } = await buy(app, listed.name);
    for (let more = 0; more < 2; more += 1) await buy(app, listed.name);
    const like = await meddle((database) => purchaseOf(database, id));
    // Many at the same moment, so that pages end among them.
    const forged = Array.from({ length: 450 }, (_, index): OperationRow => {
      const created_at = `2020-01-0${index < 420 ? 3 : 4}T00:00:00.000Z`;
      const operationId = randomUUID();
      return { ...like, id: operationId, idempotency_key: operationId, status: 'FAILED', created_at };
    });
    await meddle((database) => database.insertInto('operations').values(forged).execute());
    onTestFinished(async () => {
      await meddle((database) => database.deleteFrom('operations').where('created_at', '<', '2021').execute());
    });
    const all = await exported('--since', '2020-01-03');
    const some = await exported('--since', '2020-01-03', '--until', '2020-01-04');
    expect(some).toHaveLength(420);
    expect(new Set(some.map(({ operationId }) => operationId)).size).toBe(420);
    expect(all.slice(0, 420)).toEqual(some);
    expect(all.length).toBeGreaterThan(450);
    const orders = all.map(({ begun, operationId }) => `${begun} ${operationId}`);
    expect(orders).toEqual(orders.toSorted());
    const [, second, third] = all.slice(-3);
    const between = await exported('--since', second?.begun ?? '', '--until', third?.begun ?? '');
    expect(between.map(({ operationId }) => operationId)).toEqual([second?.operationId]);
  });
});

describe('audit export', () => {
  let audited: AuditedApp;
  beforeAll(async () => {
    audited = await startAuditedApp('SQLite');
  });
  afterAll(() => audited.stop());

  const print = async (...args: string[]): Promise<string> =>
    (await audited.runLedger(['export', '--since', '2026-01-01', ...args])).stdout;

  it('writes a file for its owner alone, and replaces none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'audit-export-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'operations.jsonl');
    await buy(audited.app, listed.name);
    expect(await print('--output', file)).toBe('');
    expect(readFileSync(file, 'utf8')).toMatch(/^\{.*\}\n$/);
    expect(readFileSync(file, 'utf8')).toBe(await print());
    expect(statSync(file).mode & 0o777).toBe(0o600);
    writeFileSync(file, 'kept');
    const again = await audited.runLedger(['export', '--since', '2026-01-01', '--output', file]);
    expect(again).toMatchObject({ exitCode: 1, stderr: `${file} is there already: name a new file.\n` });
    expect(readFileSync(file, 'utf8')).toBe('kept');
    const nowhere = await audited.runLedger(['export', '--since', '2026-01-01', '--output', join(folder, 'a/b')]);
    expect(nowhere).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/a\/b cannot be written \(ENOENT/) });
  });

  it('says where operations may be missing, and refuses what is no time', async () => {
    const forgetful = { LEDGER_RETENTION_DAYS: '30' };
    const { stderr } = await audited.runLedger(['export', '--since', '2020-01-01'], forgetful);
    expect(stderr).toContain('LEDGER_RETENTION_DAYS is 30: operations that ended longer ago are deleted');
    for (const since of ['yesterday', '2026-02-30', '2026-11-01T08:00:00', '2026-13-01']) {
      const { exitCode, stderr } = await audited.runLedger(['export', '--since', since]);
      expect({ exitCode, stderr }).toEqual({
        exitCode: 2,
        stderr: expect.stringContaining('It must be a day, or a time'),
      });
    }
    const zoned = await audited.runLedger(['export', '--since', '2026-11-01T08:00:00+02:00']);
    expect(zoned.stderr).toContain('begun from 2026-11-01T06:00:00.000Z on');
  });
});
