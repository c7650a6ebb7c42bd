import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/domain/secret.ts';
import type { ExactOrder } from '../../../src/vendors/vendor.ts';
import { exactBuying, present, recordCall } from '../../support/vendor-calls.ts';
import { agentId, createVogentHarness, linked, query, sipUser, vendorId } from './harness.ts';

const { answer, stub, createVendor, onlyRequest, fixture } = createVogentHarness();
const numberPath = `/phone_numbers/${vendorId}`;
const order: ExactOrder = {
  number: '+14155550160',
  agentId,
  label: 'x',
  marker: null,
  inboundRouting: null,
};
const unlinked = { ...linked, agentId: null };

describe('Vogent is asked', () => {
  it('for numbers for sale', async () => {
    answer(fixture('search'));
    expect(await exactBuying(createVendor()).search(query)).toEqual([
      { number: '+14155550160' },
      { number: '+14155550171' },
    ]);
    expect(onlyRequest()).toEqual({
      method: 'POST',
      path: '/phone_numbers/search',
      query: {},
      body: { prefix: '415', country: 'US', limit: 5 },
    });
  });

  it.each([
    [
      'Canadian numbers under the US code',
      { country: 'CA', areaCode: '416' },
      { prefix: '416', country: 'US', limit: 5 },
    ],
    ['ten numbers at most', { limit: 50 }, { prefix: '415', country: 'US', limit: 10 }],
    ['all it gives where digits are looked for', { contains: '71' }, { prefix: '415', country: 'US', limit: 10 }],
  ])('for %s', async (_name, difference, body) => {
    answer(fixture('search'));
    await exactBuying(createVendor()).search({ ...query, ...difference });
    expect(onlyRequest().body).toEqual(body);
  });

  it('for one number', async () => {
    answer(fixture('number'));
    expect(await createVendor().get(vendorId)).toEqual(linked);
    expect(onlyRequest()).toEqual({ method: 'GET', path: numberPath, query: {}, body: undefined });
  });

  it('to sell a number by the operation that is not retired', async () => {
    answer(fixture('unlinked-number'));
    expect(await exactBuying(createVendor()).buy(recordCall(), order)).toEqual(unlinked);
    expect(onlyRequest()).toEqual({
      method: 'POST',
      path: '/phone_numbers',
      query: {},
      body: { type: 'purchase', purchase: { number: '+14155550160' } },
    });
  });

  it('to sell a number as it wrote it in its own search', async () => {
    const vendor = createVendor();
    answer([{ number: '(415) 555-0160' }]);
    expect(await exactBuying(vendor).search(query)).toEqual([{ number: '+14155550160' }]);
    stub().requests.length = 0;
    answer(fixture('unlinked-number'));
    expect(await exactBuying(vendor).buy(recordCall(), order)).toEqual(unlinked);
    expect(onlyRequest().body).toEqual({
      type: 'purchase',
      purchase: { number: '(415) 555-0160' },
    });
  });

  it('to take in a number of a carrier', async () => {
    const number = '+442079460123';
    answer({ ...Object(fixture('unlinked-number')), number });
    const login = {
      terminationUri: 'trunk.example.com',
      username: 'example-user',
      password: 'example-password',
    };
    const source = { kind: 'SIP_TRUNK', ...login, password: new Secret(login.password), carrier: null } as const;
    expect(await present(createVendor().importing).run(recordCall(), { ...order, number, source })).toEqual({
      ...unlinked,
      address: number,
      trunk: {
        terminationUri: 'trunk.example.com',
        inboundTrunkId: null,
        outboundTrunkId: null,
        dispatchRuleId: null,
      },
    });
    expect(onlyRequest().body).toEqual({
      type: 'sip_import',
      sipImport: { phoneNumber: number, ...login },
    });
  });

  it('to create a user on its SIP domain', async () => {
    answer(fixture('sip-user'));
    const user = { sipPrefix: 'acme-desk', username: 'acme-user', password: 'example-password' };
    const sip = present(createVendor().sip);
    const created = await sip.create(recordCall(), { ...order, ...user, password: new Secret(user.password) });
    expect(created).toEqual(sipUser);
    expect(onlyRequest().body).toEqual({ type: 'vogent_sip', vogentSip: user });
    expect(sip.address('acme-desk')).toBe(sipUser.address);
  });

  it('to link, unlink and remove a number', async () => {
    const vendor = createVendor();
    answer(fixture('number'));
    expect(await present(vendor.updating).run(recordCall(), vendorId, { agentId })).toEqual(linked);
    expect(onlyRequest()).toEqual({
      method: 'PUT',
      path: numberPath,
      query: {},
      body: { agentId },
    });
    stub().requests.length = 0;
    answer(fixture('unlinked-number'));
    expect(await vendor.unlink?.(recordCall(), vendorId)).toEqual(unlinked);
    expect(onlyRequest()).toEqual({
      method: 'PUT',
      path: numberPath,
      query: {},
      body: { agentId: '' },
    });
    stub().requests.length = 0;
    await vendor.release?.(recordCall(), vendorId);
    expect(onlyRequest()).toEqual({
      method: 'DELETE',
      path: numberPath,
      query: {},
      body: undefined,
    });
  });

  it('under an encoded id', async () => {
    answer(fixture('number'));
    await createVendor().get('a b?c');
    expect(onlyRequest().path).toBe('/phone_numbers/a%20b%3Fc');
  });
});
