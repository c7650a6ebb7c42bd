import { describe, expect, it } from 'vitest';
import type { VendorNumber, VoiceVendor } from '../../src/vendors/vendor.ts';
import { createBench, stock, type VendorUnderContract } from './contract-harness.ts';
import { failureOf, recordCall } from './vendor-calls.ts';
import { describeVendorFailures } from './vendor-failures.ts';

/** The promises that every vendor adapter keeps, checked against the sandbox. */
export function describeVendorContract(given: VendorUnderContract): void {
  describe(`the vendor contract: ${given.name}`, () => {
    describe('abilities', () => describeVendorAbilities(given));
    describe('failures', () => describeVendorFailures(given));
  });
}

function describeVendorAbilities(given: VendorUnderContract): void {
  const bench = createBench(given);
  const { setUp, calls, findNumber, order, imported } = bench;
  const buy = async (vendor: VoiceVendor): Promise<VendorNumber> =>
    vendor.purchase(recordCall(), { ...order, number: await findNumber(vendor) });

  it('has the methods its capabilities promise, and no others', () => {
    const { vendor } = setUp();
    const can = (name: (typeof vendor.capabilities)[number]) => vendor.capabilities.includes(name);
    expect(vendor.name).toBe(given.name);
    expect(can('LIST')).toBe(vendor.list !== undefined);
    expect(can('SIP_CREATE')).toBe(vendor.createSip !== undefined);
    expect(can('SIP_CREATE')).toBe(vendor.sipAddress !== undefined);
    expect(can('UNLINK')).toBe(vendor.unlink !== undefined);
    expect(can('RELEASE')).toBe(vendor.release !== undefined);
  });

  it('does everything its capabilities promise', async () => {
    const { vendor } = setUp();
    const bought = await buy(vendor);
    const { vendorId } = bought;
    const done: string[] = ['SEARCH', 'PURCHASE'];
    const sip = await vendor.importSip(recordCall(), imported);
    expect(sip).toMatchObject({ kind: 'PSTN', address: imported.number });
    expect(sip.trunk?.terminationUri).toBe(imported.terminationUri);
    done.push('SIP_IMPORT');
    const user = { sipPrefix: 'night-desk', username: 'night-user', password: 'night-pass' };
    const created = await vendor.createSip?.(recordCall(), user);
    if (created) {
      expect(created).toMatchObject({ kind: 'SIP', address: vendor.sipAddress?.('night-desk') });
      done.push('SIP_CREATE');
    }
    for await (const page of vendor.list?.() ?? []) {
      expect(page).toContainEqual(await vendor.get(vendorId));
      done.push('LIST');
    }
    const agentId = given.otherAgentId;
    expect(await vendor.update(recordCall(), vendorId, { agentId })).toMatchObject({ agentId });
    done.push('LINK');
    const unlinked = await vendor.unlink?.(recordCall(), vendorId);
    if (unlinked && unlinked.agentId === null) done.push('UNLINK');
    if (vendor.capabilities.includes('LABEL')) {
      expect(await vendor.update(recordCall(), vendorId, { label: 'Desk' })).toMatchObject({
        label: 'Desk',
      });
      done.push('LABEL');
    }
    if (vendor.capabilities.includes('INBOUND_ROUTING')) {
      const inboundRouting = { agentId, fallbackAgentId: given.agentId, voicemailMessage: 'Later' };
      expect(await vendor.update(recordCall(), vendorId, { inboundRouting })).toMatchObject({
        inboundRouting,
      });
      done.push('INBOUND_ROUTING');
    }
    if (vendor.release) {
      await vendor.release(recordCall(), vendorId);
      expect(await vendor.get(vendorId)).toBeNull();
      done.push('RELEASE');
    }
    expect(done.toSorted()).toEqual(vendor.capabilities.toSorted());
  });

  it('refuses without a call what is not among its capabilities', async () => {
    const { vendor } = setUp();
    const { vendorId } = await buy(vendor);
    const changes = {
      LABEL: { label: 'Desk' },
      INBOUND_ROUTING: { inboundRouting: { agentId: given.agentId } },
    };
    for (const [capability, change] of Object.entries(changes)) {
      if (vendor.capabilities.some((known) => known === capability)) continue;
      const failure = await failureOf(vendor.update(recordCall(), vendorId, change));
      expect(failure).toMatchObject({ outcome: 'rejected', reason: 'refused' });
    }
    expect(calls('update')).toHaveLength(0);
  });

  describe('search', () => {
    it('gives numbers for sale as E.164, in the area, and no more than were asked for', async () => {
      const { vendor } = setUp();
      const numbers = await vendor.search(stock);
      expect(numbers).toHaveLength(5);
      for (const number of numbers) expect(number).toMatch(/^\+1212\d{7}$/);
    });

    it('gives only numbers that contain what they should', async () => {
      const { vendor } = setUp();
      const [, wanted = ''] = await vendor.search(stock);
      expect(await vendor.search({ ...stock, contains: wanted.slice(-4) })).toEqual([wanted]);
    });

    it('finds Canadian numbers', async () => {
      const { vendor } = setUp();
      const numbers = await vendor.search({ ...stock, country: 'CA', areaCode: '416' });
      expect(numbers[0]).toMatch(/^\+1416/);
    });

    it.each([
      ['CA', '415'],
      ['US', '416'],
    ])('gives no number that lies in another country than %s', async (country, areaCode) => {
      const { vendor } = setUp();
      expect(await vendor.search({ ...stock, country, areaCode })).toEqual([]);
    });

    it('gives nothing where nothing is in stock', async () => {
      const { vendor } = setUp();
      expect(await vendor.search({ ...stock, areaCode: '555' })).toEqual([]);
    });
  });

  describe('purchase', () => {
    it('buys exactly the number it is reported, once', async () => {
      const { vendor } = setUp();
      const [, second = ''] = await vendor.search(stock);
      const bought = await vendor.purchase(recordCall(), { ...order, number: second });
      expect(bought).toMatchObject({ kind: 'PSTN', address: second, status: 'ACTIVE' });
      expect(bought.agentId).toBe(vendor.rules.linksWhenObtaining ? given.agentId : null);
      expect(
        bench
          .sandbox()
          .control.sales()
          .map(({ number }) => number),
      ).toEqual([second]);
      expect(await vendor.get(bought.vendorId)).toEqual(bought);
    });

    it('says so where somebody else has the number by now', async () => {
      const { vendor } = setUp();
      const number = await findNumber(vendor);
      bench.sandbox().control.sell(given.name, number);
      const failure = await failureOf(vendor.purchase(recordCall(), { ...order, number }));
      expect(failure).toMatchObject({ outcome: 'rejected', reason: 'number-unavailable' });
      expect(bench.sandbox().control.sales()).toEqual([]);
    });
  });

  it('knows nothing of a number that the vendor does not have', async () => {
    const { vendor } = setUp();
    expect(await vendor.get(given.unknownId)).toBeNull();
    for (const id of ['', '.', '..']) expect(await vendor.get(id)).toBeNull();
    const change = { agentId: given.agentId };
    expect(await failureOf(vendor.update(recordCall(), given.unknownId, change))).toMatchObject({
      outcome: 'rejected',
      reason: 'not-found',
    });
    if (vendor.release) {
      const failure = await failureOf(vendor.release(recordCall(), given.unknownId));
      expect(failure).toMatchObject({ outcome: 'rejected', reason: 'not-found' });
    }
  });
}
