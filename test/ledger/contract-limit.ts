import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  beginLeased,
  beginSent,
  type LedgerHarness,
  type OpenDatabase,
  openLedger,
  send,
  troubleOf,
} from '../support/ledger-harness.ts';

const DAY_MS = 24 * 60 * 60_000;

/** How many purchases a day there may be, and for how long operations are kept. */
export function describeLimits(open: OpenDatabase): void {
  let harness: LedgerHarness;
  beforeEach(async () => {
    harness = await openLedger(open, { inAll: 3, perActor: 2 });
  });
  afterEach(() => harness.close());

  let lastLine = 1_000;
  const buy = (actor: string | null) => {
    lastLine += 1;
    return beginSent(harness.ledger, `+1415555${lastLine}`, { actor });
  };

  describe('a purchase', () => {
    it('is not sent beyond the limit of its caller, and nothing is recorded then', async () => {
      await buy('ann');
      await buy('ann');
      const leased = await beginLeased(harness.ledger, { actor: 'ann' });
      const before = await harness.ledger.find(leased.id);
      const recorded = await harness.ledger.recordSent(leased, {
        account: 'ours',
        target: '+14155550151',
        note: 'Asking.',
      });
      expect(recorded).toEqual({ state: 'limit-reached', scope: 'caller', limit: 2 });
      expect(await harness.ledger.find(leased.id)).toEqual(before);
      expect((await harness.ledger.histories([leased.id])).get(leased.id)).toHaveLength(1);
      expect((await buy('bob')).attempts).toBe(1);
    });

    it('is not sent beyond the limit of all callers', async () => {
      await buy('ann');
      await buy('bob');
      await buy(null);
      await expect(buy('eve')).rejects.toThrow('limit-reached');
    });

    it('of a caller without a name counts as one caller’s', async () => {
      await buy(null);
      await buy(null);
      await expect(buy(null)).rejects.toThrow('limit-reached');
    });

    it('is counted while its outcome is open, and not once it has failed', async () => {
      const leased = await buy('ann');
      await buy('ann');
      await harness.ledger.finish(leased, { status: 'PENDING', note: 'Lost.', errors: [troubleOf(true)] });
      await expect(buy('ann')).rejects.toThrow('limit-reached');
      const claimed = await harness.ledger.claim(leased.id, 'PENDING');
      if (claimed === null) throw new Error('It should be open.');
      await harness.ledger.finish(claimed, { status: 'FAILED', note: 'Not done.', errors: [troubleOf(true)] });
      expect((await buy('ann')).attempts).toBe(1);
    });

    it('may be sent again on the next day', async () => {
      await buy('ann');
      await buy('ann');
      harness.pass(DAY_MS);
      expect((await buy('ann')).attempts).toBe(1);
    });

    it('that goes on to another number, or to its link, is no second one', async () => {
      await buy('ann');
      const leased = await buy('ann');
      const freed = await harness.ledger.chooseAgain(leased);
      const next = await send(harness.ledger, freed, { account: 'ours', target: '+14155550152', note: 'Asking.' });
      expect((await send(harness.ledger, next.operation, { account: 'ours', note: 'Linking.' })).sent.attempt).toBe(3);
    });

    it('is let through three times when ten are sent at once', async () => {
      const outcomes = await Promise.allSettled(Array.from({ length: 10 }, (_, one) => buy(`caller-${one}`)));
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    });

    it('is all that is limited', async () => {
      for (let one = 0; one < 5; one += 1) {
        await beginSent(harness.ledger, `sip:desk-${one}@sip.listed.example`, { kind: 'SIP_CREATE' });
      }
      expect((await buy('ann')).attempts).toBe(1);
    });
  });

  it('what ended long ago is forgotten with its history and its key, and nothing else is', async () => {
    const end = async (idempotencyKey: string, status: 'SUCCEEDED' | 'FAILED' | 'NEEDS_ATTENTION' | 'PENDING') =>
      (
        await harness.ledger.finish(await beginLeased(harness.ledger, { idempotencyKey }), {
          status,
          note: 'Ended.',
          errors: [],
        })
      ).operation;
    const gone = [await end('old-1', 'SUCCEEDED'), await end('old-2', 'FAILED')];
    const kept = [await end('open', 'PENDING'), await end('asking', 'NEEDS_ATTENTION')];
    const linking = await beginLeased(harness.ledger, { idempotencyKey: 'linking' });
    const link = { status: 'SUCCEEDED', note: 'Bought.', errors: [], followUp: { agentId: 'agent-1' } } as const;
    kept.push((await harness.ledger.finish(linking, link)).operation);
    harness.pass(DAY_MS);
    const endedBefore = harness.now().toISOString();
    kept.push(await end('new', 'SUCCEEDED'));

    expect(await harness.ledger.prune(endedBefore)).toBe(gone.length);
    for (const { id } of gone) expect(await harness.ledger.find(id)).toBeNull();
    for (const { id } of kept) expect(await harness.ledger.find(id)).not.toBeNull();
    expect((await harness.ledger.histories(gone.map(({ id }) => id))).size).toBe(0);
    expect(await harness.ledger.findByKey('acme', 'old-1')).toBeNull();
  });
}
