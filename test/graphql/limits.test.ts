import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toNumberId } from '../../src/domain/number-id.ts';
import { numberFields } from '../support/mutations.ts';
import { addListedNumbers, emptyAccounts, listNumbers, watch } from '../support/numbers.ts';
import { sendGraphql, startTestApp, type TestApp } from '../support/test-app.ts';
import { listed } from '../support/vendors.ts';

const everyField = `
  __typename
  ... on PhoneNumberRecord {
    id vendor vendorId address label status agent { id } acquisition locked createdAt updatedAt syncedAt
    inboundRouting { agent { id } fallbackAgent { id } voicemailMessage }
  }
  ... on PstnNumber {
    number country carrier smsCapable trunk { terminationUri inboundTrunkId outboundTrunkId dispatchRuleId }
  }
  ... on SipNumber { username uri }`;

const pageOf = (fields: string) => `
  totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } outages { vendor since message }
  nodes { ${fields} }`;

const entities = (selection: string) =>
  `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`;
const numbers = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ __typename: 'PstnNumber', id: toNumberId(listed.name, `${index}`) }));
const agents = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ __typename: 'Agent', id: `agent-${index}` }));

/** A list of numbers, with the numbers of the agent of each, and so on. */
const nested = (levels: number, paging = '') => {
  const begin = `phoneNumbers${paging} { nodes { ... on PhoneNumberRecord { id `;
  return `${`${begin} agent { `.repeat(levels - 1)} ${begin} ${'} } } }'.repeat(levels - 1)} } } }`;
};
const aliases = (count: number, field: string) =>
  Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join('\n');
/** Ten values cost as much as one item. */
const inCost = (values: number) => Math.ceil(values / 10).toLocaleString('en-US');
const unlink = 'unlinkNumberFromAgent(input: { phoneNumberId: "nobody" }) { userErrors { code } }';

describe('a request', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  /** Sends a request that asks for too much; gives the reason. Nothing may have been done for it. */
  const refused = async (query: string, variables: object = {}): Promise<string> => {
    const { answer, ...done } = await watch(app, query, variables);
    expect(done).toEqual({ sql: [], vendorCalls: 0, errorLines: [] });
    expect(answer).toEqual({
      status: 400,
      errors: [{ message: expect.any(String), extensions: { code: 'BAD_USER_INPUT' } }],
    });
    return answer.errors?.[0]?.message ?? '';
  };

  it.each<[string, string, object?]>([
    ['of default size', `{ ${nested(4)} }`],
    ['from the front', `{ ${nested(3, '(first: 100)')} }`],
    ['from the end', `{ ${nested(3, '(last: 100)')} }`],
    ['whose size is a variable', `query ($n: Int) { ${nested(3, '(first: $n)')} }`, { n: 100 }],
    ['whose size is the default of a variable', `query ($n: Int = 100) { ${nested(3, '(first: $n)')} }`],
    ['by their edges', `{ ${nested(4).replaceAll('nodes {', 'edges { node {').replaceAll('} } }', '} } } }')} }`],
    [
      'in fragments',
      `{ ...A } fragment A on Query { phoneNumbers(first: 300) { ...B } }
      fragment B on PhoneNumberConnection { nodes { ...C } }
      fragment C on PstnNumber { agent { phoneNumbers(first: 400) { nodes { __typename } } } }`,
    ],
    ['of each of many agents', entities(`... on Agent { ${nested(2)} }`), { representations: agents(200) }],
    [
      'of the agents of many numbers',
      entities('... on PstnNumber { agent { phoneNumbers(first: 500) { totalCount } } }'),
      { representations: numbers(500) },
    ],
    [
      'of numbers that a change answers',
      `mutation { ${unlink.replace('userErrors { code }', `phoneNumber { ... on SipNumber { agent { ${nested(4)} } } }`)} }`,
    ],
  ])('is refused, with the figures, if it nests too large pages %s', async (_title, query, variables) => {
    const message = await refused(query, variables);
    const [, cost] = /^This request may cost ([\d,]+); the limit is 15,000\./.exec(message) ?? [];
    expect(Number(cost?.replaceAll(',', ''))).toBeGreaterThan(15_000);
  });

  it('costs one for each item that is read and a tenth for each field, times the pages it stands in', async () => {
    const inner = 1 + 500 * 10 + (1 + 500 * 1);
    const outer = 1 + 500 * 10 + (1 + 500 * (1 + inner));
    const query = `{ phoneNumbers(first: 500) { nodes { ... on PstnNumber {
      agent { phoneNumbers(first: 500) { nodes { __typename } } } } } } }`;
    expect(await refused(query)).toContain(` cost ${inCost(outer)};`);
  });

  it('costs one more for each field that it asks for again under another name', async () => {
    const inner = (fields: string) => `{ phoneNumbers(first: 500) { nodes { ... on PstnNumber { ${fields} } } } }`;
    const values = 1 + 500 * 10 + (1 + 500 * (300 + 299 * 10));
    expect(await refused(inner(aliases(300, 'label')))).toContain(` cost ${inCost(values)};`);
    expect((await watch(app, inner('label '.repeat(300)))).answer).toMatchObject({ status: 200 });
  });

  it('costs a tenth more for each entry of its lists', async () => {
    const kinds = Array(500).fill('LINK');
    const query = (count: number) =>
      `query ($kinds: [NumberOperationKind!]) { ${aliases(count, 'numberOperations(filter: { kinds: $kinds }) { totalCount }')}
        phoneNumbers(first: 500) { nodes { ... on PstnNumber { ${aliases(14, 'label')} } } } }`;
    expect((await watch(app, query(10), { kinds: ['LINK'] })).answer).toMatchObject({ status: 200 });
    expect((await watch(app, query(80), { kinds: ['LINK'] })).answer).toMatchObject({ status: 200 });
    expect(await refused(query(80), { kinds })).toMatch(/^This request may cost /);
  });

  it('costs more for each address that it looks for', async () => {
    const query = entities('... on PhoneNumberRecord { id }');
    const named = (key: string) =>
      Array.from({ length: 3_000 }, (_, index) => ({
        __typename: 'PhoneNumberRecord',
        [key]: `+1415${5_550_000 + index}`,
      }));
    expect((await watch(app, query, { representations: named('id') })).answer.status).toBe(200);
    expect(await refused(query, { representations: named('address') })).toMatch(/ cost 15,301;/);
    const list = 'phoneNumbers(first: 1, filter: { addresses: $addresses }) { totalCount }';
    const addresses = Array.from({ length: 500 }, (_, index) => `+1415${5_550_000 + index}`);
    expect(await refused(`query ($addresses: [String!]) { ${aliases(10, list)} }`, { addresses })).toMatch(/ cost 15,/);
  });

  it('does the same, however long its lists are and whatever they repeat', async () => {
    const list = `query ($vendors: [NumberVendor!]) {
      phoneNumbers(filter: { vendors: $vendors }, maxAge: 0) { totalCount outages { vendor } } }`;
    const agentPages = entities('... on Agent { phoneNumbers { totalCount } }');
    const done = async (query: string, variables: object) => {
      const { sql, vendorCalls } = await watch(app, query, variables);
      return { sql, vendorCalls };
    };
    await done(list, { vendors: [listed.name] });
    expect(await done(list, { vendors: Array(500).fill(listed.name) })).toEqual(
      await done(list, { vendors: [listed.name] }),
    );
    expect(await done(agentPages, { representations: agents(7) })).toEqual(
      await done(agentPages, { representations: agents(3) }),
    );
  });

  it('is refused at once, however often its fragments are used', async () => {
    const fragments = Array.from(
      { length: 30 },
      (_, index) => `fragment F${index} on PhoneNumberConnection { nodes { ... on PhoneNumberRecord { agent {
        a: phoneNumbers(first: 1) { ...F${index + 1} } b: phoneNumbers(first: 1) { ...F${index + 1} } } } } }`,
    );
    const last = 'fragment F30 on PhoneNumberConnection { totalCount }';
    await refused(`{ phoneNumbers { ...F0 } } ${fragments.join(' ')} ${last}`);
  });

  it('is refused if it asks for more than 20 changes at once', async () => {
    const message = await refused(
      `mutation { ${aliases(20, unlink)} ...More } fragment More on Mutation { ${unlink} }`,
    );
    expect(message).toBe('This request asks for 21 changes at once; the limit is 20.');
    const { answer } = await watch(app, `mutation { ${aliases(20, unlink)} }`);
    expect(Object.values(answer.data)).toEqual(Array(20).fill({ userErrors: [{ code: 'NOT_FOUND' }] }));
  });

  it('is refused if it asks for more than 100 reads at once', async () => {
    const field = 'phoneNumber(id: "nobody") { __typename }';
    expect(await refused(`{ ${aliases(101, field)} }`)).toBe(
      'This request asks for 101 reads at once; the limit is 100.',
    );
    const { answer } = await watch(app, `{ ${aliases(100, field)} ${aliases(100, field)} }`);
    expect(Object.values(answer.data)).toEqual(Array(100).fill(null));
  });

  it('is refused if more than 10 of its reads call a vendor', async () => {
    const stock = `availableNumbers(input: { vendor: ${listed.name}, areaCode: "415" }) { userErrors { code } }`;
    expect(await refused(`{ ${aliases(11, stock)} }`)).toBe(
      'This request makes 11 calls to vendors at once; the limit is 10.',
    );
    const one = (index: number) => `n${index}: phoneNumber(id: "${index}", maxAge: 0) { __typename }`;
    const others = Array.from({ length: 10 }, (_, index) => one(index)).join(' ');
    expect(await refused(`{ ${others} ${stock} }`)).toMatch(/^This request makes 11 calls/);
    expect(await refused(`{ ${others} ...More } fragment More on Query { ${one(10)} }`)).toMatch(/ makes 11 calls/);
    const addressed = Array.from(
      { length: 11 },
      (_, at) => `a${at}: phoneNumber(address: "+1415555${1000 + at}", maxAge: 0)`,
    );
    expect(await refused(`{ ${addressed.map((field) => `${field} { __typename }`).join(' ')} }`)).toMatch(
      / makes 11 calls/,
    );
    const list = 'phoneNumbers(maxAge: 0, first: 0) { totalCount }';
    expect(await refused(`{ ${others} ${list} }`)).toMatch(/ makes 11 calls/);
    const shared = 'phoneNumber(id: "0", maxAge: 0) { __typename }';
    const { answer } = await watch(app, `{ ${aliases(9, stock)} list: ${list} again: ${list} }`);
    expect(answer.errors).toBeUndefined();
    const { answer: same } = await watch(app, `{ ${aliases(90, shared)} }`);
    expect(same.errors).toBeUndefined();
  });

  it('reads few single numbers again that nobody waits for', async () => {
    const stale = await startTestApp({ maxAgeSeconds: 0 });
    emptyAccounts(stale);
    addListedNumbers(stale, 15);
    await listNumbers(stale, { maxAge: 0 });
    const ids = (await listNumbers(stale)).edges.map(({ node }) => node.id);
    expect(ids).toHaveLength(15);
    stale.sandbox.control.clearCalls();
    const query = `{ ${ids.map((id, index) => `n${index}: phoneNumber(id: "${id}") { __typename }`).join(' ')} }`;
    await stale.graphql(query);
    await stale.stop();
    // And the list, which is due as well.
    expect(stale.sandbox.control.calls().length).toBeLessThan(15);
  });

  it('is refused if it looks through more rows than it may, as often as it counts or filters them', async () => {
    const looks = (count: number) =>
      `{ ${aliases(count, 'phoneNumbers(first: 1, filter: { contains: "x" }) { totalCount }')} }`;
    const rows = 50_000;
    const large = await startTestApp({
      decorate: (operations) => ({ ...operations, registry: { ...operations.registry, size: async () => rows } }),
    });
    const { answer } = await watch(large, looks(1));
    expect(answer.errors).toBeUndefined();
    const refusedThen = await watch(large, looks(2));
    expect(refusedThen).toMatchObject({ sql: [], vendorCalls: 0, errorLines: [], answer: { status: 400 } });
    expect(refusedThen.answer.errors?.[0]?.message).toMatch(
      /^This request may cost 20,.* 20,000 of it are for lists that have to be looked through whole/,
    );
    const ofAgents = (count: number) =>
      entities(`... on Agent { ${aliases(count, 'phoneNumbers(first: 1, filter: { kind: PSTN }) { totalCount }')} }`);
    expect((await watch(large, ofAgents(2), { representations: agents(5) })).answer.errors).toBeUndefined();
    expect((await watch(large, ofAgents(3), { representations: agents(5) })).answer.status).toBe(400);
    for (const found of [
      '(filter: { agentId: "nobody", contains: "x" })',
      '(filter: { vendors: [], country: "US", linked: true, statuses: [RELEASED] }, orderBy: LABEL_ASC)',
      '',
    ]) {
      const many = `{ ${aliases(20, `phoneNumbers${found} { totalCount }`)} numberSummary { total } }`;
      expect((await watch(large, many)).answer.errors).toBeUndefined();
    }
    await large.stop();
  });

  it('is refused if it looks through more operations than it may', async () => {
    const large = await startTestApp({
      decorate: (operations) => ({ ...operations, ledger: { ...operations.ledger, size: async () => 50_000 } }),
    });
    const statusOf = async (count: number, field: string) =>
      (await watch(large, `{ ${aliases(count, field)} }`)).answer.status;
    const filtered = 'numberOperations(first: 1, filter: { kinds: [LINK] })';
    // Each part of it that is looked through costs 5,000: the page, and its total.
    expect(await statusOf(2, `${filtered} { pageInfo { hasNextPage } }`)).toBe(200);
    expect(await statusOf(3, `${filtered} { pageInfo { hasNextPage } }`)).toBe(400);
    expect(await statusOf(2, `${filtered} { totalCount }`)).toBe(400);
    expect(await statusOf(20, 'numberOperations(first: 1) { pageInfo { hasNextPage } }')).toBe(200);
    expect(await statusOf(3, 'numberOperations(first: 1) { totalCount }')).toBe(400);
    await large.stop();
  });

  it('counts the whole of a list once, however often it asks for the total', async () => {
    const { sql } = await watch(app, `{ phoneNumbers { ${aliases(50, 'totalCount')} } }`);
    expect(sql.filter((text) => text.includes('number_counts') && text.includes('where'))).toHaveLength(1);
  });

  it('is refused if it is nested too deep, however small its pages', async () => {
    expect(await refused(`{ ${nested(34, '(first: 0)')} }`)).toBe('This request nests fields more than 100 deep.');
    expect(await refused(`{ ${nested(100, '(first: 0)')} }`)).toBe('This request nests fields more than 100 deep.');
    expect((await watch(app, `{ ${nested(33, '(first: 1)')} }`)).answer).toMatchObject({ status: 200 });
  });

  it.each([
    ['inline fragments', (depth: number) => `{ ${'... { '.repeat(depth)} __typename ${'}'.repeat(depth)} }`],
    ['lists', (depth: number) => `{ phoneNumbers(filter: ${'['.repeat(depth)}${']'.repeat(depth)}) { totalCount } }`],
    [
      'objects',
      (depth: number) => `{ phoneNumbers(filter: ${'{a:'.repeat(depth)}1${'}'.repeat(depth)}) { totalCount } }`,
    ],
    ['types of variables', (depth: number) => `query ($a: ${'['.repeat(depth)}Int${']'.repeat(depth)}) { __typename }`],
  ])('is refused if it nests %s as deep as no stack bears', async (_title, nest) => {
    for (const depth of [450, 2_500, 3_700]) {
      const { answer, errorLines } = await watch(app, nest(depth));
      // What the parser may read is for the validation to refuse, but for fragments.
      expect(answer.status).toBe(depth === 450 ? 200 : 400);
      expect(answer.errors === undefined).toBe(depth === 450 && nest(1).includes('...'));
      expect(answer.errors?.map(({ extensions }) => extensions?.['code']) ?? []).not.toContain('INTERNAL_SERVER_ERROR');
      expect(errorLines).toEqual([]);
    }
  });

  it.each([
    [
      'a variable',
      'query ($x: ID) { phoneNumber(id: $x) { __typename } }',
      { x: 'none' },
      (value: string) => `{"x":${value}}`,
    ],
    ['what is no variable', '{ __typename }', {}, (value: string) => `{"other":${value}}`],
    [
      'a representation',
      'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }',
      { r: [] },
      (value: string) => `{"r":[${value},{"__typename":"PstnNumber","id":"none","x":${value}}]}`,
    ],
  ])('answers %s that nests as deep as no stack bears', async (_title, query, usual, variables) => {
    // Until the query is compiled, which reads its variables in another way.
    for (let use = 0; use < 4; use += 1) expect((await watch(app, query, usual)).answer.errors).toBeUndefined();
    for (const depth of [3_000, 200_000]) {
      const value = '['.repeat(depth) + ']'.repeat(depth);
      const response = await fetch(`${app.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: `{"query":${JSON.stringify(query)},"variables":${variables(value)}}`,
      });
      expect(response.status).toBe(200);
      expect(await response.text()).not.toContain('INTERNAL_SERVER_ERROR');
    }
  });

  it('may hold brackets in texts and remarks', async () => {
    const brackets = '{[('.repeat(1_000);
    const query = `{ # ${brackets}
      a: phoneNumber(id: "${brackets}\\"{") { __typename }
      b: phoneNumber(id: """${brackets}\\"""{""") { __typename } }`;
    expect(await sendGraphql(app.url, { query })).toEqual({ status: 200, data: { a: null, b: null } });
  });

  it('is refused if it is too long, before it is read to its end', async () => {
    const { answer, ...done } = await watch(app, `{ ${'totalCount '.repeat(15_000)} }`);
    expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }] });
    expect(answer.errors?.[0]?.message).toContain('15000 tokens');
    expect(done).toEqual({ sql: [], vendorCalls: 0, errorLines: [] });
  });

  it('does not pay for other operations of its document', async () => {
    const query = `query Small { __typename } query Large { ${nested(5)} }`;
    expect(await sendGraphql(app.url, { query, operationName: 'Small' })).toMatchObject({ status: 200 });
    expect(await sendGraphql(app.url, { query, operationName: 'Large' })).toMatchObject({ status: 400 });
  });

  it.each<[string, string, object?]>([
    ['introspection', getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true, oneOf: true })],
    ['the largest page, with every field', `{ phoneNumbers(first: 500) { ${pageOf(everyField)} } }`],
    [
      'a large page, with other numbers of each agent',
      `{ phoneNumbers(first: 150) { ${pageOf(`${everyField}
        ... on PhoneNumberRecord { agent { phoneNumbers(first: 10) { ${pageOf(everyField)} } } }`)} } }`,
    ],
    [
      'a thousand numbers, where only agents would have pages',
      entities(`... on PstnNumber { ${everyField.replace(/\.\.\. on SipNumber .*/, '')} }
        ... on Agent { phoneNumbers(first: 500) { ${pageOf(everyField)} } }`),
      { representations: numbers(1_000) },
    ],
    [
      'two hundred agents with some of their numbers',
      entities(`... on Agent { id phoneNumbers(first: 10) { ${pageOf(everyField)} } }`),
      { representations: agents(200) },
    ],
    [
      'eighty agents with pages of their numbers',
      entities(
        '... on Agent { id phoneNumbers { totalCount nodes { ... on PhoneNumberRecord { id address label status } } } }',
      ),
      { representations: agents(80) },
    ],
    [
      'all that is known of many operations',
      `{ numberOperations(first: 500) { totalCount nodes {
        id kind status vendor idempotencyKey actor attempts createdAt updatedAt
        phoneNumber { ${numberFields} }
        userErrors { code message field retryable charged suggestions }
        history(last: 5) { at status note }
      } } }`,
    ],
  ])('is answered if it asks for %s', async (_title, query, variables) => {
    const { answer } = await watch(app, query, variables);
    expect(answer).toMatchObject({ status: 200, data: expect.any(Object) });
    expect(answer.errors).toBeUndefined();
  });

  /** The largest that can be asked for with each. */
  const variables: Record<string, object> = {
    'adopt-number': { input: { vendor: listed.name, vendorId: 'nobody' } },
    'buy-number': { input: { idempotencyKey: 'one', vendor: listed.name, areaCode: '415' } },
    'create-sip': {
      input: { idempotencyKey: 'three', vendor: listed.name, sipPrefix: 'a-desk', username: 'u', password: 'p' },
    },
    entities: { representations: [...numbers(500), ...agents(20)] },
    'find-number': { address: '+12125550188' },
    'follow-purchase': { idempotencyKey: 'one' },
    'import-over-sip': {
      input: {
        idempotencyKey: 'two',
        vendor: listed.name,
        number: '+12125550188',
        terminationUri: 'a.b',
        username: 'u',
        password: 'p',
      },
    },
    'link-to-agent': { input: { phoneNumberId: 'nobody', agentId: 'nobody' } },
    'list-numbers': { first: 500 },
    drift: { first: 500 },
    'purchase-history': { first: 500 },
    release: { input: { phoneNumberId: 'nobody', confirmAddress: '+12125550188' } },
    rename: { input: { phoneNumberId: 'nobody', label: 'Front desk' } },
    'search-stock': { input: { vendor: listed.name, areaCode: '415', limit: 50 } },
    settle: { input: { operationId: 'nobody', failed: true, note: 'Nothing is there.' } },
    summary: { days: 366 },
    unlink: { input: { phoneNumberId: 'nobody' } },
    vendors: {},
    'who-am-i': {},
  };
  const operations = globSync('src/web/graphiql/operations/*.graphql');
  it.each(operations)('is answered if it is one of GraphiQL: %s', async (file) => {
    const name = basename(file, '.graphql');
    expect(variables).toHaveProperty(name);
    const { errors } = await app.graphql(readFileSync(file, 'utf8'), variables[name]);
    expect(errors).toBeUndefined();
  });
});
