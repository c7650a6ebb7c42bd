import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ContradictionKind } from '../../src/audit/findings.ts';
import {
  type AuditedApp,
  forgeOperation,
  forgetOperations,
  purchaseOf,
  startAuditedApp,
} from '../support/audited-app.ts';
import { engines } from '../support/databases.ts';
import { mutate } from '../support/mutations.ts';
import { buy, buyInto, purchaseInput } from '../support/purchases.ts';
import { listed, unlisted, vendorWith } from '../support/vendors.ts';

const REFRESH = '{ phoneNumbers(maxAge: 0) { totalCount } }';
const IN_FUTURE = '2100-01-01T00:00:00.000Z';

describe.each(engines)('an audit on %s', (engine) => {
  let audited: AuditedApp;
  beforeAll(async () => {
    audited = await startAuditedApp(engine);
    await audited.app.graphql(REFRESH);
  });
  afterAll(() => audited.stop());
  beforeEach(async () => {
    const { app, meddle } = audited;
    await meddle(forgetOperations);
    await meddle((database) => database.deleteFrom('numbers').execute());
    app.sandbox.control.reset();
  });

  const kindsFound = async (settings?: Parameters<AuditedApp['audit']>[0]): Promise<ContradictionKind[]> =>
    (await audited.audit(settings)).contradictions.map(({ kind }) => kind);

  it('finds nothing wrong with what the service does', async () => {
    const { app } = audited;
    await buy(app, unlisted.name);
    await mutate(app, 'createSipNumber', {
      idempotencyKey: 'front-desk',
      vendor: vendorWith('SIP_CREATE').name,
      sipPrefix: 'front-desk',
      username: 'front-desk',
      password: 'of no importance',
    });
    const { id, address } = await buy(app, listed.name);
    await mutate(app, 'releaseNumber', { phoneNumberId: id, confirmAddress: address });
    await buy(app, listed.name, { number: address });
    expect(await audited.audit()).toMatchObject({
      verdict: 'consistent',
      counts: { operations: 5 },
      open: [],
      needsAttention: [],
      contradictions: [],
      unchecked: [],
    });
  });

  it('finds a number that was obtained and is not in the registry', async () => {
    const { app, meddle } = audited;
    const { id, address } = await buy(app, listed.name);
    await meddle((database) => database.deleteFrom('numbers').where('id', '=', id).execute());
    const { contradictions } = await audited.audit();
    const { id: operationId } = await meddle((database) => purchaseOf(database, id));
    expect(contradictions).toMatchObject([
      { kind: 'NOT_IN_REGISTRY', address, phoneNumberId: id, operationIds: [operationId] },
    ]);
  });

  it('finds a number that two operations obtained', async () => {
    const { app, meddle } = audited;
    const { id, address } = await buy(app, listed.name);
    const first = await meddle((database) => purchaseOf(database, id));
    const second = await meddle((database) => forgeOperation(database, first, { updated_at: IN_FUTURE }));
    const { contradictions } = await audited.audit();
    expect(contradictions).toMatchObject([
      { kind: 'OBTAINED_TWICE', address, phoneNumberId: id, operationIds: [first.id, second] },
    ]);
  });

  it('finds nothing wrong with a number that was released before it was obtained again', async () => {
    const { app, meddle } = audited;
    const { id, address } = await buy(app, listed.name);
    await mutate(app, 'releaseNumber', { phoneNumberId: id, confirmAddress: address });
    const first = await meddle((database) => purchaseOf(database, id));
    await meddle((database) => forgeOperation(database, first, { updated_at: IN_FUTURE }));
    expect(await kindsFound()).toEqual([]);
  });

  it('finds a number that two operations obtained before it was released', async () => {
    const { app, meddle } = audited;
    const { id, address } = await buy(app, listed.name);
    const first = await meddle((database) => purchaseOf(database, id));
    await meddle((database) => forgeOperation(database, first));
    await sleep(2);
    await mutate(app, 'releaseNumber', { phoneNumberId: id, confirmAddress: address });
    expect(await kindsFound()).toEqual(['OBTAINED_TWICE']);
  });

  it('finds an address that was bought twice under two ids', async () => {
    const { app, meddle } = audited;
    const { id, address } = await buy(app, listed.name);
    await meddle(async (database) => {
      const numbers = await database.selectFrom('numbers').selectAll().where('id', '=', id).execute();
      const twins = numbers.map((number) => ({ ...number, id: 'twin', vendor_id: 'twin' }));
      await database.insertInto('numbers').values(twins).execute();
    });
    const first = await meddle((database) => purchaseOf(database, id));
    await meddle((database) => forgeOperation(database, first, { phone_number_id: 'twin' }));
    const { contradictions } = await audited.audit({ asksVendors: false });
    expect(contradictions).toMatchObject([{ kind: 'OBTAINED_TWICE', address }]);
  });

  it('finds a number that counts as bought and that no operation obtained', async () => {
    const { app, meddle } = audited;
    const { id, address } = await buy(app, unlisted.name);
    await meddle(forgetOperations);
    const { contradictions } = await audited.audit();
    expect(contradictions).toMatchObject([{ kind: 'NO_OPERATION', address, phoneNumberId: id }]);
  });

  it('finds nothing wrong with a number whose operation was forgotten, where operations are', async () => {
    const { app, meddle } = audited;
    await buy(app, unlisted.name);
    await meddle(forgetOperations);
    expect(await kindsFound({ forgetsOperations: true })).toEqual([]);
  });

  it('finds a number of the registry that is not in its vendor’s account', async () => {
    const { app } = audited;
    const atListed = await buy(app, listed.name);
    const atUnlisted = await buy(app, unlisted.name);
    app.sandbox.control.removeNumber(listed.name, atListed.vendorId);
    app.sandbox.control.removeNumber(unlisted.name, atUnlisted.vendorId);
    // PostgreSQL's clock, which the service follows, may be some ms ahead.
    await sleep(50);
    const { contradictions } = await audited.audit();
    const found = contradictions.map(({ kind, address }) => ({ kind, address }));
    expect(found).toHaveLength(2);
    expect(found).toContainEqual({ kind: 'NOT_AT_VENDOR', address: atListed.address });
    expect(found).toContainEqual({ kind: 'NOT_AT_VENDOR', address: atUnlisted.address });
    expect(await kindsFound({ asksVendors: false })).toEqual([]);
  });

  it('notes a number that is gone and known to be', async () => {
    const { app, meddle } = audited;
    const { id, vendorId, address } = await buy(app, unlisted.name);
    app.sandbox.control.removeNumber(unlisted.name, vendorId);
    await meddle((database) =>
      database.updateTable('numbers').set({ status: 'UNKNOWN' }).where('id', '=', id).execute(),
    );
    await sleep(50);
    const { contradictions, notes } = await audited.audit();
    expect(contradictions).toEqual([]);
    expect(notes.join(' ')).toContain(address);
  });

  it('names the numbers that are not synced yet', async () => {
    audited.app.sandbox.control.addNumber({ vendor: listed.name, number: '+12125550199' });
    const { verdict, notes } = await audited.audit();
    expect(verdict).toBe('consistent');
    expect(notes).toContainEqual(expect.stringMatching(/not synced yet: .*\+12125550199/));
  });

  it('finds an open operation that is never reconciled', async () => {
    const { app, meddle } = audited;
    const { payload } = await buyInto(app, listed.name, { fault: { kind: '500-after' } });
    await meddle((database) => database.updateTable('operations').set({ due_at: null }).execute());
    const { contradictions, open } = await audited.audit();
    expect(contradictions).toMatchObject([{ kind: 'NEVER_LOOKED_AT', operationIds: [payload.operation?.id] }]);
    expect(open).toMatchObject([{ id: payload.operation?.id, dueAt: null }]);
  });

  describe('of a purchase that ended as FAILED although its number is in the account', () => {
    const failed = { status: 'FAILED', due_at: null, lease: null, lease_until: null } as const;

    /** A purchase that went through and is wrongly on record as failed. */
    async function buyAndDeny() {
      const { app, meddle } = audited;
      const { payload } = await buyInto(app, listed.name, { fault: { kind: '500-after' } });
      await meddle((database) => database.updateTable('operations').set(failed).execute());
      const [bought] = app.sandbox.control
        .numbers(listed.name)
        .filter(({ number }) => number.startsWith('+1'))
        .slice(-1);
      if (!bought) throw new Error('Nothing was sold.');
      return { operationId: payload.operation?.id, bought };
    }

    it('says that it may have been paid for', async () => {
      const { operationId, bought } = await buyAndDeny();
      const { contradictions } = await audited.audit();
      expect(contradictions).toMatchObject([
        { kind: 'FAILED_BUT_HELD', address: bought.number, operationIds: [operationId] },
      ]);
      expect(await kindsFound({ asksVendors: false })).toEqual([]);
    });

    it('says so without a vendor too, once the number has been discovered', async () => {
      const { app } = audited;
      await buyAndDeny();
      await app.graphql(REFRESH);
      expect(await kindsFound({ asksVendors: false })).toEqual(['FAILED_BUT_HELD']);
    });

    it('believes whoever adopts the number', async () => {
      const { bought } = await buyAndDeny();
      await mutate(audited.app, 'adoptNumber', { vendor: listed.name, vendorId: bought.id });
      expect(await kindsFound()).toEqual([]);
    });

    it('finds nothing wrong where another operation obtained it', async () => {
      const { app, meddle } = audited;
      const { id } = await buy(app, listed.name);
      const first = await meddle((database) => purchaseOf(database, id));
      const denied = { ...failed, phone_number_id: null, sent_at: first.created_at };
      await meddle((database) => forgeOperation(database, first, denied));
      expect(await kindsFound()).toEqual([]);
    });

    it('finds nothing wrong while another operation that may have obtained it is being reconciled', async () => {
      const { app, meddle } = audited;
      const { payload } = await buyInto(app, listed.name, { fault: { kind: '500-after' } });
      await meddle(async (database) => {
        const open = await database.selectFrom('operations').selectAll().executeTakeFirstOrThrow();
        await forgeOperation(database, open, { ...failed, created_at: IN_FUTURE });
      });
      const { contradictions, open: stillOpen } = await audited.audit();
      expect(contradictions).toEqual([]);
      expect(stillOpen).toMatchObject([{ id: payload.operation?.id, status: 'PENDING' }]);
    });

    it('finds nothing wrong where it was in the account before', async () => {
      const { app, meddle } = audited;
      app.sandbox.control.addNumber({ vendor: listed.name, number: '+12125550198' });
      await app.graphql(REFRESH);
      await sleep(2);
      await mutate(app, 'purchaseNumber', purchaseInput(listed.name, { number: '+12125550198' }));
      await meddle((database) => database.updateTable('operations').set({ target: '+12125550198' }).execute());
      expect(await kindsFound()).toEqual([]);
    });
  });
});
