import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OperationStatus } from '../../src/domain/operation.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import {
  beginLeased,
  beginSent,
  LEASE_MS,
  type LedgerHarness,
  newOperation,
  type OpenDatabase,
  openLedger,
  PAUSE_MS,
  troubleOf,
} from '../support/ledger-harness.ts';

/** Who may reconcile what is open, and when. */
export function describeReconciliation(open: OpenDatabase): void {
  let harness: LedgerHarness;
  let ledger: Ledger;
  beforeEach(async () => {
    harness = await openLedger(open);
    ledger = harness.ledger;
  });
  afterEach(() => harness.close());

  const dueIds = async (limit = 10) => (await harness.other.claimDue(limit)).map(({ id }) => id);
  const inMs = (ms: number) => new Date(harness.now().getTime() + ms).toISOString();

  /** Begins an operation and leaves it with an outcome to be reconciled after a while. */
  async function leaveOpen(target: string, afterMs: number, status: OperationStatus = 'PENDING') {
    const leased = await beginSent(ledger, target);
    const left = { status, note: 'Lost.', errors: [troubleOf(true)], dueAt: inMs(afterMs) };
    return (await ledger.finish(leased, left)).operation;
  }

  describe('what is due', () => {
    it('is what has an expired lease', async () => {
      const { id } = await beginLeased(ledger);
      harness.pass(LEASE_MS - 1);
      expect(await dueIds()).toEqual([]);
      harness.pass(2);
      expect(await dueIds()).toEqual([id]);
    });

    it.each(['PENDING', 'SUCCEEDED'] as const)('is what is %s and whose time has come', async (status) => {
      const { id } = await leaveOpen('+14155550151', 500, status);
      harness.pass(499);
      expect(await dueIds()).toEqual([]);
      harness.pass(1);
      expect(await dueIds()).toEqual([id]);
    });

    it.each(['SUCCEEDED', 'FAILED', 'NEEDS_ATTENTION'] as const)('is nothing that has ended as %s', async (status) => {
      await ledger.finish(await beginLeased(ledger), { status, note: 'Ended.', errors: [] });
      harness.pass(100 * LEASE_MS);
      expect(await dueIds()).toEqual([]);
    });

    it('is what has waited longest first, and no more than was asked for', async () => {
      const third = await leaveOpen('+14155550153', 300);
      const first = await leaveOpen('+14155550151', 100);
      const second = await leaveOpen('+14155550152', 200);
      harness.pass(1_000);
      expect(await dueIds(2)).toEqual([first.id, second.id]);
      expect(await dueIds(2)).toEqual([third.id]);
      expect(await dueIds(2)).toEqual([]);
    });

    it('is leased to one of those that ask at the same time', async () => {
      const left: string[] = [];
      for (let one = 0; one < 12; one += 1) left.push((await leaveOpen(`+1415555${1000 + one}`, 100)).id);
      harness.pass(1_000);
      const claims = await Promise.all([ledger, harness.other, ledger, harness.other].map((one) => one.claimDue(5)));
      const taken = claims.flat().map(({ id }) => id);
      // One that met others may come away with less, so that it may ask again.
      taken.push(...(await dueIds()));
      expect(taken.toSorted()).toEqual(left.toSorted());
    });

    it('is leased to whoever claimed it', async () => {
      await leaveOpen('+14155550151', 100);
      harness.pass(100);
      const [taken] = await harness.other.claimDue(1);
      expect(taken).toMatchObject({ status: 'PENDING', target: '+14155550151' });
      expect(await ledger.claimDue(1)).toEqual([]);
      expect(await ledger.claim(taken?.id ?? '', 'PENDING')).toBeNull();
    });

    it('is left alone by reconciliation while a caller reconciles it', async () => {
      const leased = await beginSent(ledger, '+14155550151', { idempotencyKey: 'key-1' });
      await ledger.finish(leased, { status: 'PENDING', note: 'Lost.', errors: [], dueAt: inMs(100) });
      harness.pass(100);
      expect((await ledger.begin(newOperation())).state).toBe('open');
      expect(await dueIds()).toEqual([]);
    });
  });

  describe('what is postponed', () => {
    it('waits longer each time, and belongs to nobody meanwhile', async () => {
      let leased = await beginLeased(ledger);
      for (const pauseMs of [PAUSE_MS, 2 * PAUSE_MS, 4 * PAUSE_MS]) {
        await ledger.postpone(leased);
        harness.pass(pauseMs - 1);
        expect(await dueIds()).toEqual([]);
        harness.pass(1);
        const [taken] = await harness.other.claimDue(1);
        expect(taken?.id).toBe(leased.id);
        leased = taken ?? leased;
      }
      await ledger.postpone(leased);
      expect((await harness.other.begin(newOperation())).state).toBe('resumed');
    });

    it('waits no longer for a caller who looks as well, however often', async () => {
      const leased = await beginSent(ledger, '+14155550151', { idempotencyKey: 'key-1' });
      await ledger.postpone(leased);
      for (let repeat = 0; repeat < 8; repeat += 1) {
        await ledger.postpone(await beginLeased(ledger));
        const claimed = await ledger.claim(leased.id, 'PENDING');
        if (claimed) await ledger.postpone(claimed);
      }
      harness.pass(PAUSE_MS);
      expect(await dueIds()).toEqual([leased.id]);
    });

    it('stays as it was but for the time of the next check', async () => {
      const leased = await beginSent(ledger, '+14155550151');
      const before = await ledger.find(leased.id);
      await ledger.postpone(leased);
      expect(await ledger.find(leased.id)).toEqual({ ...before, dueAt: inMs(PAUSE_MS) });
    });

    it('begins with a short wait again once it is carried out anew', async () => {
      const leased = await beginLeased(ledger);
      await ledger.postpone(leased);
      harness.pass(PAUSE_MS);
      const [again] = await harness.other.claimDue(1);
      if (again === undefined) throw new Error('Nothing was due.');
      await ledger.finish(again, { status: 'FAILED', note: 'Not done.', errors: [troubleOf(true)] });
      await ledger.postpone(await beginLeased(ledger));
      harness.pass(PAUSE_MS);
      expect(await dueIds()).toEqual([leased.id]);
    });
  });

  describe('one operation', () => {
    it('can be claimed in the status it is expected in', async () => {
      const leased = await beginLeased(ledger);
      await ledger.finish(leased, { status: 'NEEDS_ATTENTION', note: 'Who knows.', errors: [] });
      expect(await ledger.claim(leased.id, 'PENDING')).toBeNull();
      expect(await ledger.claim('nothing', 'NEEDS_ATTENTION')).toBeNull();
      expect(await ledger.claim(leased.id, 'NEEDS_ATTENTION')).toMatchObject({
        id: leased.id,
        status: 'NEEDS_ATTENTION',
      });
      expect(await ledger.claim(leased.id, 'NEEDS_ATTENTION')).toBeNull();
    });

    it('is claimed by one of ten who try at the same time', async () => {
      const leased = await beginLeased(ledger);
      await ledger.finish(leased, { status: 'NEEDS_ATTENTION', note: 'Who knows.', errors: [] });
      const claims = Array.from({ length: 10 }, () => harness.other.claim(leased.id, 'NEEDS_ATTENTION'));
      expect((await Promise.all(claims)).filter((claimed) => claimed !== null)).toHaveLength(1);
    });

    it('that was claimed and left is due again', async () => {
      const leased = await beginLeased(ledger);
      await ledger.finish(leased, { status: 'NEEDS_ATTENTION', note: 'Who knows.', errors: [] });
      await ledger.claim(leased.id, 'NEEDS_ATTENTION');
      harness.pass(LEASE_MS + 1);
      expect(await ledger.claim(leased.id, 'NEEDS_ATTENTION')).toMatchObject({ id: leased.id });
    });
  });

  it('the histories of many operations come in one answer, each in its own order', async () => {
    const first = await beginSent(ledger, '+14155550151');
    const second = await beginLeased(ledger);
    const histories = await ledger.histories([first.id, second.id, 'nothing']);
    expect(histories.get(first.id)?.map(({ note }) => note)).toEqual(['Begun.', 'Asking.']);
    expect(histories.get(second.id)).toHaveLength(1);
    expect(histories.get('nothing')).toBeUndefined();
  });
}
