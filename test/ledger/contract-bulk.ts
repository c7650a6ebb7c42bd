import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toItemKey } from '../../src/domain/bulk.ts';
import type { Ledger, NewBulk, NewOperation } from '../../src/ledger/ledger.ts';
import {
  beginLeased,
  LEASE_MS,
  type LedgerHarness,
  newOperation,
  type OpenDatabase,
  openLedger,
  send,
  troubleOf,
} from '../support/ledger-harness.ts';
import { everything } from '../support/registry-harness.ts';

const key = 'bulk-1';

/** An item as it is asked for. */
function item(index: number, changes: Partial<NewOperation> = {}, isValid = true) {
  const idempotencyKey = toItemKey({ key, index });
  return { operation: newOperation({ idempotencyKey, fingerprint: `item-${index}`, ...changes }), isValid };
}

/** A bulk of three; `changes` take the place of its members. */
function newBulk(changes: Partial<NewBulk> = {}): NewBulk {
  return { account: 'acme', key, kind: 'PURCHASE', items: [item(0), item(1), item(2)], ...changes };
}

/** How many operations are written down under one key. */
export function describeBulks(open: OpenDatabase): void {
  let harness: LedgerHarness;
  let ledger: Ledger;
  beforeEach(async () => {
    harness = await openLedger(open);
    ledger = harness.ledger;
  });
  afterEach(() => harness.close());

  async function begin(bulk = newBulk(), by = ledger) {
    const begun = await by.beginBulk(bulk);
    if (begun.state !== 'begun') throw new Error('The key was used before.');
    return begun.operations;
  }

  it('writes each item down as an operation that nobody works on', async () => {
    const operations = await begin();
    for (const [index, one] of operations.entries()) {
      expect(one?.isNew).toBe(true);
      expect(one?.operation).toEqual(await harness.other.find(one?.operation.id ?? ''));
      expect(one?.operation).toMatchObject({ ...item(index).operation, status: 'PENDING', sentAt: null, attempts: 0 });
      expect(await ledger.isLeased(one?.operation.id ?? '')).toBe(false);
    }
    const histories = await ledger.histories(operations.flatMap((one) => one?.operation.id ?? []));
    expect([...histories.values()].flat().map(({ note }) => note)).toEqual(Array(3).fill('Begun.'));
  });

  it('lets whoever comes first begin an item, and reconciliation after a lease', async () => {
    const [, second] = await begin();
    const { operation } = item(0);
    expect((await harness.other.begin(operation)).state).toBe('resumed');
    expect((await ledger.begin(operation)).state).toBe('running');
    expect(await ledger.claimDue(10)).toEqual([]);
    expect(await ledger.claim(second?.operation.id ?? '', 'PENDING')).toMatchObject({ sentAt: null });
    harness.pass(LEASE_MS + 1);
    expect(await ledger.claimDue(10)).toHaveLength(3);
  });

  it('writes nothing twice, and finds what is on record', async () => {
    const first = await begin();
    harness.pass(1_000);
    const again = await begin(newBulk(), harness.other);
    expect(again).toEqual(first.map((one) => ({ ...one, isNew: false })));
    expect(await ledger.count({})).toBe(3);
  });

  it('writes each item down once, whoever of twenty comes first', async () => {
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, caller) => begin(newBulk(), caller % 2 ? harness.other : ledger)),
    );
    expect(await ledger.count({})).toBe(3);
    expect(all.flat().filter((one) => one?.isNew)).toHaveLength(3);
  });

  it('leaves out what is not valid, until it is', async () => {
    const wrong = newBulk({ items: [item(0), item(1, {}, false), null] });
    expect((await begin(wrong)).map((one) => one?.isNew)).toEqual([true, undefined, undefined]);
    const mended = newBulk({ items: [item(0), item(1, { fingerprint: 'mended' }), item(2)] });
    expect((await begin(mended)).map((one) => one?.isNew)).toEqual([false, true, true]);
    // What is on record stays, whatever is thought of it by now.
    const unknown = newBulk({ items: [null, item(1, { fingerprint: 'mended' }, false), item(2)] });
    expect((await begin(unknown)).map((one) => one?.isNew)).toEqual([false, false, false]);
  });

  it.each<[string, Partial<NewBulk>]>([
    ['another item', { items: [item(0), item(1, { fingerprint: 'other' }), item(2)] }],
    ['another item that is not valid', { items: [item(0), item(1, { fingerprint: 'other' }, false), item(2)] }],
    ['less items', { items: [item(0), item(1)] }],
    ['another kind of change', { kind: 'LINK', items: [null, null, null] }],
  ])('refuses the key with %s, and writes nothing', async (_what, changes) => {
    await begin();
    expect((await harness.other.beginBulk(newBulk(changes))).state).toBe('key-reused');
    expect(await ledger.count({})).toBe(3);
  });

  it('shares its key with no operation by itself, and with nobody of another account', async () => {
    const alone = await beginLeased(ledger, { idempotencyKey: 'alone' });
    const used = await ledger.beginBulk(newBulk({ key: 'alone' }));
    expect(used).toMatchObject({ state: 'key-reused', operation: { id: alone.id } });
    await begin();
    expect((await ledger.begin(newOperation({ idempotencyKey: key }))).state).toBe('key-reused');
    expect((await ledger.begin(newOperation({ idempotencyKey: key, account: 'globex' }))).state).toBe('new');
    // Another key that begins like it.
    expect((await ledger.begin(newOperation({ idempotencyKey: `${key}0` }))).state).toBe('new');
  });

  it('is found by its key, and by nothing that begins like it', async () => {
    await begin();
    const other = [item(0, { idempotencyKey: toItemKey({ key: `${key}0`, index: 0 }) })];
    await begin(newBulk({ key: `${key}0`, items: other }));
    await beginLeased(ledger, { idempotencyKey: `${key}-alone` });
    const filter = { account: 'acme', bulkKey: key };
    const { edges } = await ledger.page({ filter, paging: everything });
    expect(edges.map(({ node }) => node.idempotencyKey).toSorted()).toEqual(
      [0, 1, 2].map((index) => toItemKey({ key, index })),
    );
    expect(await ledger.count(filter)).toBe(3);
    expect(await ledger.count({ ...filter, statuses: ['SUCCEEDED'] })).toBe(0);
  });

  describe('in old age', () => {
    const endedBefore = () => new Date(harness.now().getTime() + 1).toISOString();
    const end = async (index: number, status: 'SUCCEEDED' | 'FAILED', outcome?: 'unknown') => {
      const begun = await ledger.begin(item(index).operation);
      if (begun.state !== 'resumed') throw new Error(`The item is ${begun.state}.`);
      const call = { account: 'ours', target: `+1415555015${index}`, note: 'Asking.' };
      const { operation } = await send(ledger, begun.operation, call);
      const errors = status === 'FAILED' ? [troubleOf(false)] : [];
      await ledger.finish(operation, { status, note: 'Ended.', errors, outcome: outcome ?? 'done' });
    };

    it('is forgotten as a whole', async () => {
      await begin();
      for (const index of [0, 1, 2]) await end(index, 'SUCCEEDED');
      expect(await ledger.prune(endedBefore())).toBe(3);
      expect(await ledger.count({})).toBe(0);
    });

    it.each(['open', 'in doubt', 'newer'])('is kept as a whole while one item is %s', async (what) => {
      await begin();
      await end(0, 'SUCCEEDED');
      await end(1, 'SUCCEEDED');
      if (what === 'in doubt') await end(2, 'FAILED', 'unknown');
      const before = endedBefore();
      harness.pass(1_000);
      if (what === 'newer') await end(2, 'SUCCEEDED');
      const { operation } = await send(ledger, await beginLeased(ledger, { idempotencyKey: 'alone' }), {
        account: 'ours',
        target: '+14155550199',
        note: 'Asking.',
      });
      await ledger.finish(operation, { status: 'SUCCEEDED', note: 'Done.', errors: [], outcome: 'done' });
      expect(await ledger.prune(what === 'newer' ? before : endedBefore())).toBe(what === 'newer' ? 0 : 1);
      expect(await ledger.count({ account: 'acme', bulkKey: key })).toBe(3);
    });
  });
}
