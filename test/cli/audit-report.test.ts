import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseLines } from '../../src/cli/parse-lines.ts';
import { type AuditedApp, forgeOperation, purchaseOf, startAuditedApp } from '../support/audited-app.ts';
import { engines } from '../support/databases.ts';
import { mutate } from '../support/mutations.ts';
import { buy, buyInto } from '../support/purchases.ts';
import { listed, unlisted } from '../support/vendors.ts';

type Bought = { readonly id: string; readonly address: string };

/** In March 2026, unless the day says otherwise. */
const at = (day: string): string => `${day.includes('-') ? `2026-${day}` : `2026-03-${day}`}T12:00:00.000Z`;

describe.each(engines)('audit report, beside a service on %s,', (engine) => {
  let audited: AuditedApp;
  beforeAll(async () => {
    audited = await startAuditedApp(engine, { recoveryGraceSeconds: 0 });
  });
  afterAll(() => audited.stop());

  /** Buys a number as if on that day. */
  async function buyOn(day: string): Promise<Bought> {
    const { app, meddle } = audited;
    const bought = await buy(app, unlisted.name);
    await meddle(async (database) => {
      const operations = database.updateTable('operations').where('phone_number_id', '=', bought.id);
      await operations.set({ sent_at: at(day), created_at: at(day) }).execute();
      await setNumber(bought, { created_at: at(day), first_seen_at: at(day) });
    });
    return bought;
  }
  const setNumber = ({ id }: Bought, values: Record<string, string | null>) =>
    audited.meddle(async (database) => {
      await database.updateTable('numbers').set(values).where('id', '=', id).execute();
    });
  /** Releases it as if on that day, where its vendor may be asked to. */
  async function releaseOn(day: string, { id }: Bought): Promise<void> {
    await audited.meddle(async (database) => {
      const like = await purchaseOf(database, id);
      const release = await forgeOperation(database, like, { kind: 'RELEASE', sent_at: at(day), created_at: at(day) });
      const step = { operation_id: release, position: 1, at: at(day), status: 'SUCCEEDED', note: null } as const;
      await database.insertInto('operation_steps').values(step).execute();
    });
  }
  async function print(...args: string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await audited.runLedger(['report', ...args]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    return stdout;
  }

  it('says of each number of a month how it came and went, and of each vendor what adds up', async () => {
    const { app, meddle } = audited;
    const all = await buyOn('01-05');
    const bought = await buyOn('02');
    const released = await buyOn('01-06');
    await releaseOn('15', released);
    await setNumber(released, { status: 'RELEASED' });
    const gone = await buyOn('01-07');
    await setNumber(gone, { status: 'RELEASED', synced_at: at('20') });
    const twice = await buyOn('01-08');
    await releaseOn('05', twice);
    await meddle(async (database) => {
      const like = await purchaseOf(database, twice.id);
      await forgeOperation(database, like, { sent_at: at('06'), created_at: at('06') });
    });
    const before = await buyOn('01-09');
    await releaseOn('02-10', before);
    await setNumber(before, { status: 'RELEASED' });
    await buyOn('04-01');
    const found = await buyOn('10');
    await meddle(async (database) => {
      const { id } = await purchaseOf(database, found.id);
      await database.deleteFrom('operation_steps').where('operation_id', '=', id).execute();
      await database.deleteFrom('operation_calls').where('operation_id', '=', id).execute();
      await database.deleteFrom('operations').where('id', '=', id).execute();
    });
    await setNumber(found, { acquisition: 'DISCOVERED', created_at: null });
    const { input, payload } = await buyInto(app, unlisted.name, { fault: { kind: '500-after' } });
    await mutate(app, 'purchaseNumber', input);
    await meddle(async (database) => {
      const open = database.updateTable('operations').where('id', '=', payload.operation?.id ?? '');
      await open.set({ sent_at: at('25') }).execute();
    });

    const lines = (await print('--month', '2026-03', '--format', 'jsonl')).trimEnd().split('\n');
    const records = lines.map((line) => JSON.parse(line));
    const totals = records.pop();
    const shown = records.map(({ address, came, from, went, until }) => ({ address, came, from, went, until }));
    const here = { went: null, until: null };
    expect(shown.slice(0, -1).toSorted((one, other) => (`${one.from}` < `${other.from}` ? -1 : 1))).toEqual([
      { address: all.address, came: 'bought', from: at('01-05'), ...here },
      { address: released.address, came: 'bought', from: at('01-06'), went: 'released', until: at('15') },
      { address: gone.address, came: 'bought', from: at('01-07'), went: 'gone', until: at('20') },
      { address: twice.address, came: 'bought', from: at('01-08'), went: 'released', until: at('05') },
      { address: bought.address, came: 'bought', from: at('02'), ...here },
      { address: twice.address, came: 'bought', from: at('06'), ...here },
      { address: found.address, came: 'found', from: at('10'), ...here },
    ]);
    expect(records.at(-1)).toMatchObject({
      ...{ record: 'number', came: 'unknown', from: at('25'), status: 'NEEDS_ATTENTION' },
      ...{ idempotencyKey: input['idempotencyKey'], operationId: payload.operation?.id },
    });
    const sums = { heldAtStart: 4, bought: 2, imported: 0, created: 0, found: 1, released: 2, gone: 1, heldAtEnd: 4 };
    expect(totals).toEqual({ record: 'totals', vendor: unlisted.name, ...sums, unknown: 1 });

    const csv = parseLines(await print('--month', '2026-03', '--format', 'csv')).map(({ fields }) => fields);
    expect(csv[0]?.slice(0, 8)).toEqual(['vendor', 'address', 'vendorId', 'came', 'from', 'went', 'until', 'status']);
    expect(csv).toHaveLength(9);
    const sumsOf = parseLines(await print('--month', '2026-03', '--format', 'csv', '--totals'));
    expect(sumsOf.map(({ fields }) => fields.join())).toEqual([
      'vendor,heldAtStart,bought,imported,created,found,released,gone,heldAtEnd,unknown',
      `${unlisted.name},4,2,0,0,1,2,1,4,1`,
    ]);
    const text = await print('--month', '2026-03');
    expect(text).toMatch(/^Numbers in 2026-03 \(UTC\), as far as known on 20/);
    expect(text).toMatch(new RegExp(`^${unlisted.name} +\\${gone.address} .* gone +${at('20')}`, 'm'));
    expect(text).toMatch(/\n {2}= held at the end +4\n/);
    expect(await print('--month', '2026-03', '--vendor', listed.name)).toContain('\nThere were none.\n');

    const april = JSON.parse((await print('--month', '2026-04', '--format', 'jsonl', '--totals')).trim());
    expect(april).toMatchObject({ heldAtStart: 4, bought: 1, heldAtEnd: 5, released: 0, gone: 0, unknown: 0 });
  });
});
