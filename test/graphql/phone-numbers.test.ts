import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addressesOf,
  adopt,
  adoptUnlisted,
  dataOf,
  type ListedPage,
  listNumbers,
  listQuery,
} from '../support/numbers.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { listed, unlisted } from '../support/vendors.ts';

const orders = ['CREATED_AT_ASC', 'CREATED_AT_DESC', 'ADDRESS_ASC', 'ADDRESS_DESC', 'LABEL_ASC', 'LABEL_DESC'] as const;

/** Two seeded at OneInbox, two more with labels, four seeded at Vogent. */
const TOTAL = 8;

describe('the list of phone numbers', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
    for (const [number, label] of [
      ['+13125550301', 'billing'],
      ['+13125550302', 'Front desk'],
    ] as const) {
      app.sandbox.control.addNumber({ vendor: unlisted.name, number, label });
    }
    await adoptUnlisted(app);
    await listNumbers(app, { maxAge: 0 });
  });
  afterAll(() => app.stop());

  it('shows the numbers of both vendors as one list, newest first', async () => {
    const { totalCount, edges, outages } = await listNumbers(app);
    expect(totalCount).toBe(TOTAL);
    expect(edges.map(({ node }) => node.vendor)).toEqual([
      ...Array.from({ length: 4 }, () => unlisted.name),
      ...Array.from({ length: 4 }, () => listed.name),
    ]);
    expect(outages).toEqual([]);
  });

  it('answers fragments on the union, the interface and both kinds of numbers', async () => {
    const answer = await app.graphql(`{
      phoneNumbers(filter: { contains: "4155550123" }) { nodes {
        __typename
        ... on PhoneNumberRecord {
          vendor vendorId address label status agent { id } inboundRouting { agent { id } fallbackAgent { id } voicemailMessage }
          acquisition locked createdAt updatedAt
        }
        ... on PstnNumber { number country carrier smsCapable trunk { terminationUri inboundTrunkId outboundTrunkId dispatchRuleId } }
      } }
      sip: phoneNumbers(filter: { kind: SIP }) { nodes {
        __typename
        ... on SipNumber { username uri address agent { id } }
        ... on PstnNumber { number }
      } }
    }`);
    const { phoneNumbers, sip } = dataOf(answer);
    const agent = { id: '8a0f6c1e-5d1b-4a63-9a53-0d6f2f4b7c11' };
    expect(phoneNumbers.nodes).toEqual([
      {
        __typename: 'PstnNumber',
        vendor: unlisted.name,
        vendorId: '0d3f1a77-6b0e-4f0e-9a55-2a0d5b6c7e21',
        address: '+14155550123',
        label: 'Front desk',
        status: 'ACTIVE',
        agent,
        inboundRouting: { agent, fallbackAgent: null, voicemailMessage: null },
        acquisition: 'DISCOVERED',
        locked: false,
        createdAt: '2026-07-01T09:00:00.000Z',
        updatedAt: '2026-07-01T09:00:00.000Z',
        number: '+14155550123',
        country: 'US',
        carrier: 'twilio',
        smsCapable: true,
        trunk: {
          terminationUri: null,
          inboundTrunkId: 'trunk-in-example',
          outboundTrunkId: 'trunk-out-example',
          dispatchRuleId: 'rule-example',
        },
      },
    ]);
    const uri = 'sip:acme-desk@sip.vogent.ai';
    expect(sip.nodes).toEqual([{ __typename: 'SipNumber', username: 'acme-desk', uri, address: uri, agent: null }]);
  });

  describe.each(orders)('in the order %s', (orderBy) => {
    const pageThrough = async (forward: boolean): Promise<ListedPage[]> => {
      const pages: ListedPage[] = [];
      let cursor: string | null = null;
      do {
        const place: object = forward ? { first: 3, after: cursor } : { last: 3, before: cursor };
        const page: ListedPage = await listNumbers(app, { orderBy, ...place });
        pages.push(page);
        const { hasNextPage, hasPreviousPage, endCursor, startCursor } = page.pageInfo;
        expect(forward ? hasPreviousPage : hasNextPage).toBe(cursor !== null);
        const goesOn = forward ? hasNextPage : hasPreviousPage;
        cursor = goesOn ? (forward ? endCursor : startCursor) : null;
      } while (cursor !== null && pages.length < TOTAL);
      return pages;
    };

    it('pages forwards over every number exactly once, in the order of the whole list', async () => {
      const whole = addressesOf(await listNumbers(app, { orderBy }));
      const pages = await pageThrough(true);
      expect(pages.map(({ edges }) => edges.length)).toEqual([3, 3, 2]);
      expect(pages.flatMap(addressesOf)).toEqual(whole);
      expect(new Set(whole).size).toBe(TOTAL);
    });

    it('pages backwards over every number exactly once, each page in the order of the whole list', async () => {
      const whole = addressesOf(await listNumbers(app, { orderBy }));
      const pages = await pageThrough(false);
      expect(pages.map(({ edges }) => edges.length)).toEqual([3, 3, 2]);
      expect(pages.toReversed().flatMap(addressesOf)).toEqual(whole);
    });

    it('orders by what its name says', async () => {
      const { edges } = await listNumbers(app, { orderBy });
      const answer = await app.graphql(`{ phoneNumbers { nodes { ... on PhoneNumberRecord { id createdAt } } } }`);
      const createdAt = new Map<string, string | null>(
        dataOf(answer).phoneNumbers.nodes.map((node: { id: string; createdAt: string | null }) => [
          node.id,
          node.createdAt,
        ]),
      );
      const keys = edges.map(({ node }) => {
        if (orderBy.startsWith('CREATED')) return createdAt.get(node.id) ?? '';
        return (orderBy.startsWith('ADDRESS') ? node.address : (node.label ?? '')).toLowerCase();
      });
      const ascending = keys.toSorted();
      expect(keys).toEqual(orderBy.endsWith('ASC') ? ascending : ascending.toReversed());
    });
  });

  it('counts the whole list, whatever page is shown', async () => {
    const { edges } = await listNumbers(app);
    const after = edges[5]?.cursor;
    expect((await listNumbers(app, { first: 1, after })).totalCount).toBe(TOTAL);
    expect((await listNumbers(app, { first: 1, filter: { vendors: [listed.name] } })).totalCount).toBe(4);
  });

  it('shows an empty page where none is asked for, and 50 numbers where nothing is said', async () => {
    for (const size of [{ first: 0 }, { last: 0 }]) {
      const { edges, pageInfo, totalCount } = await listNumbers(app, size);
      expect({ edges, totalCount }).toEqual({ edges: [], totalCount: TOTAL });
      expect(pageInfo).toMatchObject({ startCursor: null, endCursor: null, hasNextPage: 'first' in size });
    }
    expect((await listNumbers(app, { first: 500 })).edges).toHaveLength(TOTAL);
    expect((await listNumbers(app, { last: 500 })).edges).toHaveLength(TOTAL);
    expect((await listNumbers(app, { first: null, last: null, after: null, before: null })).edges).toHaveLength(TOTAL);
  });

  it('shows only what lies between two cursors', async () => {
    const { edges } = await listNumbers(app);
    const between = { after: edges[1]?.cursor, before: edges[6]?.cursor };
    const expected = edges.slice(2, 6).map(({ node }) => node.address);
    expect(addressesOf(await listNumbers(app, between))).toEqual(expected);
    expect(addressesOf(await listNumbers(app, { ...between, last: 2 }))).toEqual(expected.slice(-2));
  });

  it.each([
    ['first', { first: -1 }],
    ['first', { first: 501 }],
    ['last', { last: -1 }],
    ['last', { last: 501 }],
    ['last', { first: 1, last: 1 }],
    ['after', { after: 'no cursor' }],
    ['after', { after: '' }],
    ['before', { before: Buffer.from('["CREATED_AT_DESC",1,2]').toString('base64url') }],
    ['before', { before: Buffer.from('["CREATED_AT_DESC","\\u0000","x"]').toString('base64url') }],
    ['maxAge', { maxAge: -1 }],
  ])('complains about %s where it is asked for %j', async (argument, variables) => {
    const { status, data, errors } = await app.graphql(listQuery, variables);
    expect({ status, data }).toEqual({ status: 200, data: null });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument });
    expect(errors?.[0]?.message).toContain(argument);
  });

  it.each(['after', 'before'])('takes no cursor of another order for %s', async (argument) => {
    const { pageInfo } = await listNumbers(app, { orderBy: 'ADDRESS_ASC', first: 1 });
    const { errors } = await app.graphql(listQuery, { orderBy: 'ADDRESS_DESC', [argument]: pageInfo.endCursor });
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument });
  });

  it('goes on from a cursor whose number has left the list since', async () => {
    const other = await startTestApp();
    try {
      await listNumbers(other, { maxAge: 0 });
      const orderBy = 'ADDRESS_ASC';
      const { edges, pageInfo } = await listNumbers(other, { orderBy, first: 2 });
      other.sandbox.control.removeNumber(listed.name, edges[1]?.node.vendorId ?? '');
      const rest = await listNumbers(other, { orderBy, after: pageInfo.endCursor, maxAge: 0 });
      expect(addressesOf(rest)).toEqual(['+442079460171', 'sip:acme-desk@sip.vogent.ai']);
      expect(rest.totalCount).toBe(3);
    } finally {
      await other.stop();
    }
  });

  it('shows a number once, however often it is adopted', async () => {
    const [held] = app.sandbox.control.numbers(unlisted.name);
    const id = await adopt(app, unlisted.name, held?.id ?? '');
    expect(await adopt(app, unlisted.name, held?.id ?? '')).toBe(id);
    expect((await listNumbers(app)).totalCount).toBe(TOTAL);
  });
});
