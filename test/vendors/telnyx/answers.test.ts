import { describe, expect, it } from 'vitest';
import { exactBuying, failureOf, listAll } from '../../support/vendor-calls.ts';
import { createTelnyxHarness, held, marker, query, vendorId } from './harness.ts';

const { answer, stub, createVendor, fixture } = createTelnyxHarness();
const data = (name: string) => Object(fixture(name)).data;
const numberWith = (difference: object) => ({ data: { ...data('number'), ...difference } });
const page = (
  records: unknown[],
  meta: object = { page_number: 1, total_pages: 1, total_results: records.length },
) => ({
  data: records,
  meta,
});

describe("Telnyx's answers", () => {
  it.each([
    ['active', { status: 'ACTIVE' }],
    ['emergency-only', { status: 'ACTIVE' }],
    ['emergency_only', { status: 'ACTIVE' }],
    ['port-out-pending', { status: 'ACTIVE' }],
    ['port_pending', { status: 'INACTIVE' }],
    ['frozen', { status: 'UNKNOWN' }],
    [null, { status: 'UNKNOWN' }],
  ])('with the status %j are understood', async (status, expected) => {
    answer(numberWith({ status }));
    expect(await createVendor().get(vendorId)).toEqual({ ...held, ...expected });
  });

  it.each(['deleted', 'ported-out', 'ported_out', 'purchase-failed', 'port-failed'])(
    'with the status %s are about no number of the account',
    async (status) => {
      answer(numberWith({ status }));
      expect(await createVendor().get(vendorId)).toBeNull();
      answer(page([{ ...data('number'), status }]));
      expect(await listAll(createVendor())).toEqual([]);
    },
  );

  it.each(['purchase-pending', 'purchase_pending', 'provision-pending', 'requirement-info-under-review'])(
    'with the status %s are about a number on order: it shows neither its address nor its marker',
    async (status) => {
      answer(numberWith({ status, customer_reference: marker }));
      const shown = await createVendor().get(vendorId);
      expect(shown).toMatchObject({ vendorId, status: 'INACTIVE', label: null });
      expect([shown?.address, shown?.marker]).toEqual([undefined, undefined]);
    },
  );

  it.each([
    [{ customer_reference: marker }, { label: null, marker }],
    [{ customer_reference: '' }, { label: null }],
    [{ customer_reference: null }, { label: null }],
    [{ customer_reference: 7 }, { label: null }],
    [{ purchased_at: null }, { createdAt: '2026-11-01T09:00:04.000Z' }],
    [{ phone_number: '+44 20 7946 0123' }, { address: '+442079460123' }],
  ])('with %j are understood', async (difference, expected) => {
    answer(numberWith(difference));
    expect(await createVendor().get(vendorId)).toEqual({ ...held, ...expected });
  });

  it('hold secrets of which nothing is kept', async () => {
    answer(fixture('number'));
    const vendor = createVendor();
    const shown = [await vendor.get(vendorId)];
    answer(page([data('number')]));
    shown.push(...(await listAll(vendor)));
    expect(JSON.stringify(shown)).not.toMatch(/pin/);
  });

  it('to a search leave out what is masked, what is no number and what cannot be compared', async () => {
    const candidate = (phone_number: unknown, cost_information?: unknown) => ({ phone_number, cost_information });
    answer({
      data: [
        candidate('+49351xxxxxxx', { monthly_cost: '1.00', currency: 'EUR' }),
        candidate(null),
        candidate('+4935100000', { monthly_cost: 'free', currency: 'EUR' }),
        candidate('+4935100001', { monthly_cost: '1.00' }),
        candidate('+4935100002', 'cheap'),
        candidate('+4935100003', { monthly_cost: '2.50', currency: 'eur' }),
      ],
    });
    expect(await exactBuying(createVendor()).search({ ...query, country: 'DE', areaCode: '351' })).toEqual([
      { number: '+4935100000' },
      { number: '+4935100001' },
      { number: '+4935100002' },
      { number: '+4935100003', monthlyPrice: { amount: '2.5', currency: 'EUR' } },
    ]);
  });
});

describe("Telnyx's list", () => {
  const incomplete = (why: string) => ({
    outcome: 'unreachable',
    message: `Telnyx's list of numbers cannot be read to its end: ${why}.`,
  });
  const numbers = (...ids: number[]) => ids.map((id) => ({ ...data('number'), id: String(id) }));
  const meta = (page_number: number, total_pages: number, total_results?: number) => ({
    ...{ page_number, total_pages, total_results },
  });
  const failed = () => failureOf(listAll(createVendor()));

  it('is complete with its last page, or with none', async () => {
    for (const meta of [
      { page_number: 1, total_pages: 1 },
      { page_number: 1, total_pages: 0, total_results: 0 },
    ]) {
      answer(page([], meta));
      expect(await listAll(createVendor())).toEqual([]);
    }
  });

  it('is not believed to be complete where a page does not say which it is of how many', async () => {
    for (const meta of [undefined, null, { page_number: 1 }, { total_pages: 1 }, { page_number: 2, total_pages: 2 }]) {
      answer({ data: [], meta });
      expect(await failed()).toMatchObject(incomplete('a page does not say whether it is the last'));
    }
  });

  it.each([
    ['one was removed, and the others moved up', [4, 3], [4]],
    ['one was removed and one came', [4, 4], [2, 4]],
    ['no page says how many there are', [undefined, undefined], [3]],
  ])('is not believed to be complete where its pages may have shifted: %s', async (_what, totals, second) => {
    const [before, after] = totals;
    stub().answer(
      { json: page(numbers(1, 2), meta(1, 2, before)) },
      { json: page(numbers(...second), meta(2, 2, after)) },
    );
    expect(await failed()).toMatchObject(incomplete('its pages shifted meanwhile'));
  });

  it('counts those that were released, which are listed still', async () => {
    const [gone, ...others] = numbers(1, 2, 3);
    stub().answer(
      { json: page([{ ...gone, status: 'deleted' }, others[0]], meta(1, 2, 3)) },
      { json: page([others[1]], meta(2, 2, 3)) },
    );
    expect((await listAll(createVendor())).map((shown) => shown.vendorId)).toEqual(['2', '3']);
  });

  it('gives all that can be read before it tells of what cannot', async () => {
    answer(page([data('number'), { id: 7 }]));
    expect(await failed()).toMatchObject(incomplete('1 of its items make no sense'));
  });
});
