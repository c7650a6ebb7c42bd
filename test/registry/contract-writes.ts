import { randomInt } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { NumberWrite } from '../../src/registry/registry.ts';
import { writeNumber } from '../../src/registry/writes.ts';
import {
  changeOf,
  idOf,
  type OpenDatabase,
  openRegistryHarness,
  type RegistryHarness,
  readNumber,
  report,
} from '../support/registry-harness.ts';

/** What a registry makes of what operations write. */
export function describeRegistryWrites(open: OpenDatabase): void {
  let harness: RegistryHarness;
  beforeAll(async () => {
    harness = await openRegistryHarness(open);
  });
  afterEach(() => harness.clear());
  afterAll(() => harness.close());

  describe('an operation', () => {
    it.each(['PURCHASED', 'SIP_IMPORTED', 'SIP_CREATED'] as const)(
      'whose number is %s gives it its age',
      async (acquisition) => {
        await harness.write(changeOf('1', { acquisition, label: 'Ours', locked: true }, report('1')));
        const at = harness.now();
        const expected = { acquisition, label: 'Ours', locked: true, createdAt: at, syncedAt: at };
        expect(await readNumber(harness.registry, '1')).toMatchObject(expected);
      },
    );

    it('whose number was shown while one with the same id was being released leaves it open whether it is there', async () => {
      const { registry, write } = harness;
      await write(changeOf('1', { acquisition: 'PURCHASED' }, report('1')));
      const readAt = await registry.sequence();
      await write(changeOf('1', { released: true }));
      await write({ ...changeOf('1', { acquisition: 'PURCHASED' }, report('1')), readAt });
      expect((await readNumber(registry, '1')).status).toBe('UNKNOWN');
      await write({ ...changeOf('1', { label: 'Ours' }, report('1')), readAt });
      await write(changeOf('1', { released: true }));
      await write({ ...changeOf('1', { label: 'Ours' }, report('1')), readAt });
      expect((await readNumber(registry, '1')).status).toBe('RELEASED');
    });

    it('dates no number whose vendor reports a date, or that had one before', async () => {
      const { registry, write, pass } = harness;
      const createdAt = '2026-01-01T00:00:00.000Z';
      await write(changeOf('1', { acquisition: 'PURCHASED' }, report('1', { createdAt })));
      await write(changeOf('2', { acquisition: 'PURCHASED' }, report('2')));
      const known = (await readNumber(registry, '2')).createdAt;
      pass();
      await write(changeOf('2', { acquisition: 'PURCHASED' }, report('2')));
      expect(await readNumber(registry, '1')).toMatchObject({ createdAt });
      expect(await readNumber(registry, '2')).toMatchObject({ createdAt: known });
    });

    it('leaves a number at its address, however its vendor writes it afterwards', async () => {
      const { registry, write, see } = harness;
      const lines = [
        ['1', '+442079460958', { address: '02079460958' }],
        ['2', '+442079460959', { address: '+12079460959', spelling: '2079460959' }],
        ['3', '+525512345678', { address: '+5215512345678' }],
        ['4', '+5491123456789', { address: '+541123456789' }],
      ] as const;
      for (const [id, address, written] of lines) {
        await write(changeOf(id, { acquisition: 'PURCHASED' }, report(id, { address })));
        await see('LISTED', report(id, written));
        expect(await readNumber(registry, id)).toMatchObject({ address, number: address });
      }
      await see('LISTED', report('1', { address: '+442079460000' }));
      expect(await readNumber(registry, '1')).toMatchObject({ address: '+442079460000' });
    });

    it('takes the address that was asked for, where a sync has seen the number under another spelling', async () => {
      const { registry, write, see } = harness;
      await see('LISTED', report('1', { address: '02079460958' }));
      const wanted = '+442079460958';
      expect(await registry.idsAt('LISTED', wanted)).toEqual({ held: [idOf('1')], released: [] });
      expect(await registry.byAddress('LISTED', wanted)).toMatchObject({ id: idOf('1') });
      expect(await registry.idsAt('LISTED', '+442079460959')).toEqual({ held: [], released: [] });
      await write(changeOf('1', { acquisition: 'PURCHASED' }, report('1', { address: wanted })));
      expect(await readNumber(registry, '1')).toMatchObject({ address: wanted, country: 'GB' });
    });

    it('takes the longest texts that are let in from a vendor', async () => {
      const long = Array.from({ length: 255 }, () => String.fromCodePoint(0x4e00 + randomInt(20_000))).join('');
      const texts = { vendorId: long, address: long, agentId: long, label: long, carrier: long, marker: long };
      await harness.write(changeOf(long, { acquisition: 'PURCHASED' }, report('1', texts)));
      expect(await readNumber(harness.registry, long)).toMatchObject({ vendorId: long, address: long, label: long });
    });

    it('that only adopts leaves the age open', async () => {
      await harness.write(changeOf('1', {}, report('1')));
      expect(await readNumber(harness.registry, '1')).toMatchObject({ acquisition: 'DISCOVERED', createdAt: null });
    });

    it('that reports nothing new of the number does not make it fresher', async () => {
      const { registry, see, write, pass, now } = harness;
      await see('LISTED', report('1', { agentId: 'ann' }));
      const syncedAt = now();
      pass();
      await write(changeOf('1', { label: 'Ours' }));
      await write(changeOf('1', { locked: true }));
      expect(await readNumber(registry, '1')).toMatchObject({ label: 'Ours', locked: true, agentId: 'ann', syncedAt });
      await write(changeOf('1', { label: null, locked: false }));
      expect(await readNumber(registry, '1')).toMatchObject({ label: null, locked: false });
    });

    it('about a number that is neither known nor reported writes nothing', async () => {
      await harness.write(changeOf('1', { label: 'Ours' }));
      expect(await harness.registry.count({ statuses: ['ACTIVE', 'INACTIVE', 'RELEASED', 'UNKNOWN'] })).toBe(0);
    });

    it('that releases a number takes it out of the list, not out of the registry', async () => {
      const { registry, see, write } = harness;
      await see('LISTED', report('1'));
      await write(changeOf('1', { released: true }));
      expect(await registry.count({})).toBe(0);
      expect(await readNumber(registry, '1')).toMatchObject({ status: 'RELEASED', address: '+12125550001' });
      expect(await registry.byAddress('LISTED', '+12125550001')).toBeNull();
    });

    it('keeps the host of a trunk, which no vendor reports again', async () => {
      const { registry, see, write, pass } = harness;
      const host = 'trunk.example.com';
      await write(changeOf('1', { acquisition: 'SIP_IMPORTED', terminationUri: host }, report('1')));
      const bare = { inboundTrunkId: null, outboundTrunkId: null, dispatchRuleId: null };
      expect(await readNumber(registry, '1')).toMatchObject({ trunk: { ...bare, terminationUri: host } });
      pass();
      await see('LISTED', report('1', { trunk: { ...bare, inboundTrunkId: 'in', terminationUri: null } }));
      expect(await readNumber(registry, '1')).toMatchObject({ trunk: { inboundTrunkId: 'in', terminationUri: host } });
      pass();
      await see('LISTED', report('1', { trunk: null }));
      expect(await readNumber(registry, '1')).toMatchObject({ trunk: { ...bare, terminationUri: host } });
    });

    it('that fails leaves the number as it was', async () => {
      const { registry, database, see, now } = harness;
      await see('LISTED', report('1'));
      const failing = database.transaction().execute(async (transaction) => {
        await writeNumber(transaction, changeOf('1', { label: 'Ours' }), now());
        throw new Error('The operation did not end.');
      });
      await expect(failing).rejects.toThrow('did not end');
      expect(await readNumber(registry, '1')).toMatchObject({ label: null });
    });
  });

  describe('two operations at once on one number', () => {
    /** The second begins while the first has written, and ends after it. */
    const overlap = async (first: NumberWrite, second: NumberWrite): Promise<void> => {
      const [other] = await harness.database.transaction().execute(async (transaction) => {
        await writeNumber(transaction, first, harness.now());
        const writing = harness.write(second);
        // Time to read for the second, on a database that lets it, before the first ends.
        await new Promise((resolve) => setTimeout(resolve, 100));
        return [writing];
      });
      await other;
    };

    it('both leave what they wrote', async () => {
      await harness.see('LISTED', report('1'));
      await overlap(changeOf('1', { locked: true }), changeOf('1', { label: 'Ours' }));
      expect(await readNumber(harness.registry, '1')).toMatchObject({ locked: true, label: 'Ours' });
    });

    it('that is new make one number of it', async () => {
      await overlap(
        changeOf('1', { acquisition: 'PURCHASED' }, report('1')),
        changeOf('1', { label: 'Ours' }, report('1')),
      );
      expect(await harness.registry.count({})).toBe(1);
      const known = await harness.registry.byIds([idOf('1')]);
      expect([...known.values()]).toMatchObject([{ acquisition: 'PURCHASED', label: 'Ours' }]);
    });
  });
}
