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
  send,
  troubleOf,
} from '../support/ledger-harness.ts';

/** How an intent is answered, whatever became of it before. */
export function describeBegin(open: OpenDatabase): void {
  let harness: LedgerHarness;
  let ledger: Ledger;
  beforeEach(async () => {
    harness = await openLedger(open);
    ledger = harness.ledger;
  });
  afterEach(() => harness.close());

  const stateOf = async (changes = {}) => (await harness.other.begin(newOperation(changes))).state;

  /** Begins and ends an operation under the usual key. */
  async function end(status: OperationStatus, ...retryable: boolean[]) {
    const { operation } = await send(ledger, await beginLeased(ledger), {
      account: 'ours',
      target: '+14155550151',
      note: 'Asking.',
    });
    return (await ledger.finish(operation, { status, note: 'Ended.', errors: retryable.map(troubleOf) })).operation;
  }

  describe('a new operation', () => {
    it('is on record before anything is done', async () => {
      const begun = await ledger.begin(newOperation());
      expect(begun.state).toBe('new');
      expect(await harness.other.find(begun.operation.id)).toMatchObject({
        ...newOperation(),
        status: 'PENDING',
        target: null,
        sentAt: null,
        followUp: null,
        marker: null,
        errors: [],
        attempts: 0,
        createdAt: harness.now().toISOString(),
        updatedAt: harness.now().toISOString(),
      });
      const histories = await ledger.histories([begun.operation.id]);
      expect(histories.get(begun.operation.id)).toMatchObject([{ status: 'PENDING', at: harness.now().toISOString() }]);
    });

    it('keeps the number it concerns', async () => {
      const { id } = await beginLeased(ledger, { kind: 'LINK', phoneNumberId: 'number-1' });
      expect(await ledger.find(id)).toMatchObject({ kind: 'LINK', phoneNumberId: 'number-1' });
    });

    it('begins once, with whichever of fifty callers comes first', async () => {
      const begun = await Promise.all(
        Array.from({ length: 50 }, (_, caller) => (caller % 2 ? harness.other : ledger).begin(newOperation())),
      );
      const states = begun.map(({ state }) => state).toSorted();
      expect(states).toEqual(['new', ...Array(49).fill('running')]);
      expect(new Set(begun.map(({ operation }) => operation.id)).size).toBe(1);
      expect(await ledger.count({})).toBe(1);
    });

    it('shares its key with nobody of another account', async () => {
      const mine = await beginLeased(ledger);
      const theirs = await harness.other.begin(newOperation({ account: 'globex', fingerprint: 'input-2' }));
      expect(theirs.state).toBe('new');
      expect(await ledger.findByKey('acme', 'key-1')).toMatchObject({ id: mine.id });
      expect(await ledger.findByKey('globex', 'key-1')).toMatchObject({ id: theirs.operation.id });
      expect(await ledger.findByKey('initech', 'key-1')).toBeNull();
    });

    it('without a key is no other’s', async () => {
      const keyless = { idempotencyKey: null };
      expect(await stateOf(keyless)).toBe('new');
      expect(await stateOf(keyless)).toBe('new');
      expect(await ledger.count({})).toBe(2);
    });

    it('differs from another by case alone', async () => {
      await beginLeased(ledger, { idempotencyKey: 'Key-1' });
      expect(await stateOf({ idempotencyKey: 'key-1' })).toBe('new');
    });
  });

  describe('a repeat', () => {
    it('of what is being worked on leaves it to whoever does', async () => {
      const { id } = await beginLeased(ledger);
      harness.pass(LEASE_MS - 1);
      const repeat = await harness.other.begin(newOperation());
      expect(repeat).toMatchObject({ state: 'running', operation: { id } });
    });

    it('of what somebody left before anything was sent carries it out', async () => {
      const { id } = await beginLeased(ledger);
      harness.pass(LEASE_MS + 1);
      expect(await harness.other.begin(newOperation())).toMatchObject({ state: 'resumed', operation: { id } });
      expect(await stateOf()).toBe('running');
    });

    it('of what somebody left after it was sent has to reconcile', async () => {
      const leased = await beginLeased(ledger);
      await ledger.recordSent(leased, { account: 'ours', target: '+14155550151', note: 'Asking.' });
      harness.pass(LEASE_MS + 1);
      expect(await harness.other.begin(newOperation())).toMatchObject({
        state: 'open',
        operation: { id: leased.id, target: '+14155550151', sentAt: expect.any(String) },
      });
    });

    it('of what was sent and certainly not done carries it out', async () => {
      const leased = await beginLeased(ledger);
      const { operation } = await send(ledger, leased, { account: 'ours', target: '+14155550151', note: 'Asking.' });
      await ledger.chooseAgain(operation);
      harness.pass(LEASE_MS + 1);
      expect(await harness.other.begin(newOperation())).toMatchObject({
        state: 'resumed',
        operation: { target: null, sentAt: null, attempts: 1 },
      });
    });

    it('of what has an unknown outcome has to reconcile', async () => {
      await end('PENDING', true);
      expect(await stateOf()).toBe('open');
    });

    it.each<[string, OperationStatus, boolean[]]>([
      ['succeeded', 'SUCCEEDED', []],
      ['succeeded but for a part that is still tried', 'SUCCEEDED', [true]],
      ['failed for good', 'FAILED', [false]],
      ['failed for one reason that passes and one that does not', 'FAILED', [true, false]],
      ['waits for a person', 'NEEDS_ATTENTION', [true]],
    ])('of what %s is answered with that', async (_what, status, retryable) => {
      const ended = await end(status, ...retryable);
      const repeat = await harness.other.begin(newOperation());
      expect(repeat).toEqual({ state: 'ended', operation: ended });
    });

    it('that sends nothing leaves the operation with the number of its call in doubt', async () => {
      const leased = await beginSent(ledger, '+14155550151', { idempotencyKey: 'key-1' });
      const failed = { status: 'FAILED', note: 'Not done.', errors: [troubleOf(true)] } as const;
      await ledger.finish(leased, { ...failed, outcome: 'unknown' });
      const again = await beginLeased(ledger);
      expect(again.target).toBeNull();
      await ledger.finish(again, failed);
      expect((await ledger.find(leased.id))?.target).toBe('+14155550151');
    });

    it('of what failed for a reason that passes carries it out, from the start', async () => {
      const ended = await end('FAILED', true);
      const repeat = await harness.other.begin(newOperation());
      expect(repeat).toMatchObject({
        state: 'resumed',
        operation: { id: ended.id, status: 'PENDING', errors: [], target: null, sentAt: null, attempts: 1 },
      });
      const history = (await ledger.histories([ended.id])).get(ended.id) ?? [];
      expect(history.map(({ status }) => status)).toEqual(['PENDING', 'PENDING', 'FAILED', 'PENDING']);
    });

    it('makes no history without end: its beginning and its end are kept', async () => {
      for (let repeat = 1; repeat <= 200; repeat += 1) {
        const leased = await beginLeased(ledger);
        await ledger.finish(leased, { status: 'FAILED', note: `Refused ${repeat}.`, errors: [troubleOf(true)] });
      }
      const { id } = await beginLeased(ledger);
      const history = (await ledger.histories([id])).get(id) ?? [];
      const notes = history.map(({ note }) => note);
      expect(history).toHaveLength(300);
      expect(notes.slice(0, 3)).toEqual(['Begun.', 'Refused 1.', 'Asked for again under the same key.']);
      expect(notes.slice(49, 51)).toEqual(['Refused 25.', 'Refused 76.']);
      expect(notes.slice(-2)).toEqual(['Refused 200.', 'Asked for again under the same key.']);
      expect((await ledger.histories([id], 2)).get(id)).toEqual(history.slice(-2));
    });

    it.each([
      ['failed for a reason that passes', 'FAILED', 'resumed'],
      ['has an unknown outcome', 'PENDING', 'open'],
    ] as const)('of what %s is taken up by one of ten callers', async (_what, status, state) => {
      await end(status, true);
      const begun = await Promise.all(Array.from({ length: 10 }, () => harness.other.begin(newOperation())));
      expect(begun.map((one) => one.state).toSorted()).toEqual([state, ...Array(9).fill('running')].toSorted());
    });
  });

  describe('a key', () => {
    it.each([
      ['another input', { fingerprint: 'input-2' }],
      ['another input by every rule', { fingerprint: 'input-2', olderFingerprints: ['input-3'] }],
      ['another kind of change', { kind: 'SIP_IMPORT' }],
    ] as const)('is refused for %s, whatever became of the first', async (_what, changes) => {
      const leased = await beginLeased(ledger);
      expect(await stateOf(changes)).toBe('key-reused');
      harness.pass(LEASE_MS + 1);
      expect(await stateOf(changes)).toBe('key-reused');
      // Nothing was taken from whoever works on it.
      const { operation: ended } = await ledger.finish(leased, {
        status: 'FAILED',
        note: 'Ended.',
        errors: [troubleOf(true)],
      });
      const reused = await harness.other.begin(newOperation(changes));
      expect(reused).toMatchObject({ state: 'key-reused', operation: { id: ended.id, status: 'FAILED' } });
      expect(await ledger.count({})).toBe(1);
    });

    it('is the same by the rule of the version that wrote it', async () => {
      await beginLeased(ledger);
      expect(await stateOf({ fingerprint: 'input-2', olderFingerprints: ['input-3', 'input-1'] })).toBe('running');
      expect(await stateOf({})).toBe('running');
    });
  });
}
