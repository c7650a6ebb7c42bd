import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { writeNumber } from '../../src/registry/writes.ts';
import {
  changeOf,
  everything,
  idOf,
  type OpenDatabase,
  openRegistryHarness,
  type RegistryHarness,
  readNumber,
  report,
} from '../support/registry-harness.ts';

/** Later than anything was obtained. */
const FAR = '2100-01-01T00:00:00.000Z';

/** What a registry makes of what vendors report. */
export function describeRegistrySyncs(open: OpenDatabase): void {
  let harness: RegistryHarness;
  beforeAll(async () => {
    harness = await openRegistryHarness(open);
  });
  afterEach(() => harness.clear());
  afterAll(() => harness.close());

  const listed = async () => {
    const { edges } = await harness.registry.page({ filter: {}, order: 'ADDRESS_ASC', paging: everything });
    return edges.map(({ node }) => node.vendorId);
  };

  describe('a number that is seen', () => {
    it('for the first time is discovered', async () => {
      const { registry, see, now } = harness;
      await see('LISTED', report('1', { agentId: 'ann' }));
      expect(await readNumber(registry, '1')).toEqual({
        kind: 'PSTN',
        id: idOf('1'),
        vendor: 'LISTED',
        vendorId: '1',
        address: '+12125550001',
        number: '+12125550001',
        label: null,
        status: 'ACTIVE',
        agentId: 'ann',
        agents: [{ agentId: 'ann', weight: 1 }],
        fallbackAddress: null,
        inboundRouting: null,
        acquisition: 'DISCOVERED',
        locked: false,
        country: 'US',
        carrier: null,
        smsCapable: null,
        trunk: null,
        createdAt: null,
        updatedAt: null,
        syncedAt: now(),
        firstSeenAt: now(),
      });
    });

    it('keeps all that its vendor reports of it', async () => {
      const reported = report('1', {
        label: 'Front desk',
        inboundRouting: { agentId: 'ann', fallbackAgentId: 'bob', voicemailMessage: 'Später' },
        carrier: 'twilio',
        smsCapable: false,
        trunk: { terminationUri: null, inboundTrunkId: 'in', outboundTrunkId: null, dispatchRuleId: 'rule' },
        status: 'INACTIVE',
        createdAt: '2026-01-01T00:00:00.000Z',
        updatedAt: '2026-02-01T00:00:00.000Z',
      });
      await harness.see('LISTED', reported);
      const { kind: _kind, ...facts } = reported;
      expect(await readNumber(harness.registry, '1')).toMatchObject(facts);
    });

    it('on a SIP domain has an address and belongs to no country', async () => {
      const uri = 'sip:acme-desk@sip.listed.example';
      await harness.see('LISTED', report('1', { kind: 'SIP', address: uri }));
      const number = await readNumber(harness.registry, '1');
      expect(number).toMatchObject({ kind: 'SIP', uri, username: 'acme-desk', address: uri });
      expect(number).not.toHaveProperty('country');
    });

    it('again is merged: what is reported replaces, what is not reported stays, what is local stays', async () => {
      const { registry, see, write, pass } = harness;
      await see('LISTED', report('1', { label: 'Reported', carrier: 'twilio', agentId: 'ann' }));
      await write(changeOf('1', { label: 'Ours', locked: true, acquisition: 'PURCHASED' }));
      const at = pass();
      await see('LISTED', report('1', { agentId: 'bob', status: 'INACTIVE' }));
      expect(await readNumber(registry, '1')).toMatchObject({
        agentId: 'bob',
        status: 'INACTIVE',
        carrier: 'twilio',
        label: 'Ours',
        locked: true,
        acquisition: 'PURCHASED',
        syncedAt: at,
      });
      await see('LISTED', report('1', { agentId: null, label: null, carrier: null }));
      expect(await readNumber(registry, '1')).toMatchObject({ agentId: null, label: null, carrier: null });
    });

    it('by a read that began before an operation wrote it stays as the operation left it', async () => {
      const { registry, see, write } = harness;
      await see('LISTED', report('1', { agentId: 'ann' }));
      const began = await registry.sequence();
      await write(changeOf('1', {}, report('1', { agentId: 'bob' })));
      const writtenSeq = await registry.sequence();
      await registry.recordSeen('LISTED', [report('1', { agentId: 'ann' }), report('2')], began);
      expect(await readNumber(registry, '1')).toMatchObject({ agentId: 'bob' });
      expect(await listed()).toEqual(['1', '2']);
      await registry.recordSeen('LISTED', [report('1', { agentId: 'cy' })], writtenSeq);
      expect(await readNumber(registry, '1')).toMatchObject({ agentId: 'cy' });
    });

    it('while an operation writes it stays as the operation leaves it', async () => {
      const { registry, database, see, now } = harness;
      await see('LISTED', report('1', { agentId: 'ann' }));
      const began = await registry.sequence();
      const [sync] = await database.transaction().execute(async (transaction) => {
        await writeNumber(transaction, changeOf('1', {}, report('1', { agentId: 'bob' })), now());
        const syncing = registry.recordSeen('LISTED', [report('1', { agentId: 'ann' })], began);
        // Time for the sync to read, on a database that lets it, before the operation ends.
        await new Promise((resolve) => setTimeout(resolve, 100));
        return [syncing];
      });
      await sync;
      expect(await readNumber(registry, '1')).toMatchObject({ agentId: 'bob' });
    });

    it('at another vendor under the same id is another number', async () => {
      const { registry, see } = harness;
      await see('LISTED', report('1'));
      await see('UNLISTED', report('1', { address: '+12125559999' }));
      expect(await registry.count({})).toBe(2);
      expect(await readNumber(registry, '1')).toMatchObject({ vendor: 'LISTED', address: '+12125550001' });
    });

    it('in a page of nothing changes nothing', async () => {
      await harness.see('LISTED');
      expect(await harness.registry.count({})).toBe(0);
    });
  });

  describe('a number that is not seen by a complete sync', () => {
    it('is released, at that vendor only, and once', async () => {
      const { registry, see } = harness;
      await see('LISTED', report('1'), report('2'));
      await see('UNLISTED', report('3'));
      const began = await registry.sequence();
      await registry.recordSeen('LISTED', [report('2')], began);
      expect(await registry.recordGone('LISTED', { since: began, obtainedBefore: FAR })).toBe(1);
      expect(await readNumber(registry, '1')).toMatchObject({ status: 'RELEASED' });
      expect(await listed()).toEqual(['2', '3']);
      expect(await registry.recordGone('LISTED', { since: began, obtainedBefore: FAR })).toBe(0);
    });

    it('stays where it is none of those that were asked for: an older read has shown it meanwhile', async () => {
      const { registry, see } = harness;
      await see('LISTED', report('1'));
      const older = await registry.sequence();
      const began = await registry.sequence();
      const read = { since: began, obtainedBefore: FAR };
      const asked = await registry.missing('LISTED', read, 20);
      await registry.recordSeen('LISTED', [report('2')], older);
      expect(await registry.recordGone('LISTED', read, asked)).toBe(1);
      expect(await listed()).toEqual(['2']);
      expect(await registry.recordGone('LISTED', read, [])).toBe(0);
      expect(await registry.recordGone('LISTED', read)).toBe(1);
    });

    it('stays if an operation wrote it after the sync began', async () => {
      const { registry, see, write } = harness;
      await see('LISTED', report('1'));
      const began = await registry.sequence();
      await write(changeOf('1', { locked: true }));
      await write(changeOf('2', { acquisition: 'PURCHASED' }, report('2')));
      expect(await registry.recordGone('LISTED', { since: began, obtainedBefore: FAR })).toBe(0);
      expect(await listed()).toEqual(['1', '2']);
      expect(await registry.recordGone('LISTED', { since: await registry.sequence(), obtainedBefore: FAR })).toBe(2);
    });

    it('stays if a sync that began later has seen it, whichever ends first', async () => {
      const { registry, see } = harness;
      await see('LISTED', report('1'));
      const [first, second] = [await registry.sequence(), await registry.sequence()];
      await registry.recordSeen('LISTED', [report('1'), report('2')], second);
      await registry.recordSeen('LISTED', [report('1'), report('2')], first);
      expect(await registry.recordGone('LISTED', { since: second, obtainedBefore: FAR })).toBe(0);
      expect(await registry.recordGone('LISTED', { since: first, obtainedBefore: FAR })).toBe(0);
    });

    it('stays if it was seen while another sync inserted it', async () => {
      const { registry } = harness;
      const [first, second] = [await registry.sequence(), await registry.sequence()];
      await Promise.all([
        registry.recordSeen('LISTED', [report('1')], first),
        registry.recordSeen('LISTED', [report('1')], second),
      ]);
      expect(await registry.recordGone('LISTED', { since: second, obtainedBefore: FAR })).toBe(0);
    });

    it('stays if the clock is set back during the sync', async () => {
      const { registry, see, pass } = harness;
      await see('LISTED', report('1'));
      const began = await registry.sequence();
      pass(-60_000);
      await registry.recordSeen('LISTED', [report('1')], began);
      expect(await registry.recordGone('LISTED', { since: began, obtainedBefore: FAR })).toBe(0);
    });

    it('is back once it is seen again', async () => {
      const { registry, see } = harness;
      await see('LISTED', report('1'));
      await registry.recordGone('LISTED', { since: await registry.sequence(), obtainedBefore: FAR });
      expect(await listed()).toEqual([]);
      await see('LISTED', report('1'));
      expect(await listed()).toEqual(['1']);
    });
  });

  describe('a number that a vendor without a list does not find', () => {
    it('is UNKNOWN, confirmed now, and in the list', async () => {
      const { registry, see, pass } = harness;
      await see('LISTED', report('1'));
      const at = pass();
      await registry.recordMissing('LISTED', '1', { since: await registry.sequence(), obtainedBefore: FAR });
      expect(await readNumber(registry, '1')).toMatchObject({ status: 'UNKNOWN', syncedAt: at });
      expect(await listed()).toEqual(['1']);
    });

    it('stays as it is if an operation wrote it after the read began, or if it is released', async () => {
      const { registry, see, write } = harness;
      await see('LISTED', report('1'), report('2'));
      const began = await registry.sequence();
      await write(changeOf('1', {}, report('1')));
      await write(changeOf('2', { released: true }));
      await registry.recordMissing('LISTED', '1', { since: began, obtainedBefore: FAR });
      await registry.recordMissing('LISTED', '2', { since: await registry.sequence(), obtainedBefore: FAR });
      expect(await readNumber(registry, '1')).toMatchObject({ status: 'ACTIVE' });
      expect(await readNumber(registry, '2')).toMatchObject({ status: 'RELEASED' });
    });

    it('is none if it was never known', async () => {
      await harness.registry.recordMissing('LISTED', '1', {
        since: await harness.registry.sequence(),
        obtainedBefore: FAR,
      });
      expect(await harness.registry.count({ statuses: ['UNKNOWN'] })).toBe(0);
    });
  });

  describe('the account that numbers are of', () => {
    it('is one, of two that are the first at once', async () => {
      const { registry } = harness;
      const nothing = new Set<string>();
      const record = (digest: string) => registry.recordFirstAccount('LISTED', digest, nothing);
      const recorded = await Promise.all([record('one'), record('other')]);
      expect(recorded.toSorted()).toEqual([false, true]);
      expect([...(await registry.accountsOf('LISTED'))]).toEqual([recorded[0] ? 'one' : 'other']);
    });

    it('is the same for all who record it at once', async () => {
      const { registry } = harness;
      const seen = new Set(['former']);
      await registry.recordFirstAccount('LISTED', 'former', new Set());
      const all = Array.from({ length: 20 }, () => registry.recordFirstAccount('LISTED', 'new', seen));
      expect(new Set(await Promise.all(all))).toEqual(new Set([true]));
      expect([...(await registry.accountsOf('LISTED'))]).toEqual(['new']);
    });
  });
}
