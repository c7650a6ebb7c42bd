import { describe, expect, it } from 'vitest';
import type { Vendor, VendorNumber } from '../../../src/vendors/vendor.ts';
import { exactBuying, failureOf, recordCall } from '../../support/vendor-calls.ts';
import { createVogentHarness, linked, query, sipUser, vendorId } from './harness.ts';

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
    [{ number: '(415) 555-0160' }, { address: '+14155550160' }],
    [{ number: '4155550160' }, { address: '+14155550160' }],
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
    expect(await exactBuying(createVendor()).search({ ...query, country })).toEqual([number]);
  });

  it('to a search are narrowed to the digits looked for, which it cannot do itself', async () => {
    answer(fixture('search'));
    expect(await exactBuying(createVendor()).search({ ...query, contains: '0171' })).toEqual(['+14155550171']);
  });

  it('to a search are narrowed to the country asked for, and to area codes too new to be told', async () => {
    answer([{ number: '4155550160' }, { number: '4165550160' }, { number: '+14205550160' }]);
    expect(await exactBuying(createVendor()).search({ ...query, country: 'CA' })).toEqual([
      '+14165550160',
      '+14205550160',
    ]);
  });

  it('to a removal need no body', async () => {
    stub().answer({ status: 204, text: '' });
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

  it('ends where its cursor is empty or missing', async () => {
    for (const cursor of ['', undefined]) {
      answer({ data: [], cursor });
      expect(await walk(createVendor())).toEqual({ pages: [[]], failure: null });
    }
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
