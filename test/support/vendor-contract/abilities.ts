import { describe, expect, it } from 'vitest';
import { type Capability, capabilitiesOf } from '../../../src/vendors/capabilities.ts';
import type { VoiceVendor } from '../../../src/vendors/open-vendor.ts';
import type { Vendor } from '../../../src/vendors/vendor.ts';
import { failureOf, listAll, present, recordCall } from '../vendor-calls.ts';
import { createContractHarness, stockQuery } from './harness.ts';
import type { Subject } from './subject.ts';

/** Where the port has each ability: the compiler sees to it that none is forgotten. */
const has: Readonly<Record<Capability, (members: Vendor) => boolean>> = {
  SEARCH: ({ buying }) => buying?.choice === 'exact',
  PURCHASE: ({ buying }) => buying !== undefined,
  SIP_IMPORT: ({ importing }) => importing?.sources.includes('SIP_TRUNK') === true,
  SIP_CREATE: ({ sip }) => sip !== undefined,
  LIST: ({ list }) => list !== undefined,
  LINK: ({ updating }) => updating?.members.includes('agentId') === true,
  UNLINK: ({ unlink }) => unlink !== undefined,
  LABEL: ({ updating }) => updating?.members.includes('label') === true,
  INBOUND_ROUTING: ({ updating }) => updating?.members.includes('inboundRouting') === true,
  RELEASE: ({ release }) => release !== undefined,
  CONNECT: ({ connecting }) => connecting !== undefined,
};

/** Ids that name another resource in a path, for the vendor or for a proxy that decodes once more. */
const idsThatLeadElsewhere = [
  '',
  '.',
  '..',
  '../x',
  'x/..',
  '/',
  '%2e%2e',
  '%252E.',
  '..%2fx',
  '..\\x',
  'x%5c..',
] as const;

/** Each ability either works, or is said to be missing by all who could say so. */
export function describeAbilities(subject: Subject): void {
  const harness = createContractHarness(subject);
  const { definition, members, capabilities, agentIds, setUp, calls, buy, obtain, read } = harness;
  const { rules } = definition;
  const [agentId, otherAgentId] = agentIds;

  const proofs: Readonly<Record<Capability, () => Promise<void>>> = {
    async SEARCH() {
      const { vendor } = setUp();
      const found = vendor.buying?.choice === 'exact' ? await vendor.buying.search(stockQuery(subject)) : [];
      expect(found).not.toEqual([]);
    },
    async PURCHASE() {
      const { vendor } = setUp();
      const bought = await read(vendor, await buy(vendor));
      expect(bought).toMatchObject({ kind: 'PSTN', address: expect.stringMatching(/^\+\d+$/), status: 'ACTIVE' });
    },
    async SIP_IMPORT() {
      const { vendor } = setUp();
      const wanted = harness.importOrder();
      const obtained = await present(vendor.importing).run(recordCall(), wanted);
      const imported = await read(vendor, obtained);
      expect(imported).toMatchObject({ kind: 'PSTN', address: wanted.number });
      expect(imported.agentId).toBe(rules.linksWhenObtaining.imported ? agentId : null);
      expect(imported.marker ?? null).toBe(wanted.marker);
      if ('kind' in obtained && obtained.trunk)
        expect(obtained.trunk.terminationUri).toBe(wanted.source.terminationUri);
    },
    async SIP_CREATE() {
      const { vendor } = setUp();
      const sip = present(vendor.sip);
      const user = harness.sipUser();
      const created = await read(vendor, await sip.create(recordCall(), user));
      expect(created).toMatchObject({ kind: 'SIP', address: sip.address(user.sipPrefix) });
    },
    async LIST() {
      const { vendor } = setUp();
      const obtained = await read(vendor, await obtain(vendor));
      const listed = await listAll(vendor);
      expect(listed).toContainEqual(obtained);
      expect(listed).toHaveLength(harness.sandbox().control.numbers(definition.name).length);
    },
    async LINK() {
      const { vendor } = setUp();
      const { vendorId } = await obtain(vendor);
      const linked = await present(vendor.updating).run(recordCall(), vendorId, { agentId: otherAgentId });
      expect(linked).toMatchObject({ vendorId, agentId: otherAgentId });
      expect(linked.agents ?? [{ agentId: otherAgentId, weight: 1 }]).toEqual([{ agentId: otherAgentId, weight: 1 }]);
      expect(await vendor.get(vendorId)).toEqual(linked);
    },
    async UNLINK() {
      const { vendor } = setUp();
      const unlinked = await present(vendor.unlink)(recordCall(), harness.existingId());
      expect(unlinked).toMatchObject({ vendorId: harness.existingId(), agentId: null });
      expect(unlinked.agents ?? []).toEqual([]);
      expect(await vendor.get(harness.existingId())).toEqual(unlinked);
    },
    async LABEL() {
      const { vendor } = setUp();
      const { vendorId } = await obtain(vendor);
      const rename = (label: string | null) => present(vendor.updating).run(recordCall(), vendorId, { label });
      const renamed = await rename('Desk');
      expect(renamed).toMatchObject({ vendorId, label: 'Desk' });
      if (rules.labelIsMarker) expect(renamed).toMatchObject({ marker: null });
      expect(await vendor.get(vendorId)).toEqual(renamed);
      if (rules.labelCanBeCleared) expect(await rename(null)).toMatchObject({ vendorId, label: null });
    },
    async INBOUND_ROUTING() {
      const { vendor } = setUp();
      const inboundRouting = { agentId: otherAgentId, fallbackAgentId: agentId, voicemailMessage: 'Later' };
      const routed = await present(vendor.updating).run(recordCall(), harness.existingId(), { inboundRouting });
      expect(routed).toMatchObject({ vendorId: harness.existingId(), inboundRouting });
    },
    async RELEASE() {
      const { vendor } = setUp();
      const { vendorId } = await obtain(vendor);
      await present(vendor.release)(recordCall(), vendorId);
      expect(await vendor.get(vendorId)).toBeNull();
    },
    async CONNECT() {
      const { vendor } = setUp();
      const { vendorId } = await buy(vendor);
      const connecting = present(vendor.connecting);
      const [trunk] = connecting.trunks.values();
      const { id } = present(trunk);
      const connected = await connecting.run(recordCall(), vendorId, id);
      expect(connected).toMatchObject({ vendorId, trunk: { inboundTrunkId: id } });
      expect(await vendor.get(vendorId)).toEqual(connected);
      const free = await connecting.run(recordCall(), vendorId, null);
      expect(free).toMatchObject({ vendorId, trunk: null });
      expect(await vendor.get(vendorId)).toEqual(free);
    },
  };

  const changes = {
    LINK: { agentId },
    LABEL: { label: 'Desk' },
    INBOUND_ROUTING: { inboundRouting: { agentId } },
  } as const;

  it.each(capabilities.map((capability) => [capability] as const))('can %s, and does', (capability) =>
    proofs[capability](),
  );

  const missing = Object.keys(has).filter((name) => !capabilities.some((capability) => capability === name));
  it.each(missing)('cannot %s: has no member for it, and refuses without a call', async (capability) => {
    const { vendor } = setUp();
    expect(Object.entries(has).find(([name]) => name === capability)?.[1](vendor)).toBe(false);
    const [, change] = Object.entries(changes).find(([name]) => name === capability) ?? [];
    if (change === undefined || vendor.updating === undefined) return;
    const failure = await failureOf(vendor.updating.run(recordCall(), harness.existingId(), change));
    expect(failure).toMatchObject({ outcome: 'rejected', reason: 'refused', member: Object.keys(change)[0] });
    expect(calls('update')).toEqual([]);
  });

  it('has every ability of the port checked, one way or the other', () => {
    const told = Object.entries(has).filter(([, isThere]) => isThere(members));
    expect(told.map(([name]) => name)).toEqual(capabilities);
    expect([...capabilities, ...missing].toSorted()).toEqual(Object.keys(proofs).toSorted());
    expect(capabilities).toEqual(capabilitiesOf(members));
  });

  describe('a number that the vendor does not have', () => {
    it('is null', async () => {
      const { vendor } = setUp();
      expect(await vendor.get(harness.unknownId())).toBeNull();
      for (const id of idsThatLeadElsewhere) expect(await vendor.get(id)).toBeNull();
    });

    it('cannot be changed or given back', async () => {
      const { vendor } = setUp();
      for (const attempt of attemptsOn(vendor, harness.unknownId())) {
        expect(await failureOf(attempt)).toMatchObject({ outcome: 'rejected', reason: 'not-found' });
      }
    });

    it.each(idsThatLeadElsewhere)('is not asked for where its id is %j', async (id) => {
      const { vendor } = setUp();
      const before = harness.sandbox().control.calls().length;
      for (const attempt of attemptsOn(vendor, id)) {
        expect(await failureOf(attempt)).toMatchObject({ outcome: 'rejected', reason: 'not-found' });
      }
      expect(harness.sandbox().control.calls()).toHaveLength(before);
    });

    function attemptsOn({ updating, unlink, release }: VoiceVendor, id: string): Promise<unknown>[] {
      return [
        ...(updating?.members ?? []).map((member) => {
          const all = { agentId, label: 'Desk', inboundRouting: { agentId } };
          return updating?.run(recordCall(), id, { [member]: all[member] });
        }),
        unlink?.(recordCall(), id),
        release?.(recordCall(), id),
      ].filter((attempt) => attempt !== undefined);
    }
  });
}
