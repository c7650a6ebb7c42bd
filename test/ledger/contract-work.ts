import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toNumberId } from '../../src/domain/number-id.ts';
import { type LeasedOperation, LeaseLostError, type Ledger } from '../../src/ledger/ledger.ts';
import type { VendorNumber } from '../../src/vendors/vendor-number.ts';
import {
  beginLeased,
  beginSent,
  LEASE_MS,
  type LedgerHarness,
  newOperation,
  type OpenDatabase,
  openLedger,
  reportedNumber,
  send as sendCall,
  troubleOf,
} from '../support/ledger-harness.ts';

const target = '+14155550151';
const numberId = toNumberId('LISTED', 'v-1');
const number = {
  vendor: 'LISTED',
  vendorId: 'v-1',
  reported: reportedNumber('v-1'),
  local: { acquisition: 'PURCHASED' },
} as const;
const success = { status: 'SUCCEEDED', note: 'Bought.', errors: [], number } as const;
const failure = { status: 'FAILED', note: 'Refused.', errors: [troubleOf(false)] } as const;

/** What whoever has leased an operation may do with it, and nobody else. */
export function describeWork(open: OpenDatabase): void {
  let harness: LedgerHarness;
  let ledger: Ledger;
  beforeEach(async () => {
    harness = await openLedger(open);
    ledger = harness.ledger;
  });
  afterEach(() => harness.close());

  const historyOf = async (id: string) => (await ledger.histories([id])).get(id) ?? [];
  const send = (leased: LeasedOperation, to = target) =>
    sendCall(ledger, leased, { account: 'ours', target: to, note: `Asking for ${to}.` });

  describe('whoever has the lease', () => {
    it.each<[string, (leased: LeasedOperation) => Promise<unknown>]>([
      ['sends nothing', (leased) => send(leased)],
      ['frees nothing', (leased) => ledger.chooseAgain(leased)],
      ['records nothing', (leased) => ledger.advance(leased, success)],
      ['ends nothing', (leased) => ledger.finish(leased, success)],
      ['postpones nothing', (leased) => ledger.postpone(leased)],
    ])('and lets it expire %s once somebody else has leased the operation', async (_what, step) => {
      const leased = await beginLeased(ledger);
      harness.pass(LEASE_MS + 1);
      const second = await beginLeased(harness.other);
      const before = await ledger.find(leased.id);
      const history = await historyOf(leased.id);
      await expect(step(leased)).rejects.toThrow(LeaseLostError);
      expect(await ledger.find(leased.id)).toEqual(before);
      expect(await historyOf(leased.id)).toEqual(history);
      expect((await harness.registry.byIds([numberId])).size).toBe(0);
      expect((await harness.other.advance(second, success)).status).toBe('SUCCEEDED');
    });

    it('and lets it expire goes on where nobody else has leased the operation', async () => {
      const leased = await beginLeased(ledger);
      harness.pass(10 * LEASE_MS);
      const { operation } = await send(leased);
      expect((await ledger.advance(operation, success)).status).toBe('SUCCEEDED');
    });

    it('renews it by sending', async () => {
      const leased = await beginLeased(ledger);
      harness.pass(LEASE_MS - 1);
      await send(leased);
      harness.pass(LEASE_MS - 1);
      expect((await harness.other.begin(newOperation())).state).toBe('running');
      expect(await harness.other.claimDue(10)).toEqual([]);
    });

    it('loses it with the end of the operation', async () => {
      const leased = await beginLeased(ledger);
      await ledger.finish(leased, failure);
      await expect(ledger.finish(leased, success)).rejects.toThrow(LeaseLostError);
      expect((await ledger.find(leased.id))?.status).toBe('FAILED');
    });

    it('may keep it after the operation has ended, for a follow-up', async () => {
      const leased = await beginLeased(ledger);
      const kept = await ledger.advance(leased, { ...success, followUp: { agentId: 'agent-1' } });
      expect(kept).toMatchObject({ status: 'SUCCEEDED', followUp: { agentId: 'agent-1' } });
      expect((await harness.other.begin(newOperation())).state).toBe('running');
      const { operation } = await ledger.finish(kept, { ...success, followUp: null });
      expect(operation.followUp).toBeNull();
      expect((await harness.other.begin(newOperation())).state).toBe('ended');
    });
  });

  describe('a call to the vendor', () => {
    it('is on record, with its target, before there is the proof that it may be made', async () => {
      const leased = await beginLeased(ledger);
      harness.pass(5);
      const { sent, operation } = await send(leased);
      expect(sent).toMatchObject({ operationId: leased.id, attempt: 1 });
      const { lease: _lease, checks: _checks, ...recorded } = operation;
      expect(recorded).toMatchObject({ target, sentAt: harness.now().toISOString(), attempts: 1, status: 'PENDING' });
      expect(await harness.other.find(leased.id)).toEqual(recorded);
      expect((await historyOf(leased.id)).at(-1)).toEqual({
        at: harness.now().toISOString(),
        status: 'PENDING',
        note: `Asking for ${target}.`,
      });
    });

    it('is counted each time, and keeps its target where none is given', async () => {
      const first = await send(await beginLeased(ledger));
      const second = await sendCall(ledger, first.operation, { account: 'ours', note: 'Linking.' });
      expect(second.sent.attempt).toBe(2);
      expect(second.operation).toMatchObject({ attempts: 2, target });
    });
  });

  describe('a target', () => {
    it('is one open operation’s alone, and nothing is recorded for another', async () => {
      await beginSent(ledger, target);
      const late = await beginLeased(harness.other);
      expect(await ledger.recordSent(late, { account: 'ours', target, note: 'Asking.' })).toEqual({
        state: 'target-taken',
      });
      expect(await ledger.find(late.id)).toMatchObject({ target: null, sentAt: null, attempts: 0 });
      expect(await historyOf(late.id)).toHaveLength(1);
      // The one that was refused goes on with another.
      expect((await send(late, '+14155550152')).operation.attempts).toBe(1);
    });

    it.each<[string, (leased: LeasedOperation) => Promise<unknown>]>([
      ['is open', (leased) => ledger.finish(leased, { status: 'PENDING', note: 'Lost.', errors: [troubleOf(true)] })],
      ['waits for a person', (leased) => ledger.finish(leased, { ...failure, status: 'NEEDS_ATTENTION' })],
      ['is leased by nobody any more', async () => harness.pass(LEASE_MS + 1)],
    ])('is not free while the outcome %s', async (_what, step) => {
      await step(await beginSent(ledger, target));
      await expect(beginSent(harness.other, target)).rejects.toThrow('target-taken');
    });

    it.each<[string, (leased: LeasedOperation) => Promise<unknown>]>([
      ['failed', (leased) => ledger.finish(leased, failure)],
      ['certainly not done', (leased) => ledger.chooseAgain(leased)],
    ])('is free again once the first is %s', async (_what, step) => {
      await step(await beginSent(ledger, target));
      expect((await beginSent(harness.other, target)).target).toBe(target);
    });

    it('is not asked for while its number is in the account, and is again once the vendor was asked and it may have gone', async () => {
      const { registry } = harness;
      await ledger.finish(await beginSent(ledger, target), success);
      const late = await beginLeased(harness.other);
      const call = { account: 'ours', target, note: 'Asking.' };
      expect(await harness.other.recordSent(late, call)).toEqual({ state: 'target-held' });
      expect(await harness.other.calls(late.id)).toEqual([]);
      const since = await registry.sequence();
      await registry.recordMissing(number.vendor, number.vendorId, { since, obtainedBefore: '9999' });
      expect(await harness.other.recordSent(late, call)).toEqual({ state: 'target-held' });
      expect(await harness.other.recordSent(late, { ...call, isLookedAt: true })).toMatchObject({ state: 'sent' });
      expect(await ledger.calls(late.id)).toMatchObject([
        { priorNumberIds: [numberId], releasedNumberIds: [numberId] },
      ]);
    });

    it('is asked for again by an operation whose call may have obtained it, whatever is in the account', async () => {
      const leased = await beginSent(ledger, target);
      await ledger.finish(leased, { status: 'FAILED', note: 'Lost.', errors: [troubleOf(true)], outcome: 'unknown' });
      await ledger.finish(await beginSent(harness.other, target), success);
      const again = await ledger.claim(leased.id, 'FAILED');
      if (again === null) throw new Error('Nobody works on it.');
      expect((await send(again)).operation.attempts).toBe(2);
    });

    it('may be asked for again by its own operation', async () => {
      const leased = await beginSent(ledger, target);
      expect((await send(leased)).operation).toMatchObject({ target, attempts: 2 });
    });

    it('is another at another vendor', async () => {
      await beginSent(ledger, target);
      expect((await beginSent(harness.other, target, { vendor: 'UNLISTED' })).target).toBe(target);
    });

    it('is given to one of ten that want it at the same time', async () => {
      const wanting = Array.from({ length: 10 }, (_, one) => (one % 2 ? harness.other : ledger));
      const outcomes = await Promise.allSettled(wanting.map((one) => beginSent(one, target)));
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(String(outcome.reason)).toContain('target-taken');
      }
    });
  });

  describe('a result', () => {
    it('comes with its number', async () => {
      const leased = await beginSent(ledger, target);
      harness.pass(5);
      const { operation: done, phoneNumber } = await ledger.finish(leased, success);
      expect(done).toMatchObject({ status: 'SUCCEEDED', phoneNumberId: numberId, errors: [] });
      expect(phoneNumber).toMatchObject({ address: target, acquisition: 'PURCHASED' });
      expect((await harness.registry.byIds([numberId])).get(numberId)).toEqual(phoneNumber);
      expect((await historyOf(leased.id)).at(-1)).toEqual({
        at: harness.now().toISOString(),
        status: 'SUCCEEDED',
        note: 'Bought.',
      });
      expect(await harness.other.find(leased.id)).toEqual(done);
    });

    it('is not there where its number cannot be written', async () => {
      const leased = await beginSent(ledger, target);
      const before = await ledger.find(leased.id);
      const history = await historyOf(leased.id);
      const reported: VendorNumber = JSON.parse(JSON.stringify({ ...reportedNumber('v-1'), status: null }));
      await expect(ledger.finish(leased, { ...success, number: { ...number, reported } })).rejects.toThrow();
      expect(await ledger.find(leased.id)).toEqual(before);
      expect(await historyOf(leased.id)).toEqual(history);
      expect((await harness.registry.byIds([numberId])).size).toBe(0);
      // It is still leased, and can still end.
      expect((await ledger.finish(leased, success)).operation.status).toBe('SUCCEEDED');
    });

    it('keeps the errors it came with', async () => {
      const leased = await beginSent(ledger, target);
      await ledger.finish(leased, failure);
      expect((await harness.other.find(leased.id))?.errors).toEqual([troubleOf(false)]);
    });
  });

  describe('the last holding of a number', () => {
    it('is the other operation that obtained it, or gave it back since', async () => {
      const { operation: obtained } = await ledger.finish(await beginSent(ledger, target), success);
      const linked = await beginLeased(ledger, { kind: 'LINK', phoneNumberId: numberId });
      await ledger.finish(linked, success);
      expect(await ledger.findLastHolding(numberId, 'somebody')).toMatchObject({ id: obtained.id });
      expect(await ledger.findLastHolding(numberId, obtained.id)).toBeNull();
      expect(await ledger.isKnownNumber(numberId, obtained.id)).toBe(true);
      expect(await ledger.isKnownNumber(toNumberId('LISTED', 'v-2'), 'somebody')).toBe(false);
      expect(await ledger.findLastHolding(toNumberId('LISTED', 'v-2'), 'somebody')).toBeNull();
      harness.pass(1);
      const releasing = { kind: 'RELEASE', idempotencyKey: null, phoneNumberId: numberId } as const;
      const released = await beginLeased(ledger, releasing);
      expect(await ledger.findLastHolding(numberId, 'somebody')).toMatchObject({ id: obtained.id });
      const { operation } = await sendCall(ledger, released, { account: 'ours', note: 'Releasing.' });
      await ledger.finish(operation, { ...success, number: { ...number, local: { released: true } } });
      expect(await ledger.findLastHolding(numberId, 'somebody')).toMatchObject({ id: released.id });

      // What was refused as no longer available may have been a copy of the call that obtained it.
      const call = { account: 'ours', target, isLookedAt: true, note: 'Asking.' } as const;
      const again = await sendCall(ledger, await beginLeased(ledger, { idempotencyKey: 'key-2' }), call);
      const told = await ledger.recordUnavailable(again.operation, 'No longer available.');
      await ledger.finish(told, success);
      expect(await ledger.findLastHolding(numberId, 'somebody')).toMatchObject({ id: told.id });
    });
  });
}
