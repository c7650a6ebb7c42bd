import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/domain/secret.ts';
import { isNumber, underAddress } from '../../../src/vendors/reported-number.ts';
import type { Vendor } from '../../../src/vendors/vendor.ts';
import type { VendorNumber } from '../../../src/vendors/vendor-number.ts';
import { exactBuying, failureOf, listAll, present, recordCall } from '../../support/vendor-calls.ts';
import { createVogentHarness, linked, query, sipUser, vendorId } from './harness.ts';

const order = { agentId: null, label: null, marker: null, inboundRouting: null };
const { answer, stub, createVendor, onlyRequest, fixture } = createVogentHarness();

/** All pages a walk gave, and what ended it. */
async function walk(vendor: Vendor): Promise<{ pages: (readonly VendorNumber[])[]; failure: unknown }> {
  const pages: (readonly VendorNumber[])[] = [];
  try {
    for await (const page of vendor.list?.() ?? []) pages.push(page);
    return { pages, failure: null };
  } catch (failure) {
    return { pages, failure };
  }
}

describe("Vogent's answers", () => {
  it.each([
    [{ number: '(415) 555-0160' }, { address: '+14155550160', spelling: '4155550160' }],
    [{ number: '4155550160' }, { address: '+14155550160', spelling: '4155550160' }],
    [{ number: '+44 (0)20 7946 0958' }, { address: '+442079460958' }],
    [{ number: '020 7946 0958' }, { address: '02079460958' }],
    [{ number: '01 23 45 67 89', type: null }, { address: '0123456789' }],
    [{ number: '1'.repeat(10_000) }, { address: '1'.repeat(255) }],
    [{ type: null }, {}],
    [{ type: 'TOLL_FREE' }, {}],
    [{ agentId: '' }, { agentId: null }],
    [{ number: '1001' }, { address: '1001' }],
    [
      { number: 'desk', type: null },
      { kind: 'SIP', address: 'sip:desk@sip.vogent.ai' },
    ],
    [
      { number: 'sip:desk@sip.vogent.ai', type: 'SIP_USERNAME' },
      { kind: 'SIP', address: 'sip:desk@sip.vogent.ai' },
    ],
  ])('with %j are understood', async (difference, expected) => {
    answer({ ...Object(fixture('number')), ...difference });
    expect(await createVendor().get(vendorId)).toEqual({ ...linked, ...expected });
  });

  it.each([
    ['US', '4155550160', '+14155550160'],
    ['US', '14155550160', '+14155550160'],
    ['US', '+1 415 555 0160', '+14155550160'],
    ['CA', '4165550160', '+14165550160'],
    ['GB', '02079460123', '+442079460123'],
  ])('to a search in %s may write %s', async (country, spelling, number) => {
    answer([{ number: 'sold out' }, null, { number: spelling }]);
    expect(await exactBuying(createVendor()).search({ ...query, country })).toEqual([{ number }]);
  });

  it.each([null, []])('to a search with %j say that there is nothing', async (body) => {
    answer(body);
    expect(await exactBuying(createVendor()).search(query)).toEqual([]);
  });

  it.each([
    ['+442079460958', 'GB', '020 7946 0958'],
    ['+442079460958', 'GB', '+44 (0)20 7946 0958'],
    ['+525512345678', 'MX', '+5215512345678'],
    ['+5491123456789', 'AR', '+541123456789'],
    ['+5491123456789', 'AR', '011 15-2345-6789'],
    ['+14155550160', 'US', '(415) 555-0160'],
  ])('to a purchase of %s in %s may write %s', async (number, country, spelling) => {
    const vendor = createVendor();
    answer([{ number: country === 'GB' ? spelling : number }]);
    expect(await exactBuying(vendor).search({ ...query, country, areaCode: '' })).toEqual([{ number }]);
    const body = { ...Object(fixture('number')), number: spelling };
    answer(body);
    expect(await exactBuying(vendor).buy(recordCall(), { ...order, number })).toMatchObject({ address: number });
    answer({ data: [body], cursor: null });
    const [listed] = await listAll(vendor);
    expect(isNumber(present(listed), number)).toBe(true);
    expect(underAddress(present(listed), number)).toEqual({ ...linked, address: number });
    for (const other of ['+442079460959', '+14155550161', '+525512345679']) {
      expect(isNumber(present(listed), other)).toBe(false);
      expect(underAddress(present(listed), other)).toBe(listed);
    }
  });

  it('to an import may write the number as it is dialled in its country', async () => {
    answer({ ...Object(fixture('number')), number: '020 7946 0958' });
    const number = '+442079460958';
    const source = {
      kind: 'SIP_TRUNK',
      terminationUri: 'x.example.com',
      username: 'user',
      password: new Secret('pass'),
      carrier: null,
    } as const;
    expect(await present(createVendor().importing).run(recordCall(), { ...order, number, source })).toMatchObject({
      address: number,
    });
  });

  it('to a purchase with another number are passed on as they are', async () => {
    answer({ ...Object(fixture('number')), number: '+14155550199' });
    const bought = await exactBuying(createVendor()).buy(recordCall(), { ...order, number: '+14155550160' });
    expect(bought).toMatchObject({ address: '+14155550199' });
  });

  it('with an id that is too long to be kept have another, the same wherever it is seen', async () => {
    const vendor = createVendor();
    const body = { ...Object(fixture('number')), id: 'x'.repeat(3_000) };
    answer(body);
    const { vendorId: id } = await exactBuying(vendor).buy(recordCall(), { ...order, number: '+14155550160' });
    expect(id).toHaveLength(255);
    answer({ data: [body, { ...body, id: `${body.id}y` }], cursor: null });
    const [first, second] = await listAll(vendor);
    expect(first?.vendorId).toBe(id);
    expect(second?.vendorId).not.toBe(id);
  });

  it.each([
    ['nothing', { status: 204, text: '' }],
    ['an empty success', { status: 200, text: '' }],
    ['a page', { status: 200, text: '<html>' }],
    ['half of an answer', { status: 202, text: '{"id":' }],
    ['a very large answer', { status: 200, text: 'x'.repeat(3_000_000) }],
  ])('to a removal may be %s', async (_what, given) => {
    stub().answer(given);
    await createVendor().release?.(recordCall(), vendorId);
    onlyRequest();
  });

  it('to a removal are done where their body never comes', async () => {
    stub().answer((response) => response.writeHead(200, { 'content-length': '100' }).flushHeaders());
    await createVendor().release?.(recordCall(), vendorId);
    onlyRequest();
  });

  it.each([
    [{ error: 'no such prefix' }, 'no such prefix', null],
    [{ message: 'no such prefix' }, 'no such prefix', null],
    [{ error: { message: 'no such prefix' } }, 'no such prefix', null],
    ['no such prefix', 'no such prefix', null],
    [{ errors: [{ field: 'prefix', message: 'is too long' }] }, 'is too long (areaCode)', 'areaCode'],
    [{ errors: [{ path: ['sipImport', 'username'], message: 'is odd' }] }, 'is odd (username)', 'username'],
  ])('that refuse with %j say why', async (body, words, member) => {
    answer(body, 400);
    expect(await failureOf(exactBuying(createVendor()).search(query))).toMatchObject({
      outcome: 'rejected',
      reason: 'refused',
      message: `Vogent said: ${words}`,
      member,
    });
  });
});

describe("Vogent's list", () => {
  it('is walked to its end, page by page', async () => {
    stub().answer({ json: fixture('first-page') }, { json: fixture('last-page') });
    expect(await walk(createVendor())).toEqual({ pages: [[linked], [sipUser]], failure: null });
    expect(stub().requests.map((request) => request.query)).toEqual([
      { limit: '100' },
      { limit: '100', cursor: 'b3BhcXVlLWN1cnNvcg==' },
    ]);
  });

  it('ends where its cursor is null or empty', async () => {
    for (const body of [
      { data: [], cursor: null },
      { data: [], cursor: '' },
      { data: null, cursor: null },
    ]) {
      answer(body);
      expect(await walk(createVendor())).toEqual({ pages: [[]], failure: null });
    }
  });

  it('is not believed to be complete where a page has no cursor, such as one that was renamed', async () => {
    const page = { data: [Object(fixture('number'))], nextCursor: 'more' };
    answer(page);
    const { pages, failure } = await walk(createVendor());
    expect(pages).toEqual([[linked]]);
    expect(failure).toMatchObject({
      outcome: 'unreachable',
      message: "Vogent's list of numbers cannot be read to its end: a page does not say whether it is the last.",
    });
  });

  it('is not believed to be complete if it leads back to an earlier page', async () => {
    answer(fixture('first-page'));
    const { pages, failure } = await walk(createVendor());
    expect(failure).toMatchObject({ outcome: 'unreachable', reason: 'unreadable' });
    expect(pages).toHaveLength(2);
  });

  it('is not believed to be complete if it has no end', async () => {
    let page = 0;
    stub().answer((response) => {
      page += 1;
      response.end(JSON.stringify({ data: [], cursor: `page-${page}` }));
    });
    const { pages, failure } = await walk(createVendor());
    expect(failure).toMatchObject({ outcome: 'unreachable', reason: 'unreadable' });
    expect(pages).toHaveLength(1_100);
  });

  it('gives all that can be read before it tells of what cannot', async () => {
    const odd = { data: [{ id: 7 }, ...Object(fixture('last-page')).data], cursor: 'more' };
    stub().answer({ json: odd }, { json: fixture('last-page') });
    const { pages, failure } = await walk(createVendor());
    expect(pages).toEqual([[sipUser], [sipUser]]);
    expect(failure).toMatchObject({
      reason: 'unreadable',
      message: "Vogent's list of numbers cannot be read to its end: 1 of its items make no sense.",
    });
  });

  it('breaks off where a page cannot be had', async () => {
    stub().answer({ json: fixture('first-page') }, { status: 401, json: {} });
    const { failure } = await walk(createVendor());
    expect(failure).toMatchObject({ outcome: 'unreachable', reason: 'credentials' });
  });
});
