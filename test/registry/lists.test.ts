import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Paging } from '../../src/domain/paging.ts';
import type { PhoneNumber } from '../../src/domain/phone-number.ts';
import type { NumberFilter, NumberOrder } from '../../src/registry/registry.ts';
import { engines, openTestDatabase } from '../support/databases.ts';
import {
  changeOf,
  everything,
  openRegistryHarness,
  type RegistryHarness,
  report,
} from '../support/registry-harness.ts';

const orders = ['CREATED_AT_ASC', 'CREATED_AT_DESC', 'ADDRESS_ASC', 'ADDRESS_DESC', 'LABEL_ASC', 'LABEL_DESC'] as const;
const vendors = ['LISTED', 'UNLISTED', 'THIRD'] as const;
const statuses = ['ACTIVE', 'INACTIVE', 'UNKNOWN', 'RELEASED'] as const;
const texts = ['+1', '+1212', '+44', 'sip:', '555', 'Desk', 'front desk', '1', '%', 'ß', '" OR "', 'nothing'] as const;

const some = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 2 });
const filters: fc.Arbitrary<NumberFilter> = fc
  .record({
    vendors: some(fc.uniqueArray(fc.constantFrom(...vendors), { maxLength: 2 })),
    kind: some(fc.constantFrom('PSTN', 'SIP')),
    agentId: fc.option(fc.constantFrom('ann', 'bob', 'nobody'), { nil: undefined, freq: 1 }),
    linked: some(fc.boolean()),
    country: some(fc.constantFrom('US', 'GB', 'FR')),
    addresses: fc.option(fc.constant(['+12125550001', '+12125550002', '+442079460003']), { nil: undefined, freq: 1 }),
    startsWith: some(fc.constantFrom(...texts)),
    contains: some(fc.constantFrom(...texts)),
    containsDigits: fc.constant(undefined),
    statuses: some(fc.uniqueArray(fc.constantFrom(...statuses), { minLength: 1, maxLength: 4 })),
  })
  .map((filter): NumberFilter => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)));

/** What happens to numbers, in any order. */
const changes = fc.array(
  fc.record({
    vendor: fc.constantFrom(...vendors),
    number: fc.integer({ min: 1, max: 12 }),
    kind: fc.constantFrom('PSTN', 'SIP'),
    status: fc.constantFrom('ACTIVE', 'INACTIVE'),
    isBritish: fc.boolean(),
    agentId: fc.constantFrom(null, 'ann', 'bob'),
    label: fc.constantFrom(null, 'Front desk', 'desk 1', 'Straße 5%', '" OR "'),
    createdAt: fc.constantFrom('2025-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'),
    released: fc.boolean(),
  }),
  { minLength: 20, maxLength: 60 },
);

describe.each([
  ...engines.map((engine) => ({ title: engine, engine, rowsAtOnce: 20_000 })),
  ...engines.map((engine) => ({ title: `${engine}, as of a million numbers`, engine, rowsAtOnce: 2 })),
])('lists of numbers on $title', ({ engine, rowsAtOnce }) => {
  let harness: RegistryHarness;
  beforeAll(async () => {
    harness = await openRegistryHarness(async () => ({ ...(await openTestDatabase(engine)), rowsAtOnce }));
  });
  afterAll(() => harness.close());

  const apply = async (wanted: typeof changes extends fc.Arbitrary<infer Value> ? Value : never) => {
    for (const { vendor, number, kind, isBritish, released, ...rest } of wanted) {
      const digits = String(number).padStart(4, '0');
      const address =
        kind === 'SIP' ? `sip:Desk-${number}@sip.example` : `${isBritish ? '+44207946' : '+1212555'}${digits}`;
      // Another address is another number.
      const vendorId = `${kind}-${isBritish}-${number}`;
      const reported = report(vendorId, { ...rest, kind, address });
      if (released) await harness.write({ ...changeOf(vendorId, { released: true }, reported), vendor });
      else await harness.see(vendor, reported);
    }
  };
  const all = async (): Promise<PhoneNumber[]> => {
    const { edges } = await harness.registry.page({
      filter: { statuses },
      order: 'ADDRESS_ASC',
      paging: { ...everything, size: 500 },
    });
    return edges.map(({ node }) => node);
  };

  it('are those that a plain filter and sort give, and as many as are counted, whatever has happened', async () => {
    await fc.assert(
      fc.asyncProperty(
        changes,
        fc.array(fc.tuple(filters, fc.constantFrom(...orders)), { minLength: 25, maxLength: 25 }),
        async (wanted, asked) => {
          await harness.clear();
          await apply(wanted);
          const numbers = await all();
          expect(numbers).toHaveLength(await harness.registry.count({ statuses }));
          for (const [filter, order] of asked) {
            const expected = sorted(
              numbers.filter((number) => isLetThrough(number, filter)),
              order,
            ).map(({ id }) => id);
            expect(await idsOf(harness, { filter, order, size: 500 })).toEqual(expected);
            expect(await walk(harness, { filter, order, direction: 'forward' })).toEqual(expected);
            expect(await walk(harness, { filter, order, direction: 'backward' })).toEqual(expected);
            expect(await harness.registry.count(filter)).toBe(expected.length);
          }
          const byVendor = Map.groupBy(
            numbers.filter(({ status }) => status !== 'RELEASED'),
            ({ vendor }) => vendor,
          );
          const counts = [...byVendor].map(
            ([vendor, own]) =>
              [vendor, { total: own.length, linked: own.filter(({ agentId }) => agentId !== null).length }] as const,
          );
          expect(await harness.registry.counts()).toEqual(new Map(counts));
        },
      ),
      { numRuns: 6 },
    );
  }, 120_000);
});

type Asked = { readonly filter: NumberFilter; readonly order: NumberOrder };

async function idsOf({ registry }: RegistryHarness, { filter, order, size }: Asked & { readonly size: number }) {
  const { edges } = await registry.page({ filter, order, paging: { ...everything, size } });
  return edges.map(({ node }) => node.id);
}

/** All pages of seven, in the list's order. */
async function walk({ registry }: RegistryHarness, { filter, order, direction }: Asked & Pick<Paging, 'direction'>) {
  const ids: string[] = [];
  let paging: Paging = { direction, size: 7, after: null, before: null };
  for (;;) {
    const { edges, hasNextPage, hasPreviousPage } = await registry.page({ filter, order, paging });
    const found = edges.map(({ node }) => node.id);
    if (direction === 'forward') ids.push(...found);
    else ids.unshift(...found);
    if (!(direction === 'forward' ? hasNextPage : hasPreviousPage)) return ids;
    const place = (direction === 'forward' ? edges.at(-1) : edges[0])?.position ?? null;
    paging = { ...paging, [direction === 'forward' ? 'after' : 'before']: place };
  }
}

function isLetThrough(number: PhoneNumber, filter: NumberFilter): boolean {
  const { status, vendor, kind, agentId, label } = number;
  const address = number.address.toLowerCase();
  const has = (text: string) =>
    address.includes(text.toLowerCase()) || (label?.toLowerCase().includes(text.toLowerCase()) ?? false);
  return (
    (filter.statuses ? filter.statuses.includes(status) : status !== 'RELEASED') &&
    (!filter.vendors || filter.vendors.includes(vendor)) &&
    (!filter.kind || filter.kind === kind) &&
    (filter.agentId === undefined || filter.agentId === agentId) &&
    (filter.linked === undefined || filter.linked === (agentId !== null)) &&
    (filter.country === undefined || (number.kind === 'PSTN' && number.country === filter.country)) &&
    (!filter.addresses || filter.addresses.includes(number.address)) &&
    (filter.startsWith === undefined || address.startsWith(filter.startsWith.toLowerCase())) &&
    (filter.contains === undefined || has(filter.contains))
  );
}

function sorted(numbers: readonly PhoneNumber[], order: NumberOrder): PhoneNumber[] {
  const key = ({ createdAt, address, label }: PhoneNumber) => {
    if (order.startsWith('CREATED')) return createdAt ?? '';
    return (order.startsWith('ADDRESS') ? address : (label ?? '')).toLowerCase();
  };
  const sign = order.endsWith('DESC') ? -1 : 1;
  const compare = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other));
  return numbers.toSorted((one, other) => sign * (compare(key(one), key(other)) || compare(one.id, other.id)));
}
