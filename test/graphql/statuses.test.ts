import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const JSON_TYPE = 'application/json';
const GRAPHQL_TYPE = 'application/graphql-response+json';

/** As gateways ask: Apollo's JavaScript gateway names no type, and others name several. */
const forJson = ['*/*', JSON_TYPE, `${JSON_TYPE}, ${GRAPHQL_TYPE};q=0.9`];
const forGraphql = [GRAPHQL_TYPE, `${GRAPHQL_TYPE}, ${JSON_TYPE};q=0.9`];

const ofGraphql = [
  ['a document that cannot be parsed', { query: '{' }],
  ['a field that there is not', { query: '{ nothing }' }],
  [
    'a variable that does not fit',
    { query: 'query ($id: ID!) { phoneNumber(id: $id) { id } }', variables: { id: null } },
  ],
  ['an operation that the document does not have', { query: 'query A { __typename }', operationName: 'B' }],
] as const;

const ofLimits = [
  [
    'a page in a page in a page',
    {
      query: `{ ${'phoneNumbers(first: 500) { nodes { ... on PhoneNumberRecord { agent { '.repeat(3)}id${' } } } }'.repeat(3)} }`,
    },
  ],
  [
    'a filter that is too long',
    { query: `{ phoneNumbers(filter: { startsWith: "${'1'.repeat(256)}" }) { totalCount } }` },
  ],
  [
    'too many changes',
    {
      query: `mutation { ${Array.from({ length: 21 }, (_, index) => `a${index}: unlinkNumberFromAgent(input: { phoneNumberId: "x" }) { userErrors { code } }`).join(' ')} }`,
    },
  ],
  ['a document that is too long', { query: `{ ${'__typename '.repeat(15_000)} }` }],
] as const;

describe('the status', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  const ask = async (body: object, accept: string) => {
    const headers = { 'content-type': JSON_TYPE, accept };
    const response = await fetch(`${app.url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) });
    const { errors, ...rest } = await response.json();
    expect(errors[0].message).toEqual(expect.any(String));
    expect(rest).toEqual({});
    return [response.status, response.headers.get('content-type')?.split(';')[0]];
  };

  describe.each(ofGraphql)('of a request with %s', (_what, body) => {
    it.each(forJson)('is 200 for %s', async (accept) => {
      expect(await ask(body, accept)).toEqual([200, JSON_TYPE]);
    });

    it.each(forGraphql)('is 400 for %s', async (accept) => {
      expect(await ask(body, accept)).toEqual([400, GRAPHQL_TYPE]);
    });
  });

  describe.each(ofLimits)('of a request with %s', (_what, body) => {
    it('is 200 for who asks for JSON by name', async () => {
      expect(await ask(body, JSON_TYPE)).toEqual([200, JSON_TYPE]);
    });

    it('is 400 for all others', async () => {
      expect(await ask(body, '*/*')).toEqual([400, JSON_TYPE]);
      expect(await ask(body, GRAPHQL_TYPE)).toEqual([400, GRAPHQL_TYPE]);
    });
  });

  it('of what is no GraphQL request is 400 for everybody', async () => {
    for (const accept of [...forJson, ...forGraphql]) {
      expect((await ask({ query: '' }, accept))[0]).toBe(400);
      expect((await ask({ qeury: '{ __typename }' }, accept))[0]).toBe(400);
    }
  });
});
