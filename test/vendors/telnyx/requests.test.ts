import { describe, expect, it } from 'vitest';
import { exactBuying, listAll, present, recordCall } from '../../support/vendor-calls.ts';
import { bought, british, createTelnyxHarness, held, marker, number, order, query, vendorId } from './harness.ts';

const { answer, stub, createVendor, onlyRequest, fixture } = createTelnyxHarness();
const numberPath = `/phone_numbers/${vendorId}`;
const paged = { 'page[number]': '1', 'page[size]': '250' };
const sent = () => stub().requests.map(({ method, path }) => `${method} ${path.replace('/v2', '')}`);

describe('Telnyx is asked', () => {
  it('for numbers for sale that take calls, and tells what they cost', async () => {
    answer(fixture('search'));
    expect(await exactBuying(createVendor()).search({ ...query, contains: '012' })).toEqual([
      { number, monthlyPrice: { amount: '1.15', currency: 'USD' } },
      { number: '+14155550124', monthlyPrice: { amount: '0.1', currency: 'USD' } },
    ]);
    expect(onlyRequest()).toEqual({
      method: 'GET',
      path: '/available_phone_numbers',
      query: {
        'filter[country_code]': 'US',
        'filter[national_destination_code]': '415',
        'filter[phone_number][contains]': '012',
        'filter[features]': 'voice',
        'filter[best_effort]': 'false',
        'filter[limit]': '5',
      },
      body: undefined,
    });
  });

  it('for one number', async () => {
    answer(fixture('number'));
    expect(await createVendor().get(vendorId)).toEqual(held);
    expect(onlyRequest()).toEqual({ method: 'GET', path: numberPath, query: {}, body: undefined });
  });

  it('to sell one number, with the marker as the reference of its order, and for that number by its digits', async () => {
    const vendor = createVendor();
    stub().answer({ json: fixture('search') });
    await exactBuying(vendor).search(query);
    stub().requests.length = 0;
    stub().answer(
      { json: fixture('order-pending') },
      { json: fixture('order-success') },
      { json: fixture('bought-page') },
    );
    expect(await exactBuying(vendor).buy(recordCall(), order)).toEqual(bought);
    expect(sent()).toEqual([
      'POST /number_orders',
      'GET /number_orders/5f2c9a3e-0b51-4a0e-9c7d-2f6f0c1d7a10',
      'GET /phone_numbers',
    ]);
    const [placed, , listed] = stub().requests;
    expect(placed?.body).toEqual({ phone_numbers: [{ phone_number: number }], customer_reference: marker });
    expect(placed?.headers).not.toHaveProperty('idempotency-key');
    expect(listed?.query).toEqual({ 'filter[phone_number]': '14155550123', ...paged });
  });

  it('for the number first where it has not been searched for, since it sells no other', async () => {
    stub().answer({ json: fixture('search') }, { json: fixture('order-success') }, { json: fixture('bought-page') });
    expect(await exactBuying(createVendor()).buy(recordCall(), order)).toEqual(bought);
    expect(sent()).toEqual(['GET /available_phone_numbers', 'POST /number_orders', 'GET /phone_numbers']);
    expect(stub().requests[0]?.query).toMatchObject({
      'filter[country_code]': 'US',
      'filter[national_destination_code]': '415',
      'filter[phone_number][contains]': '5550123',
    });
  });

  it('for the orders of a marker', async () => {
    answer({ ...Object(fixture('orders')), data: [] });
    expect(await exactBuying(createVendor()).order?.({ marker, number })).toBeNull();
    expect(onlyRequest()).toEqual({
      method: 'GET',
      path: '/number_orders',
      query: { 'filter[customer_reference]': marker, ...paged },
      body: undefined,
    });
  });

  it('for its list by the numbers of its pages', async () => {
    stub().answer({ json: fixture('first-page') }, { json: fixture('last-page') });
    expect(await listAll(createVendor())).toEqual([held, british]);
    expect(stub().requests.map((request) => request.query)).toEqual([paged, { ...paged, 'page[number]': '2' }]);
  });

  it('to rename and to release a number', async () => {
    const vendor = createVendor();
    answer(fixture('number'));
    expect(await present(vendor.updating).run(recordCall(), vendorId, { label: 'Front desk' })).toEqual(held);
    const body = { customer_reference: 'Front desk' };
    expect(onlyRequest()).toEqual({ method: 'PATCH', path: numberPath, query: {}, body });
    stub().requests.length = 0;
    await vendor.release?.(recordCall(), vendorId);
    expect(onlyRequest()).toEqual({ method: 'DELETE', path: numberPath, query: {}, body: undefined });
  });

  it('for no list in place of a number', async () => {
    expect(await createVendor().get('slim')).toBeNull();
    expect(stub().requests).toEqual([]);
  });
});
