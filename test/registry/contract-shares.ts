import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Paging } from '../../src/domain/paging.ts';
import type { NumberFilter, NumberOrder } from '../../src/registry/registry.ts';
import {
  changeOf,
  everything,
  idOf,
  type OpenDatabase,
  openRegistryHarness,
  type RegistryHarness,
  report,
} from '../support/registry-harness.ts';

const shares = (weights: Readonly<Record<string, number>>) => {
  const agents = Object.entries(weights).map(([agentId, weight]) => ({ agentId, weight }));
  return { agents, agentId: agents.length === 1 ? (agents[0]?.agentId ?? null) : null };
};
const orders: readonly NumberOrder[] = ['CREATED_AT_DESC', 'ADDRESS_ASC', 'LABEL_DESC'];

/** What a registry makes of numbers whose calls several agents share. */
export function describeRegistryShares(open: OpenDatabase): void {
  let harness: RegistryHarness;
  beforeAll(async () => {
    harness = await openRegistryHarness(open);
  });
  beforeEach(async () => {
    await harness.clear();
    await harness.see(
      'LISTED',
      report('1', { agentId: 'ann', label: 'One' }),
      report('2', { ...shares({ bob: 0.3, ann: 0.7 }), label: 'Two' }),
      report('3', { ...shares({ ann: 0.2, bob: 0.5, cid: 0.3 }) }),
      report('4', { ...shares({ bob: 1 }), label: 'Four' }),
      report('5', { ...shares({ cid: 0.5, bob: 0.5 }), label: 'Five' }),
      report('6', { ...shares({}) }),
    );
  });
  afterAll(() => harness.close());

  const one = async (vendorId: string) => (await harness.registry.byIds([idOf(vendorId)])).get(idOf(vendorId));
  const list = async (filter: NumberFilter, order: NumberOrder = 'ADDRESS_ASC', paging: Partial<Paging> = {}) => {
    const { edges, ...rest } = await harness.registry.page({ filter, order, paging: { ...everything, ...paging } });
    return { ids: edges.map(({ node }) => node.vendorId), positions: edges.map(({ position }) => position), ...rest };
  };
  const ids = async (filter: NumberFilter) => (await list(filter)).ids;

  it('has none for the agent of a number that several share, and names all, who takes most first', async () => {
    const agents = [
      { agentId: 'bob', weight: 0.5 },
      { agentId: 'cid', weight: 0.3 },
      { agentId: 'ann', weight: 0.2 },
    ];
    expect(await one('3')).toMatchObject({ agentId: null, agents });
    expect(await one('1')).toMatchObject({ agentId: 'ann', agents: [{ agentId: 'ann', weight: 1 }] });
    expect(await one('4')).toMatchObject({ agentId: 'bob', agents: [{ agentId: 'bob', weight: 1 }] });
    expect(await one('6')).toMatchObject({ agentId: null, agents: [] });
  });

  it('takes such a number for a linked one', async () => {
    expect(await ids({ linked: true })).toEqual(['1', '2', '3', '4', '5']);
    expect(await ids({ linked: false })).toEqual(['6']);
    expect(await harness.registry.count({ linked: true })).toBe(5);
    expect((await harness.registry.counts()).get('LISTED')).toEqual({ total: 6, linked: 5 });
  });

  it.each([
    ['ann', ['1', '2', '3']],
    ['bob', ['2', '3', '4', '5']],
    ['cid', ['3', '5']],
    ['dan', []],
  ])('finds the numbers of %s, those that others share among them', async (agentId, expected) => {
    expect(await ids({ agentId })).toEqual(expected);
    expect(await harness.registry.count({ agentId })).toBe(expected.length);
    const addresses = ['1', '2', '3', '4', '5'].map((id) => report(id).address ?? '');
    expect(await ids({ agentId, addresses })).toEqual(expected);
    expect(await harness.registry.count({ agentId, contains: '+1212' })).toBe(expected.length);
  });

  it.each(orders)('pages through the numbers of an agent without a gap or a repeat, in the order %s', async (order) => {
    for (const agentId of ['ann', 'bob', 'cid']) {
      for (const filter of [{}, { contains: 'o' }, { agentId: 'cid' }] as const) {
        const whole = await list({ ...filter, agentId }, order);
        // The filter of the page itself may name another agent.
        const both = 'agentId' in filter ? (await ids(filter)).filter((id) => whole.ids.includes(id)) : whole.ids;
        for (const direction of ['forward', 'backward'] as const) {
          const seen: string[] = [];
          let place: Paging['after'] = null;
          for (let pages = 0; pages < 5; pages += 1) {
            const cursor = { [direction === 'forward' ? 'after' : 'before']: place };
            const paging: Paging = { ...everything, ...cursor, direction, size: 1 };
            const found = (
              await harness.registry.pagesOfAgents([agentId, 'ann', 'nobody'], { filter, order, paging })
            ).get(agentId);
            expect(found?.totalCount).toBe(both.length);
            const [edge] = found?.edges ?? [];
            if (edge === undefined) break;
            place = edge.position;
            seen.push(edge.node.vendorId);
            const goesOn = direction === 'forward' ? found?.hasNextPage : found?.hasPreviousPage;
            expect(goesOn).toBe(seen.length < both.length);
          }
          expect(seen.toSorted()).toEqual(both.toSorted());
          if (!('agentId' in filter)) expect(direction === 'forward' ? seen : seen.toReversed()).toEqual(whole.ids);
        }
        const [first] = (await list({ ...filter, agentId }, order, { size: 1 })).ids;
        expect(first).toBe(whole.ids[0]);
      }
    }
  });

  it('forgets who shared a number with the next report, or with the number', async () => {
    await harness.see('LISTED', report('2', shares({ ann: 1 })), report('3', shares({ cid: 0.9, dan: 0.1 })));
    expect([await ids({ agentId: 'bob' }), await ids({ agentId: 'dan' })]).toEqual([['4', '5'], ['3']]);
    expect(await ids({ agentId: 'ann' })).toEqual(['1', '2']);
    await harness.write(changeOf('3', { released: true }));
    expect(await ids({ agentId: 'dan' })).toEqual([]);
    expect(await ids({ agentId: 'dan', statuses: ['RELEASED'] })).toEqual(['3']);
    await harness.clear();
    expect(await harness.database.selectFrom('number_shares').selectAll().execute()).toEqual([]);
  });

  it('learns where calls go that no agent answers, and keeps it where nobody tells', async () => {
    const fallbackOf = async () => (await one('1'))?.fallbackAddress;
    expect(await fallbackOf()).toBeNull();
    await harness.see('LISTED', report('1', { fallbackAddress: '+12125550199' }));
    expect(await fallbackOf()).toBe('+12125550199');
    await harness.see('LISTED', report('1'));
    expect(await fallbackOf()).toBe('+12125550199');
    await harness.see('LISTED', report('1', { fallbackAddress: null }));
    expect(await fallbackOf()).toBeNull();
  });

  describe('a sync that finds nothing new', () => {
    it('changes nothing, in whatever order the vendor names the agents', async () => {
      const before = await one('3');
      harness.pass();
      await harness.see('LISTED', report('3', shares({ cid: 0.3, ann: 0.2, bob: 0.5 })));
      expect(await one('3')).toEqual({ ...before, syncedAt: harness.now() });
    });
  });
}
