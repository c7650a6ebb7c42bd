import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  changeOf,
  type OpenDatabase,
  openRegistryHarness,
  type RegistryHarness,
  report,
} from '../support/registry-harness.ts';

/** How a registry knows what should be read again. */
export function describeRegistryAges(open: OpenDatabase): void {
  let harness: RegistryHarness;
  beforeAll(async () => {
    harness = await openRegistryHarness(open);
  });
  afterEach(() => harness.clear());
  afterAll(() => harness.close());

  describe('numbers that should be read again', () => {
    it('are those confirmed too long ago, the oldest first, without released ones', async () => {
      const { registry, see, write, pass } = harness;
      for (const vendorId of ['3', '1', '2']) {
        await see('LISTED', report(vendorId));
        pass();
      }
      await write(changeOf('4', { released: true }, report('4')));
      await see('UNLISTED', report('5'));
      const later = pass();
      await see('LISTED', report('6'));
      expect(await registry.stale('LISTED', later)).toEqual(['3', '1', '2']);
      expect(await registry.stale('UNLISTED', later)).toEqual(['5']);
      expect(await registry.stale('LISTED', '2026-01-01T00:00:00.000Z')).toEqual([]);
    });

    it('are also those confirmed at a time that is yet to come, since the clock was set back', async () => {
      const { registry, see, pass } = harness;
      await see('LISTED', report('1'));
      const setBack = pass(-10_000);
      await see('LISTED', report('2'));
      expect(await registry.stale('LISTED', setBack)).toEqual(['1']);
    });
  });

  it('remembers for each vendor when it was last read completely', async () => {
    const { registry, now, pass } = harness;
    expect(await registry.syncTimes()).toEqual(new Map());
    const first = now();
    await registry.recordSynced('LISTED', first);
    expect(await registry.syncTimes()).toEqual(new Map([['LISTED', first]]));
    const second = pass();
    await registry.recordSynced('LISTED', second);
    expect(await registry.syncTimes()).toEqual(new Map([['LISTED', second]]));
  });
}
