import { describe, expect, it } from 'vitest';
import { keepFitting } from '../../../src/operations/shared/fitting.ts';
import type { BuyingExact } from '../../../src/vendors/vendor.ts';
import { exactBuying, failureOf, listAll } from '../vendor-calls.ts';
import { type ContractHarness, createContractHarness, placeOf, stockQuery } from './harness.ts';
import { describeOrders } from './orders.ts';
import type { Subject } from './subject.ts';

/** What is promised of every purchase, whoever chooses the number. */
export function describeBuying(subject: Subject): void {
  const harness = createContractHarness(subject);
  const { definition, members, setUp, buy, read, order, agentIds } = harness;
  const { rules } = definition;
  const sales = () => harness.sandbox().control.sales();

  it('buys one number, once, and links it as the rules say', async () => {
    const { vendor } = setUp();
    const bought = await buy(vendor);
    const number = await read(vendor, bought);
    expect(sales().map((sale) => sale.number)).toEqual([number.address]);
    expect(number).toMatchObject({ vendorId: bought.vendorId, kind: 'PSTN', status: 'ACTIVE' });
    expect(number.agentId).toBe(rules.linksWhenObtaining.bought ? agentIds[0] : null);
    if ('kind' in bought) expect(bought).toEqual(number);
  });

  it('leaves the marker of the call on the number, where the vendor keeps markers, and none elsewhere', async () => {
    const { vendor } = setUp();
    const wanted = order();
    const number = await read(vendor, await buy(vendor, wanted));
    expect(number.marker ?? null).toBe(wanted.marker);
    if (rules.labelIsMarker) expect(number.label).toBeNull();
    if (vendor.list !== undefined) {
      const marked = (await listAll(vendor)).filter((each) => each.marker != null);
      expect(marked.map(({ marker }) => marker)).toEqual(wanted.marker === null ? [] : [wanted.marker]);
    }
    if (vendor.find !== undefined) {
      expect(await vendor.find({ marker: wanted.marker, address: number.address ?? null })).toEqual(number);
      const unknown = { marker: order().marker, address: '+12125550199' };
      expect(await vendor.find(unknown)).toBeNull();
    }
  });

  if (members.buying?.choice === 'exact' && members.buying.order) {
    describe('an order', () => describeOrders(subject, harness));
  }
  if (members.buying?.choice === 'exact') describe('the caller’s choice', () => describeExact(subject, harness));
  else describe('the vendor’s choice', () => describeAny(subject, harness));
}

function describeAny(subject: Subject, harness: ContractHarness): void {
  const { definition, setUp, buy, read } = harness;

  it('can be found again where the answer is lost', () => {
    const { vendor } = setUp();
    expect(definition.rules.marker).not.toBeNull();
    expect(vendor.list ?? vendor.find).toBeDefined();
  });

  it('lies where it was asked for', async () => {
    const { vendor } = setUp();
    const { areaCode } = placeOf(subject);
    const number = await read(vendor, await buy(vendor));
    expect(number.address).toMatch(new RegExp(`^\\+1${areaCode ?? ''}`));
  });

  it('is another one each time', async () => {
    const { vendor } = setUp();
    const addresses = [await read(vendor, await buy(vendor)), await read(vendor, await buy(vendor))];
    expect(new Set(addresses.map(({ address }) => address)).size).toBe(2);
  });

  it('is refused where nothing is left', async () => {
    const { vendor } = setUp();
    harness.sandbox().control.setStock(0);
    expect(await failureOf(buy(vendor))).toMatchObject({ outcome: 'rejected' });
    expect(harness.sandbox().control.sales()).toEqual([]);
  });
}

function describeExact(subject: Subject, harness: ContractHarness): void {
  const { definition, setUp, buy, read, findNumber, order } = harness;
  const { rules } = definition;
  const query = stockQuery(subject);
  /** What is left of a search where callers drop what does not fit. */
  const search = async (changes: Partial<Parameters<BuyingExact['search']>[0]> = {}) => {
    const wanted = { ...query, ...changes };
    const offers = keepFitting(await exactBuying(setUp().vendor).search(wanted), wanted);
    return offers.map(({ number }) => number);
  };

  it('is of numbers for sale as E.164, in the area, and no more than were asked for', async () => {
    const numbers = await search();
    expect(numbers).toHaveLength(query.limit);
    for (const number of numbers) expect(number).toMatch(new RegExp(`^\\+1${query.areaCode ?? ''}\\d+$`));
  });

  it('is of numbers that contain what they should', async () => {
    const [, wanted = ''] = await search();
    expect(await search({ contains: wanted.slice(-4) })).toEqual([wanted]);
  });

  const places = [
    ['CA', '416', '415'],
    ['US', '212', '416'],
  ] as const;
  const hasAreaCodes = rules.areaCode !== 'NONE';
  const sold = places.filter(([country]) => hasAreaCodes && (rules.countries?.includes(country) ?? true));

  it.each(sold)('is of numbers of %s %s, and of none where the area code %s is another country’s', async (...place) => {
    const [country, areaCode, foreignAreaCode] = place;
    const [first] = await search({ country, areaCode });
    expect(first).toMatch(new RegExp(`^\\+1${areaCode}`));
    expect(await search({ country, areaCode: foreignAreaCode })).toEqual([]);
  });

  it('is of nothing where nothing is in stock', async () => {
    expect(await search({ areaCode: '555' })).toEqual([]);
  });

  it('is what is bought', async () => {
    const { vendor } = setUp();
    const [, second = ''] = await search();
    expect(await read(vendor, await buy(vendor, order(), second))).toMatchObject({ address: second });
    expect(harness.sandbox().control.sales()).toMatchObject([{ number: second }]);
  });

  it('is sold once: that the account has the number already is no purchase', async () => {
    const { vendor } = setUp();
    const number = await findNumber(vendor);
    const first = await read(vendor, await buy(vendor, order(), number));
    expect(['rejected', 'unknown']).toContain((await failureOf(buy(vendor, order(), number))).outcome);
    expect(harness.sandbox().control.sales()).toHaveLength(1);
    expect(await read(vendor, first)).toEqual(first);
  });

  it('is refused as no longer available where somebody else has the number by now', async () => {
    const { vendor } = setUp();
    const number = await findNumber(vendor);
    harness.sandbox().control.sell(definition.name, number);
    const failure = await failureOf(buy(vendor, order(), number));
    expect(failure).toMatchObject({ outcome: 'rejected', reason: 'number-unavailable' });
    expect(harness.sandbox().control.sales()).toEqual([]);
  });
}
