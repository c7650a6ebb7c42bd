import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toNumberId } from '../../src/domain/number-id.ts';
import { type LeasedOperation, LeaseLostError, type Ledger, TargetTakenError } from '../../src/ledger/ledger.ts';
import type { VendorNumber } from '../../src/vendors/vendor.ts';
import {
  beginHeld,
  beginSent,
  intentOf,
  LEASE_MS,
  type LedgerBench,
  type OpenDatabase,
  openBench,
  toldNumber,
  troubleOf,
} from '../support/ledger-harness.ts';

const target = '+14155550151';
const numberId = toNumberId('VOGENT', 'v-1');
const number = {
  vendor: 'VOGENT',
  vendorId: 'v-1',
  reported: toldNumber('v-1'),
  local: { acquisition: 'PURCHASED' },
} as const;
const success = { status: 'SUCCEEDED', note: 'Bought.', errors: [], number } as const;
const failure = { status: 'FAILED', note: 'Refused.', errors: [troubleOf(false)] } as const;

/** What the holder of an operation may do with it, and nobody else. */
export function describeWork(open: OpenDatabase): void {
  let bench: LedgerBench;
  let ledger: Ledger;
  beforeEach(async () => {
    bench = await openBench(open);
    ledger = bench.ledger;
  });
  afterEach(() => bench.close());

  const historyOf = async (id: string) => (await ledger.histories([id])).get(id) ?? [];
  const send = (leased: LeasedOperation, to = target) =>
    ledger.recordSent(leased, { target: to, note: `Asking for ${to}.` });

  describe('a holder', () => {
    it.each<[string, (leased: LeasedOperation) => Promise<unknown>]>([
      ['sends nothing', (leased) => send(leased)],
      ['frees nothing', (leased) => ledger.recordNotDone(leased, 'Gone.')],
      ['ends nothing', (leased) => ledger.advance(leased, success)],
      ['puts nothing off', (leased) => ledger.postpone(leased)],
    ])('that was silent for too long %s once somebody else has taken over', async (_what, step) => {
      const leased = await beginHeld(ledger);
      bench.pass(LEASE_MS + 1);
      const takenOver = await beginHeld(bench.other);
      const before = await ledger.find(leased.id);
      const history = await historyOf(leased.id);
      await expect(step(leased)).rejects.toThrow(LeaseLostError);
      expect(await ledger.find(leased.id)).toEqual(before);
      expect(await historyOf(leased.id)).toEqual(history);
      expect((await bench.registry.byIds([numberId])).size).toBe(0);
      expect((await bench.other.advance(takenOver, success)).status).toBe('SUCCEEDED');
    });

    it('that was silent for too long goes on where nobody has taken over', async () => {
      const leased = await beginHeld(ledger);
      bench.pass(10 * LEASE_MS);
      const { operation } = await send(leased);
      expect((await ledger.advance(operation, success)).status).toBe('SUCCEEDED');
    });

    it('gives a sign of life by sending', async () => {
      const leased = await beginHeld(ledger);
      bench.pass(LEASE_MS - 1);
      await send(leased);
      bench.pass(LEASE_MS - 1);
      expect((await bench.other.begin(intentOf())).state).toBe('running');
      expect(await bench.other.claimDue(10)).toEqual([]);
    });

    it('of what has ended holds it no longer', async () => {
      const leased = await beginHeld(ledger);
      await ledger.advance(leased, failure);
      await expect(ledger.advance(leased, success)).rejects.toThrow(LeaseLostError);
      expect((await ledger.find(leased.id))?.status).toBe('FAILED');
    });

    it('may keep what has ended, to go on with a part of it', async () => {
      const leased = await beginHeld(ledger);
      const kept = await ledger.advance(leased, { ...success, pendingAgentId: 'agent-1', keepsLease: true });
      expect(kept).toMatchObject({ status: 'SUCCEEDED', pendingAgentId: 'agent-1' });
      expect((await bench.other.begin(intentOf())).state).toBe('running');
      const done = await ledger.advance(kept, { ...success, pendingAgentId: null });
      expect(done.pendingAgentId).toBeNull();
      expect((await bench.other.begin(intentOf())).state).toBe('ended');
    });
  });

  describe('a call to the vendor', () => {
    it('is on record, with its target, before there is the proof that it may be made', async () => {
      const leased = await beginHeld(ledger);
      bench.pass(5);
      const { sent, operation } = await send(leased);
      expect(sent).toMatchObject({ operationId: leased.id, attempt: 1 });
      const { lease: _lease, ...recorded } = operation;
      expect(recorded).toMatchObject({ target, sentAt: bench.now().toISOString(), attempts: 1, status: 'PENDING' });
      expect(await bench.other.find(leased.id)).toEqual(recorded);
      expect((await historyOf(leased.id)).at(-1)).toEqual({
        at: bench.now().toISOString(),
        status: 'PENDING',
        note: `Asking for ${target}.`,
      });
    });

    it('is counted each time, and keeps its target where none is given', async () => {
      const first = await send(await beginHeld(ledger));
      const second = await ledger.recordSent(first.operation, { note: 'Linking.' });
      expect(second.sent.attempt).toBe(2);
      expect(second.operation).toMatchObject({ attempts: 2, target });
    });
  });

  describe('a target', () => {
    it('is one open operation’s alone, and nothing is recorded for another', async () => {
      await beginSent(ledger, target);
      const late = await beginHeld(bench.other);
      await expect(send(late)).rejects.toThrow(TargetTakenError);
      expect(await ledger.find(late.id)).toMatchObject({ target: null, sentAt: null, attempts: 0 });
      expect(await historyOf(late.id)).toHaveLength(1);
      // The one that was refused goes on with another.
      expect((await send(late, '+14155550152')).operation.attempts).toBe(1);
    });

    it.each<[string, (leased: LeasedOperation) => Promise<unknown>]>([
      ['is open', (leased) => ledger.advance(leased, { status: 'PENDING', note: 'Lost.', errors: [troubleOf(true)] })],
      ['waits for a person', (leased) => ledger.advance(leased, { ...failure, status: 'NEEDS_ATTENTION' })],
      ['is held by nobody any more', async () => bench.pass(LEASE_MS + 1)],
    ])('is not free while the outcome %s', async (_what, step) => {
      await step(await beginSent(ledger, target));
      await expect(beginSent(bench.other, target)).rejects.toThrow(TargetTakenError);
    });

    it.each<[string, (leased: LeasedOperation) => Promise<unknown>]>([
      ['succeeded', (leased) => ledger.advance(leased, success)],
      ['failed', (leased) => ledger.advance(leased, failure)],
      ['certainly not done', (leased) => ledger.recordNotDone(leased, 'Gone.')],
    ])('is free again once the first is %s', async (_what, step) => {
      await step(await beginSent(ledger, target));
      expect((await beginSent(bench.other, target)).target).toBe(target);
    });

    it('may be asked for again by its own operation', async () => {
      const leased = await beginSent(ledger, target);
      expect((await send(leased)).operation).toMatchObject({ target, attempts: 2 });
    });

    it('is another at another vendor', async () => {
      await beginSent(ledger, target);
      expect((await beginSent(bench.other, target, { vendor: 'ONEINBOX' })).target).toBe(target);
    });

    it('is given to one of ten that want it at the same time', async () => {
      const wanting = Array.from({ length: 10 }, (_, one) => (one % 2 ? bench.other : ledger));
      const outcomes = await Promise.allSettled(wanting.map((one) => beginSent(one, target)));
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(TargetTakenError);
      }
    });
  });

  describe('a result', () => {
    it('comes with its number', async () => {
      const leased = await beginSent(ledger, target);
      bench.pass(5);
      const done = await ledger.advance(leased, success);
      expect(done).toMatchObject({ status: 'SUCCEEDED', phoneNumberId: numberId, errors: [] });
      expect((await bench.registry.byIds([numberId])).get(numberId)).toMatchObject({
        address: target,
        acquisition: 'PURCHASED',
      });
      expect((await historyOf(leased.id)).at(-1)).toEqual({
        at: bench.now().toISOString(),
        status: 'SUCCEEDED',
        note: 'Bought.',
      });
      const { lease: _lease, ...operation } = done;
      expect(await bench.other.find(leased.id)).toEqual(operation);
    });

    it('is not there where its number cannot be written', async () => {
      const leased = await beginSent(ledger, target);
      const before = await ledger.find(leased.id);
      const history = await historyOf(leased.id);
      const reported: VendorNumber = JSON.parse(JSON.stringify({ ...toldNumber('v-1'), status: null }));
      await expect(ledger.advance(leased, { ...success, number: { ...number, reported } })).rejects.toThrow();
      expect(await ledger.find(leased.id)).toEqual(before);
      expect(await historyOf(leased.id)).toEqual(history);
      expect((await bench.registry.byIds([numberId])).size).toBe(0);
      // It is still leased, and can still end.
      expect((await ledger.advance(leased, success)).status).toBe('SUCCEEDED');
    });

    it('keeps the errors it came with', async () => {
      const leased = await beginSent(ledger, target);
      await ledger.advance(leased, failure);
      expect((await bench.other.find(leased.id))?.errors).toEqual([troubleOf(false)]);
    });
  });

  describe('the open operation for a target', () => {
    it('is the one that was sent for it, until it ends', async () => {
      const leased = await beginSent(ledger, target);
      expect(await bench.other.findOpen('VOGENT', target)).toMatchObject({ id: leased.id, status: 'PENDING', target });
      expect(await ledger.findOpen('ONEINBOX', target)).toBeNull();
      expect(await ledger.findOpen('VOGENT', '+14155550152')).toBeNull();
      const waiting = { ...failure, status: 'NEEDS_ATTENTION', keepsLease: true } as const;
      await ledger.advance(leased, waiting);
      expect(await ledger.findOpen('VOGENT', target)).toMatchObject({ id: leased.id, status: 'NEEDS_ATTENTION' });
      await ledger.advance(leased, success);
      expect(await ledger.findOpen('VOGENT', target)).toBeNull();
    });
  });

  describe('the owner of a number', () => {
    it('is the other operation that obtained it', async () => {
      const obtained = await ledger.advance(await beginSent(ledger, target), success);
      const linked = await beginHeld(ledger, { kind: 'LINK', phoneNumberId: numberId });
      await ledger.advance(linked, success);
      expect(await ledger.findOwner(numberId, 'somebody')).toMatchObject({ id: obtained.id });
      expect(await ledger.findOwner(numberId, obtained.id)).toBeNull();
      expect(await ledger.findOwner(toNumberId('VOGENT', 'v-2'), 'somebody')).toBeNull();
    });
  });
}
