import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toNumberId } from '../../src/domain/number-id.ts';
import { addListedNumbers, dataOf, listNumbers, type Watched, watch } from '../support/numbers.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { listed, vendorWith } from '../support/vendors.ts';

const query = `query Entities($representations: [_Any!]!, $first: Int, $after: String, $last: Int, $before: String) {
  _entities(representations: $representations) {
    __typename
    ... on PstnNumber { id number agent { id } }
    ... on SipNumber { id uri }
    ... on Agent {
      id
      phoneNumbers(first: $first, after: $after, last: $last, before: $before) {
        totalCount
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        nodes { ... on PhoneNumberRecord { address } }
        outages { vendor }
      }
    }
  }
}`;

const MANY = 200;
const vendor = vendorWith('LIST', 'SIP_CREATE');
const linked = vendor.seededNumber(({ kind, agentId }) => kind === 'PSTN' && agentId !== null);
const desk = vendor.seededNumber(({ kind }) => kind === 'SIP');
const pstn = { __typename: 'PstnNumber', id: toNumberId(vendor.name, linked.id) };
const sip = { __typename: 'SipNumber', id: toNumberId(vendor.name, desk.id) };
/** Has two numbers of its own. */
const agent = { __typename: 'Agent', id: 'agent-of-two' };
const itsAddresses = ['+12125558001', '+12125558002'];

describe('entities', () => {
  let app: TestApp;
  let manyIds: string[];

  beforeAll(async () => {
    app = await startTestApp();
    const added = addListedNumbers(app, MANY, (index) => ({ agentId: `agent-${index % 100}` }));
    manyIds = added.map(({ id }) => toNumberId(listed.name, id));
    for (const number of itsAddresses) {
      app.sandbox.control.addNumber({ vendor: listed.name, number, agentId: agent.id });
    }
    await listNumbers(app, { maxAge: 0 });
  });
  afterAll(() => app.stop());

  const read = async (representations: readonly object[], paging: object = {}) =>
    dataOf(await app.graphql(query, { representations, ...paging }))._entities;
  const selects = ({ sql }: Watched) => sql.filter((text) => /\bnumbers\b/.test(text));
  const agents = Array.from({ length: MANY }, (_, index) => ({ __typename: 'Agent', id: `agent-${index}` }));

  it('are numbers of both kinds and agents, in the order they were asked for', async () => {
    const found = await read([agent, sip, pstn, { ...sip }, agent]);
    expect(found).toMatchObject([
      { ...agent, phoneNumbers: { totalCount: 2 } },
      { ...sip, uri: vendor.addressOf(desk) },
      { ...pstn, number: linked.number, agent: { id: linked.agentId } },
      { ...sip, uri: vendor.addressOf(desk) },
      { ...agent, phoneNumbers: { totalCount: 2 } },
    ]);
  });

  it('are null, without an error, where the id is not known or belongs to the other type', async () => {
    const strange = [
      { __typename: 'PstnNumber', id: toNumberId(vendor.name, 'nobody') },
      { __typename: 'SipNumber', id: 'no id at all' },
      { __typename: 'SipNumber', id: pstn.id },
      { __typename: 'PstnNumber', id: sip.id },
      { __typename: 'PstnNumber', id: '' },
    ];
    expect(await read([...strange, pstn])).toMatchObject([null, null, null, null, null, { id: pstn.id }]);
  });

  it.each([
    ['no id', {}],
    ['null for an id', { id: null }],
    ['a number for an id', { id: 7 }],
    ['an object for an id', { id: { of: 'nobody' } }],
  ])('are null where they have %s, and the others are there all the same', async (_title, members) => {
    const strange = ['PstnNumber', 'SipNumber', 'Agent'].map((__typename) => ({ __typename, ...members }));
    const answer = await app.graphql(query, { representations: [...strange, pstn] });
    expect(dataOf(answer)._entities).toMatchObject([null, null, null, { id: pstn.id, number: linked.number }]);
  });

  it('are numbers that have left the account, too: somebody still refers to them', async () => {
    const other = await startTestApp();
    try {
      await listNumbers(other, { maxAge: 0 });
      other.sandbox.control.removeNumber(vendor.name, linked.id);
      await listNumbers(other, { maxAge: 0 });
      const ofRecord = `query ($representations: [_Any!]!) {
        _entities(representations: $representations) { ... on PstnNumber { number status } }
      }`;
      const answer = await other.graphql(ofRecord, { representations: [pstn] });
      expect(dataOf(answer)._entities).toEqual([{ number: linked.number, status: 'RELEASED' }]);
      const ofAgent = { __typename: 'Agent', id: linked.agentId };
      const [found] = dataOf(await other.graphql(query, { representations: [ofAgent] }))._entities;
      expect(found.phoneNumbers).toMatchObject({ totalCount: 0, nodes: [] });
    } finally {
      await other.stop();
    }
  });

  it('are numbers in one query and without a call, however many', async () => {
    const representations = manyIds.map((id) => ({ __typename: 'PstnNumber', id }));
    const watched = await watch(app, query, { representations });
    const found = dataOf(watched.answer)._entities;
    expect(found.map((number: { id: string } | null) => number?.id)).toEqual(manyIds);
    expect(selects(watched)).toHaveLength(1);
    expect(watched.sql).toHaveLength(1);
    expect(watched.vendorCalls).toBe(0);
  });

  it('are agents with their numbers in one query and without a call, however many', async () => {
    const watched = await watch(app, query, { representations: agents });
    const found = dataOf(watched.answer)._entities;
    const totals = found.map((each: { phoneNumbers: { totalCount: number } }) => each.phoneNumbers.totalCount);
    // A hundred agents have two numbers each, as many more have none.
    expect(totals).toEqual(agents.map((_, index) => (index < 100 ? 2 : 0)));
    expect(watched.sql).toHaveLength(1);
    expect(watched.vendorCalls).toBe(0);
  });

  it('are all of these at once in one query for each kind of thing', async () => {
    const representations = [...manyIds.map((id) => ({ __typename: 'PstnNumber', id })), sip, ...agents];
    const watched = await watch(app, query, { representations });
    const found = dataOf(watched.answer)._entities;
    expect(found).toHaveLength(2 * MANY + 1);
    expect(found).not.toContain(null);
    expect(watched.sql).toHaveLength(2);
    expect(watched.vendorCalls).toBe(0);
  });

  it('are not held up by a vendor that is down', async () => {
    app.sandbox.control.addFault({ kind: 'hang' });
    try {
      const watched = await watch(app, query, { representations: [pstn, sip, agent] });
      expect(dataOf(watched.answer)._entities).not.toContain(null);
      expect(watched.vendorCalls).toBe(0);
    } finally {
      app.sandbox.control.clearFaults();
    }
  });

  describe('that are agents', () => {
    const page = async (paging: object) => {
      const [found] = await read([agent], paging);
      return found.phoneNumbers;
    };
    const addresses = ({ nodes }: { nodes: { address: string }[] }) => nodes.map(({ address }) => address);

    it('page through their numbers forwards', async () => {
      const whole = addresses(await page({}));
      expect(whole.toSorted()).toEqual(itsAddresses);
      const first = await page({ first: 1 });
      expect(first).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
      const second = await page({ first: 1, after: first.pageInfo.endCursor });
      expect(second).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: false, hasPreviousPage: true } });
      expect([...addresses(first), ...addresses(second)]).toEqual(whole);
    });

    it('page through their numbers backwards', async () => {
      const whole = addresses(await page({}));
      const last = await page({ last: 1 });
      expect(last).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: false, hasPreviousPage: true } });
      const before = await page({ last: 1, before: last.pageInfo.startCursor });
      expect(before).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
      expect([...addresses(before), ...addresses(last)]).toEqual(whole);
    });

    it('have an empty page where none is asked for', async () => {
      const empty = { nodes: [], totalCount: 2 };
      expect(await page({ first: 0 })).toMatchObject({ ...empty, pageInfo: { hasNextPage: true } });
      expect(await page({ last: 0 })).toMatchObject({ ...empty, pageInfo: { hasNextPage: false } });
    });

    it('have no numbers where nobody has linked any', async () => {
      const [found] = await read([{ __typename: 'Agent', id: 'unheard of' }]);
      expect(found).toMatchObject({ id: 'unheard of', phoneNumbers: { nodes: [], totalCount: 0, outages: [] } });
    });

    it.each([{ first: -1 }, { last: 501 }, { first: 1, last: 1 }, { after: 'no cursor' }])(
      'complain about %j',
      async (paging) => {
        const { status, errors } = await app.graphql(query, { representations: [agent], ...paging });
        expect(status).toBe(200);
        expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
      },
    );
  });

  describe.each<[string, readonly unknown[]]>([
    ['unknown types', [{ __typename: 'Nope' }, { __typename: 'pstnnumber', id: pstn.id }, { __typename: '' }]],
    ['abstract types', ['PhoneNumber', '_Entity'].map((__typename) => ({ ...pstn, __typename }))],
    ['other types of the schema', ['SipTrunk', 'Query', 'E164', 'ID'].map((__typename) => ({ ...pstn, __typename }))],
    ['what every object has', ['__proto__', 'constructor', 'toString'].map((__typename) => ({ ...pstn, __typename }))],
    ['no type', [{ id: pstn.id }, {}, ...[null, 7, true, {}, ['Agent']].map((__typename) => ({ __typename }))]],
    ['no object', ['PstnNumber', '', 7, true, [], [pstn], ['PstnNumber']]],
  ])('of %s', (_title, strange) => {
    it.each([
      ['in variables', true],
      ['in the document', false],
    ])('are null, without an error, %s', async (_place, inVariables) => {
      const representations = [pstn, ...strange, agent, ...strange];
      const literal = JSON.stringify(representations).replace(/"(\w+)":/g, '$1:');
      const { answer, sql, errorLines } = inVariables
        ? await watch(app, query, { representations })
        : await watch(app, query.replace(/\$representations: \S+ /, '').replace('$representations', literal));
      const nothing = strange.map(() => null);
      expect(dataOf(answer)._entities).toMatchObject([{ id: pstn.id }, ...nothing, { id: agent.id }, ...nothing]);
      expect(sql).toHaveLength(2);
      expect(errorLines).toEqual([]);
    });
  });

  it('refuse a null, which the type that the specification gives them rules out', async () => {
    const { errors } = await app.graphql(query, { representations: [pstn, null] });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});
