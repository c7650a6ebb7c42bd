import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addressesOf,
  adopt,
  adoptUnlisted,
  dataOf,
  emptyAccounts,
  type ListedPage,
  listNumbers,
  listQuery,
} from '../support/numbers.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { listed, vendorThat, vendorWith } from '../support/vendors.ts';

const orders = ['CREATED_AT_ASC', 'CREATED_AT_DESC', 'ADDRESS_ASC', 'ADDRESS_DESC', 'LABEL_ASC', 'LABEL_DESC'] as const;

/** One whose account can be listed and has a SIP domain, and one that keeps labels and has no list; four numbers each. */
const first = vendorWith('LIST', 'SIP_CREATE');
const second = vendorThat('keeps labels and has no list', ({ can }) => can('LABEL') && !can('LIST'));
const TOTAL = 8;

describe('the list of phone numbers', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
    const { control } = app.sandbox;
    emptyAccounts(app);
    for (const [number, label] of [
      ['+14155550123', 'Front desk'],
      ['+15735550188', 'Imported line'],
      ['+13125550301', 'billing'],
      ['+13125550302', 'Front desk'],
    ] as const) {
      control.addNumber({ vendor: second.name, number, label, agentId: second.agents.first });
    }
    control.addNumber({ vendor: first.name, number: '+14155550160', agentId: first.agents.first });
    for (const number of ['+12125550175', '+442079460171', 'acme-desk']) {
      control.addNumber({ vendor: first.name, number });
    }
    await adoptUnlisted(app);
    await listNumbers(app, { maxAge: 0 });
  });
  afterAll(() => app.stop());

  it('shows the numbers of all vendors as one list', async () => {
    const { totalCount, edges, outages } = await listNumbers(app);
    expect(totalCount).toBe(TOTAL);
    const counts = Map.groupBy(edges, ({ node }) => node.vendor);
    expect([first, second].map(({ name }) => counts.get(name)?.length)).toEqual([4, 4]);
    expect(outages).toEqual([]);
  });

  it('answers fragments on the union, the interface and both kinds of numbers', async () => {
    const answer = await app.graphql(`{
      pstn: phoneNumbers(filter: { contains: "4155550123" }) { nodes {
        __typename
        ... on PhoneNumberRecord { vendor address label status agent { id } acquisition locked }
        ... on PstnNumber { number country }
        ... on SipNumber { uri }
      } }
      sip: phoneNumbers(filter: { kind: SIP }) { nodes {
        __typename
        ... on SipNumber { username uri address agent { id } }
        ... on PstnNumber { number }
      } }
    }`);
    const { pstn, sip } = dataOf(answer);
    expect(pstn.nodes).toEqual([
      {
        __typename: 'PstnNumber',
        vendor: second.name,
        address: '+14155550123',
        label: 'Front desk',
        status: 'ACTIVE',
        agent: { id: second.agents.first },
        acquisition: 'DISCOVERED',
        locked: false,
        number: '+14155550123',
        country: 'US',
      },
    ]);
    const uri = first.sipAddress('acme-desk');
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
    expect((await listNumbers(app, { first: 1, filter: { vendors: [first.name] } })).totalCount).toBe(4);
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
    expect({ status, data }).toEqual({ status: 200, data: { phoneNumbers: null } });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument });
    expect(errors?.[0]?.message).toContain(argument);
  });

  it.each(['after', 'before'])('takes no cursor of another order for %s', async (argument) => {
    const { pageInfo } = await listNumbers(app, { orderBy: 'ADDRESS_ASC', first: 1 });
    const { errors } = await app.graphql(listQuery, { orderBy: 'ADDRESS_DESC', [argument]: pageInfo.endCursor });
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument });
  });

  it('takes no cursor that is longer than a vendor’s texts can make it', async () => {
    const ofLength = (length: number) => {
      const position = (fill: number) => JSON.stringify(['ADDRESS_ASC', 'x'.repeat(fill), 'id']);
      const filled = position(Math.floor((length * 3) / 4) - position(0).length);
      return Buffer.from(filled).toString('base64url');
    };
    const ask = async (after: string) => (await app.graphql(listQuery, { orderBy: 'ADDRESS_ASC', after })).errors;
    expect(await ask(ofLength(15_900))).toBeUndefined();
    expect((await ask(ofLength(16_100)))?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument: 'after' });
  });

  it('goes on from a cursor whose number has left the list since', async () => {
    const other = await startTestApp();
    try {
      const filter = { vendors: [listed.name] };
      const orderBy = 'ADDRESS_ASC';
      const whole = await listNumbers(other, { filter, orderBy, maxAge: 0 });
      const { edges, pageInfo } = await listNumbers(other, { filter, orderBy, first: 2 });
      other.sandbox.control.removeNumber(listed.name, edges[1]?.node.vendorId ?? '');
      const rest = await listNumbers(other, { filter, orderBy, after: pageInfo.endCursor, maxAge: 0 });
      expect(addressesOf(rest)).toEqual(addressesOf(whole).slice(2));
      expect(addressesOf(rest)).not.toEqual([]);
      expect(rest.totalCount).toBe(whole.totalCount - 1);
    } finally {
      await other.stop();
    }
  });

  it('shows a number once, however often it is adopted', async () => {
    const [number] = app.sandbox.control.numbers(second.name);
    const id = await adopt(app, second.name, number?.id ?? '');
    expect(await adopt(app, second.name, number?.id ?? '')).toBe(id);
    expect((await listNumbers(app)).totalCount).toBe(TOTAL);
  });
});
