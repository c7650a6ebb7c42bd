import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import { type AuditedApp, forgetOperations, startAuditedApp } from '../support/audited-app.ts';
import { engines } from '../support/databases.ts';
import { mutate } from '../support/mutations.ts';
import { buy, buyInto } from '../support/purchases.ts';
import { listed, unlisted, vendorsWith } from '../support/vendors.ts';

const REFRESH = '{ phoneNumbers(maxAge: 0) { totalCount } }';
const HOUR_MS = 3_600_000;

describe.each(engines)('an audit on %s', (engine) => {
  let audited: AuditedApp;
  beforeAll(async () => {
    // Nothing is looked at by itself.
    audited = await startAuditedApp(engine, { recoveryIntervalSeconds: 3_600 });
    await audited.app.graphql(REFRESH);
  });
  afterAll(() => audited.stop());
  beforeEach(async () => {
    const { app, meddle } = audited;
    await meddle(forgetOperations);
    await meddle((database) => database.deleteFrom('numbers').execute());
    await meddle((database) => database.updateTable('ledger_identities').set({ is_current: 1 }).execute());
    app.sandbox.control.reset();
    await app.graphql(REFRESH);
  });

  const ago = (hours: number): string => new Date(Date.now() - hours * HOUR_MS).toISOString();

  /** Lets the ledger have begun all this so many hours ago. */
  async function age(database: Database, hours: number): Promise<void> {
    const since = { first_seen_at: ago(hours) };
    await database.updateTable('numbers').set(since).execute();
    await database
      .updateTable('operation_steps')
      .set({ at: ago(hours) })
      .execute();
    await database
      .updateTable('operations')
      .set({ created_at: ago(hours) })
      .execute();
  }

  describe('of an operation whose outcome is open', () => {
    it.each([
      { vendor: listed, hours: 0.9, isOverdue: false },
      { vendor: listed, hours: 1.1, isOverdue: true },
      { vendor: unlisted, hours: 23, isOverdue: false },
      { vendor: unlisted, hours: 25, isOverdue: true },
    ])('for $hours hours at a vendor such as $vendor.name needs a person: $isOverdue', async (its) => {
      const { app, meddle, runLedger } = audited;
      const { payload } = await buyInto(app, its.vendor.name, { fault: { kind: '500-before' } });
      await meddle((database) => age(database, its.hours));
      const { verdict, overdue } = await audited.audit();
      const overdueIds = its.isOverdue ? [payload.operation?.id] : [];
      expect(overdue.map(({ id }) => id)).toEqual(overdueIds);
      expect(verdict).toBe(its.isOverdue ? 'needs-attention' : 'consistent');

      const [text, json] = await Promise.all([runLedger(), runLedger(['--json'])]);
      expect([text.exitCode, json.exitCode]).toEqual(its.isOverdue ? [3, 3] : [0, 0]);
      expect(text.stdout.includes('Open for longer than they should be: 1')).toBe(its.isOverdue);
      expect(JSON.parse(json.stdout).overdue.map(({ id }: { id: string }) => id)).toEqual(overdueIds);
    });

    it('counts from its last opening, not from the first use of its key', async () => {
      const { app, meddle } = audited;
      const refusal = { kind: '429' } as const;
      const { input } = await buyInto(app, listed.name, { fault: refusal });
      await meddle((database) => age(database, 30));
      app.sandbox.control.addFault({ vendor: listed.name, operation: 'purchase', kind: '500-before', times: 1 });
      const { operation } = await mutate(app, 'purchaseNumber', input);
      expect(operation?.status).toBe('PENDING');
      expect((await audited.audit()).overdue).toEqual([]);
    });
  });

  describe('of numbers that no operation obtained', () => {
    /** A purchase yesterday, and a number that has come since by another way. */
    async function comeSince() {
      const { app, meddle } = audited;
      await buy(app, listed.name);
      await meddle((database) => age(database, 24));
      const { id, number } = app.sandbox.control.addNumber({ vendor: listed.name, number: '+12125550172' });
      await app.graphql(REFRESH);
      return { vendorId: id, address: number };
    }

    it('names those that were there before the ledger, and needs nobody', async () => {
      const { app, runLedger } = audited;
      await buy(app, listed.name);
      const { verdict, unexplained } = await audited.audit();
      expect(verdict).toBe('consistent');
      const all = vendorsWith('LIST').flatMap((name) => app.sandbox.control.numbers(name));
      const seeded = all.filter(({ number }) => !number.startsWith('+1201'));
      expect(unexplained.length).toBeGreaterThan(0);
      expect(unexplained.length).toBeLessThanOrEqual(seeded.length);
      expect(unexplained.every(({ isNewer }) => !isNewer)).toBe(true);
      const { exitCode, stdout } = await runLedger();
      expect(exitCode).toBe(0);
      expect(stdout).toContain(`Numbers that no operation obtained: ${unexplained.length}, newer than the ledger: 0`);
      expect(stdout).toContain('phone-numbers restore-key --key');
    });

    it('needs a person for those that came since, until somebody adopts them', async () => {
      const { vendorId, address } = await comeSince();
      const { app, runLedger } = audited;
      const [newest] = (await audited.audit()).unexplained;
      expect(newest).toMatchObject({ vendor: listed.name, vendorId, address, isNewer: true });
      const { exitCode, stdout } = await runLedger();
      expect(exitCode).toBe(3);
      expect(stdout).toMatch(
        /^Numbers that no operation obtained: \d+, newer than the ledger: 1\n {2}.*\+12125550172/m,
      );
      expect((await audited.audit({ forgetsOperations: true })).verdict).toBe('consistent');

      await mutate(app, 'adoptNumber', { vendor: listed.name, vendorId });
      expect(await audited.audit()).toMatchObject({ verdict: 'consistent' });
      expect((await audited.audit()).unexplained.map((number) => number.address)).not.toContain(address);
    });

    it('leaves out what an open operation has asked for', async () => {
      const { app, meddle } = audited;
      await comeSince();
      const { payload } = await buyInto(app, listed.name, { fault: { kind: '500-after' } });
      const sold = app.sandbox.control.sales().at(-1)?.number;
      await app.graphql(REFRESH);
      const found = await audited.audit();
      expect(found.open.map(({ id }) => id)).toContain(payload.operation?.id);
      expect(found.unexplained.map(({ address }) => address)).not.toContain(sold);
      expect(await meddle((database) => database.selectFrom('numbers').select('address').execute())).toContainEqual({
        address: sold,
      });
    });
  });

  it('needs a person for a ledger that has lost calls, until an operator accepts it', async () => {
    const { meddle, runLedger } = audited;
    await meddle((database) => database.updateTable('ledger_identities').set({ is_current: 0 }).execute());
    const { exitCode, stdout } = await runLedger();
    expect(exitCode).toBe(3);
    expect(stdout).toContain('The ledger has lost calls that it held before, and no service buys on it.');
    await meddle((database) => database.updateTable('ledger_identities').set({ is_current: 1 }).execute());
    expect((await runLedger()).exitCode).toBe(0);
  });
});
