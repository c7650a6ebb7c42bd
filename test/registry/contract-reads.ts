import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Paging } from '../../src/domain/paging.ts';
import type { NumberFilter, NumberOrder, PageQuery } from '../../src/registry/registry.ts';
import {
  changeOf,
  everything,
  idOf,
  type OpenDatabase,
  openRegistryHarness,
  type RegistryHarness,
  report,
} from '../support/registry-harness.ts';

const orders: readonly NumberOrder[] = [
  'CREATED_AT_ASC',
  'CREATED_AT_DESC',
  'ADDRESS_ASC',
  'ADDRESS_DESC',
  'LABEL_ASC',
  'LABEL_DESC',
];

const oldest = '2025-01-01T00:00:00.000Z';
const newest = '2026-01-01T00:00:00.000Z';
/** An agent whose id is a UUID. */
const uuid = '8a0f6c1e-5d1b-4a63-9a53-0d6f2f4b7c11';
const uri = 'sip:Acme_Desk@sip.listed.example';
/** Two without an age, two of the same age, labels with and without case and beyond ASCII. */
const reported = [
  report('1', { createdAt: newest, label: 'beta', agentId: 'ann' }),
  report('2', { createdAt: oldest, label: 'Alpha', agentId: 'ann' }),
  report('3', { createdAt: newest, label: '100% Ärger', agentId: 'ann' }),
  report('4', { agentId: uuid, address: '+442079460171' }),
  report('5', { kind: 'SIP', address: uri }),
];

/** What a registry answers; nothing here changes it. */
export function describeRegistryReads(open: OpenDatabase): void {
  let harness: RegistryHarness;
  beforeAll(async () => {
    harness = await openRegistryHarness(open);
    await harness.see('LISTED', ...reported);
    await harness.write(changeOf('6', { released: true }, report('6', { agentId: 'ann' })));
  });
  afterAll(() => harness.close());

  const page = async (order: NumberOrder, paging: Partial<Paging> = {}, filter: NumberFilter = {}) => {
    const found = await harness.registry.page({ filter, order, paging: { ...everything, ...paging } });
    return { ...found, ids: found.edges.map(({ node }) => node.vendorId) };
  };

  describe('a list', () => {
    it('is ordered by age, those without one counting as the oldest', async () => {
      const { ids } = await page('CREATED_AT_ASC');
      expect(ids.slice(0, 2).toSorted()).toEqual(['4', '5']);
      expect(ids[2]).toBe('2');
      expect(ids.slice(3).toSorted()).toEqual(['1', '3']);
    });

    it('is ordered by label, letter case aside, those without one first', async () => {
      const { ids } = await page('LABEL_ASC');
      expect(ids.slice(0, 2).toSorted()).toEqual(['4', '5']);
      expect(ids.slice(2)).toEqual(['3', '2', '1']);
    });

    it('is ordered by address', async () => {
      expect((await page('ADDRESS_ASC')).ids).toEqual(['1', '2', '3', '4', '5']);
    });

    it.each(orders)('in the order %s is the same backwards as in the opposite order', async (order) => {
      const opposite = orders.find((other) => other !== order && other.split('_')[0] === order.split('_')[0]);
      expect((await page(order)).ids).toEqual((await page(opposite ?? order)).ids.toReversed());
    });

    it.each(orders)('in the order %s is paged through without a gap or a repeat', async (order) => {
      const whole = (await page(order)).ids;
      const seen: string[] = [];
      let after: Paging['after'] = null;
      for (let pages = 0; pages < 3; pages += 1) {
        const { ids, edges, hasNextPage, hasPreviousPage } = await page(order, { size: 2, after });
        seen.push(...ids);
        expect({ hasNextPage, hasPreviousPage }).toEqual({ hasNextPage: pages < 2, hasPreviousPage: pages > 0 });
        after = edges.at(-1)?.position ?? null;
      }
      expect(seen).toEqual(whole);
      const [first, second] = (await page(order, { size: 2, direction: 'backward' })).ids;
      expect([first, second]).toEqual(whole.slice(-2));
    });

    it('that shows no number still says whether it goes on', async () => {
      expect(await page('ADDRESS_ASC', { size: 0 })).toMatchObject({
        ids: [],
        hasNextPage: true,
        hasPreviousPage: false,
      });
      const backward = await page('ADDRESS_ASC', { size: 0, direction: 'backward' });
      expect(backward).toMatchObject({ ids: [], hasNextPage: false, hasPreviousPage: true });
    });

    it.each<[string, NumberFilter, string[]]>([
      ['vendors', { vendors: ['LISTED'] }, ['1', '2', '3', '4', '5']],
      ['no vendors', { vendors: [] }, []],
      ['statuses', { statuses: ['RELEASED'] }, ['6']],
      ['no statuses', { statuses: [] }, []],
      ['kind', { kind: 'SIP' }, ['5']],
      ['agentId', { agentId: 'ann' }, ['1', '2', '3']],
      ['agentId, a UUID in capitals', { agentId: uuid.toUpperCase() }, ['4']],
      ['linked', { linked: false }, ['5']],
      ['country', { country: 'GB' }, ['4']],
      ['startsWith', { startsWith: 'SIP:acme_' }, ['5']],
      ['startsWith, a sign', { startsWith: '_sip' }, []],
      ['contains, a sign', { contains: '100% ä' }, ['3']],
      ['contains, another sign', { contains: '1%1' }, []],
      ['contains, in the address', { contains: '7946' }, ['4']],
      ['contains, as its digits', { contains: '(20) 7946', containsDigits: '207946' }, ['4']],
      ['contains, in the label, whatever its digits', { contains: '100%', containsDigits: '999' }, ['3']],
    ])('is narrowed by %s', async (_title, filter, expected) => {
      expect((await page('ADDRESS_ASC', {}, filter)).ids).toEqual(expected);
      expect(await harness.registry.count(filter)).toBe(expected.length);
    });
  });

  describe('numbers', () => {
    it('are found by their ids, those unknown being left out', async () => {
      const found = await harness.registry.byIds([idOf('2'), 'nobody', idOf('1'), idOf('6'), idOf('2'), '', '\ud800']);
      expect([...found.keys()].toSorted()).toEqual([idOf('1'), idOf('2'), idOf('6')].toSorted());
      expect(await harness.registry.byIds([])).toEqual(new Map());
    });

    it('are found by their address at their vendor, unless they are released', async () => {
      const { registry } = harness;
      expect(await registry.byAddress('LISTED', uri)).toMatchObject({ vendorId: '5' });
      expect(await registry.byAddress('UNLISTED', uri)).toBeNull();
      expect(await registry.byAddress('LISTED', '+12125550006')).toBeNull();
    });

    it('are listed by their address, all of them', async () => {
      expect(await harness.registry.idsAt('LISTED', uri)).toEqual({ held: [idOf('5')], released: [] });
      expect(await harness.registry.idsAt('LISTED', '+12125550006')).toEqual({ held: [], released: [idOf('6')] });
      expect(await harness.registry.idsAt('UNLISTED', uri)).toEqual({ held: [], released: [] });
    });
  });

  describe('the numbers of agents', () => {
    const plain = { filter: {}, order: 'CREATED_AT_DESC' } as const;
    const pages = async (agentIds: readonly string[], paging: Partial<Paging> = {}, query: Partial<PageQuery> = {}) => {
      const wanted = { ...plain, paging: { ...everything, ...paging }, ...query };
      const found = await harness.registry.pagesOfAgents(agentIds, wanted);
      return agentIds.map((agentId) => {
        const { edges = [], ...rest } = found.get(agentId) ?? {};
        return {
          ids: edges.map(({ node }) => node.vendorId),
          positions: edges.map(({ position }) => position),
          ...rest,
        };
      });
    };
    const whole = { hasNextPage: false, hasPreviousPage: false };

    it('are returned for each of them, newest first, without released ones', async () => {
      const [ann, nobody, bob] = await pages(['ann', 'nobody', uuid]);
      expect(ann).toMatchObject({ totalCount: 3, ...whole });
      expect(ann?.ids.at(-1)).toBe('2');
      expect(ann?.ids.slice(0, 2).toSorted()).toEqual(['1', '3']);
      expect(nobody).toMatchObject({ ids: [], totalCount: 0, ...whole });
      expect(bob).toMatchObject({ ids: ['4'], totalCount: 1, ...whole });
      expect(await harness.registry.pagesOfAgents([], { ...plain, paging: everything })).toEqual(new Map());
    });

    it('are returned for a UUID in letters of either case, each by itself', async () => {
      const [capitals, small] = await pages([uuid.toUpperCase(), uuid]);
      expect(capitals).toMatchObject({ ids: ['4'], totalCount: 1, ...whole });
      expect(small).toEqual(capitals);
    });

    it('stand in the order and at the positions of the whole list', async () => {
      const [ann] = await pages(['ann']);
      const list = await page('CREATED_AT_DESC', {}, { agentId: 'ann' });
      expect(ann?.ids).toEqual(list.ids);
      expect(ann?.positions).toEqual(list.edges.map(({ position }) => position));
    });

    it.each(orders)(
      'stand in the order of the whole list, and are paged like it, whatever filters it: %s',
      async (order) => {
        for (const filter of [
          {},
          { contains: 'a' },
          { kind: 'PSTN', vendors: ['LISTED'] },
          { statuses: [] },
        ] as const) {
          for (const size of [0, 1, 2, 10]) {
            for (const direction of ['forward', 'backward'] as const) {
              const wanted = { ...filter, agentId: 'ann' };
              const list = await page(order, { direction, size }, wanted);
              const [ann] = await pages(['ann', uuid], { direction, size }, { filter, order });
              expect(ann?.ids ?? []).toEqual(list.ids);
              expect(ann?.totalCount ?? 0).toBe(await harness.registry.count(wanted));
              const edge = direction === 'forward' ? list.edges.at(-1) : list.edges[0];
              const next = { direction, size, [direction === 'forward' ? 'after' : 'before']: edge?.position ?? null };
              const [rest] = await pages(['ann'], next, { filter, order });
              expect(rest?.ids ?? []).toEqual((await page(order, next, wanted)).ids);
            }
          }
        }
      },
    );

    it.each(['forward', 'backward'] as const)('are paged %s', async (direction) => {
      const [all] = await pages(['ann']);
      const [first] = await pages(['ann', uuid], { direction, size: 2 });
      const forward = direction === 'forward';
      expect(first?.ids).toEqual(forward ? all?.ids.slice(0, 2) : all?.ids.slice(-2));
      expect(first).toMatchObject({ totalCount: 3, hasNextPage: forward, hasPreviousPage: !forward });
      const edge = (forward ? first?.positions.at(-1) : first?.positions[0]) ?? null;
      const [second] = await pages(['ann'], { direction, size: 2, [forward ? 'after' : 'before']: edge });
      expect(second?.ids).toEqual(forward ? all?.ids.slice(2) : all?.ids.slice(0, 1));
      expect(second).toMatchObject({ totalCount: 3, hasNextPage: !forward, hasPreviousPage: forward });
    });

    it('can be an empty page that says whether there is more', async () => {
      const [all] = await pages(['ann']);
      const [front] = await pages(['ann'], { size: 0 });
      expect(front).toMatchObject({ ids: [], totalCount: 3, hasNextPage: true, hasPreviousPage: false });
      const [end] = await pages(['ann'], { size: 0, direction: 'backward' });
      expect(end).toMatchObject({ ids: [], totalCount: 3, hasNextPage: false, hasPreviousPage: true });
      const [beyond] = await pages(['ann'], { after: all?.positions.at(-1) ?? null });
      expect(beyond).toMatchObject({ ids: [], totalCount: 3, hasNextPage: false, hasPreviousPage: true });
    });
  });

  it('takes any position, also one where nothing stands', async () => {
    const between = { value: '+12125550002', id: '' };
    expect((await page('ADDRESS_ASC', { after: between })).ids).toEqual(['2', '3', '4', '5']);
  });
}
