import { describe, expect, it } from 'vitest';
import type { ExactOrder } from '../../../src/vendors/vendor.ts';
import { exactBuying, listAll, present, recordCall } from '../../support/vendor-calls.ts';
import { createTwilioHarness, held, number, numbers, query, root, vendorId } from './harness.ts';

const { answer, stub, createVendor, onlyRequest, takeRequests, fixture } = createTwilioHarness();
const order: ExactOrder = {
  number,
  agentId: null,
  label: 'Front desk',
  marker: 'pns-0123456789abcdef',
  inboundRouting: null,
};
const nothing = { incoming_phone_numbers: [], next_page_uri: null };
const bought = () => ({ ...Object(fixture('number')), date_created: new Date().toUTCString() });

describe('Twilio is asked', () => {
  it('for numbers for sale that can be called and need no address, and for their price once', async () => {
    const vendor = createVendor();
    stub().answer((response, { path }) => {
      response.end(JSON.stringify(fixture(path.startsWith('/v1/') ? 'prices' : 'search')));
    });
    const monthlyPrice = { amount: '1.15', currency: 'USD' };
    const offers = [
      { number: '+14155580100', monthlyPrice },
      { number: '+14155580101', monthlyPrice },
    ];
    expect(await exactBuying(vendor).search(query)).toEqual(offers);
    expect(takeRequests().toSorted((one, other) => one.path.localeCompare(other.path))).toEqual([
      {
        method: 'GET',
        path: `${root}/AvailablePhoneNumbers/US/Local.json`,
        query: { AreaCode: '415', VoiceEnabled: 'true', ExcludeAllAddressRequired: 'true', PageSize: '5' },
        body: undefined,
      },
      { method: 'GET', path: '/v1/PhoneNumbers/Countries/US', query: {}, body: undefined },
    ]);
    expect(await exactBuying(vendor).search({ ...query, areaCode: null, contains: '0101' })).toEqual(offers);
    expect(onlyRequest().query).toMatchObject({ Contains: '0101' });
  });

  it('for one number', async () => {
    answer(fixture('number'));
    expect(await createVendor().get(vendorId)).toEqual(held);
    expect(onlyRequest()).toEqual({ method: 'GET', path: `${numbers}/${vendorId}.json`, query: {}, body: undefined });
  });

  it('for all numbers, page by page as it says itself', async () => {
    stub().answer({ json: fixture('first-page') }, { json: fixture('last-page') });
    expect((await listAll(createVendor())).map(({ address }) => address)).toEqual([
      '+14155580160',
      '+12125580175',
      '+442079460171',
    ]);
    expect(takeRequests()).toMatchObject([
      { path: `${numbers}.json`, query: { PageSize: '100' } },
      { path: `${numbers}.json`, query: { PageSize: '2', Page: '1', PageToken: 'PA2' } },
    ]);
  });

  it('whether the account has a number, and then to sell it, with the marker as its name', async () => {
    stub().answer({ json: nothing }, { status: 201, json: bought() });
    const answered = await exactBuying(createVendor()).buy(recordCall(), order);
    expect(answered).toMatchObject({ vendorId, address: number });
    expect(takeRequests()).toEqual([
      { method: 'GET', path: `${numbers}.json`, query: { PageSize: '100', PhoneNumber: number }, body: undefined },
      {
        method: 'POST',
        path: `${numbers}.json`,
        query: {},
        body: { PhoneNumber: number, FriendlyName: 'pns-0123456789abcdef' },
      },
    ]);
  });

  it('to call a number by a name, and by itself where it is to have none', async () => {
    const vendor = createVendor();
    answer(fixture('number'));
    await present(vendor.updating).run(recordCall(), vendorId, { label: 'Tag & Nacht +1' });
    expect(onlyRequest()).toEqual({
      method: 'POST',
      path: `${numbers}/${vendorId}.json`,
      query: {},
      body: { FriendlyName: 'Tag & Nacht +1' },
    });
    takeRequests();
    const unnamed = { ...Object(fixture('number')), friendly_name: number };
    stub().answer({ json: fixture('number') }, { json: unnamed });
    expect(await present(vendor.updating).run(recordCall(), vendorId, { label: null })).toMatchObject({ label: null });
    expect(takeRequests()).toMatchObject([{ method: 'GET' }, { method: 'POST', body: { FriendlyName: number } }]);
  });

  it('to take a number back', async () => {
    stub().answer({ status: 204, text: '' });
    await createVendor().release?.(recordCall(), vendorId);
    expect(onlyRequest()).toMatchObject({ method: 'DELETE', path: `${numbers}/${vendorId}.json`, body: undefined });
  });
});
