import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const json = { 'content-type': 'application/json' };
const post = (app: TestApp, body: string, headers: Record<string, string> = json) =>
  fetch(`${app.url}/graphql`, { method: 'POST', headers, body });

describe('a service that does not tell what its schema is', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ introspection: false, graphiql: false, overview: false });
  });
  afterAll(() => app.stop());

  it.each([
    '{ __schema { types { name } } }',
    '{ __type(name: "PstnNumber") { name } }',
    'query A { ...B } fragment B on Query { __schema { queryType { name } } }',
  ])('refuses %s', async (query) => {
    const { status, data, errors } = await app.graphql(query);
    expect([status, data, errors?.length]).toEqual([400, undefined, errors?.length]);
    expect(errors?.[0]?.extensions?.['code']).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it.each([
    '{ phoneNumber(id: "x") { nmae } phoneNumbesr { totalCount } }',
    '{ phoneNumbers(fisrt: 1) { totalCount } }',
    '{ phoneNumbers(orderBy: CREATED_AT) { totalCount } }',
    '{ phoneNumbers(filter: { lable: "x" }) { totalCount } }',
    '{ _entities(representations: []) { ... on PstnNumbr { id } } }',
    'mutation { purchaseNumbr(input: {}) { replayed } }',
    'mutation ($i: PurchaseNumbrInput!) { purchaseNumber(input: $i) { replayed } }',
  ])('does not say what was meant by %s', async (query) => {
    const { errors } = await app.graphql(query);
    expect(errors?.length).toBeGreaterThan(0);
    expect(JSON.stringify(errors)).not.toMatch(/did you mean/i);
  });

  it('does not say either which member or value of variables was meant', async () => {
    const query = 'query ($filter: PhoneNumberFilter) { phoneNumbers(filter: $filter) { totalCount } }';
    for (const filter of [{ lable: 'x' }, { statuses: ['ACTIV'] }]) {
      const { errors } = await app.graphql(query, { filter });
      expect(errors?.length).toBeGreaterThan(0);
      expect(JSON.stringify(errors)).not.toMatch(/did you mean/i);
    }
  });

  it('tells gateways all the same, since that is not introspection', async () => {
    expect((await app.graphql('{ _service { sdl } __typename }')).data._service.sdl).toContain('type PstnNumber');
  });

  it('has no page, and says so', async () => {
    for (const path of ['/graphiql', '/graphiql/info.json', '/graphiql/licences.txt', '/overview/licences.txt']) {
      expect((await fetch(`${app.url}${path}`)).status, path).toBe(404);
    }
    const door = await fetch(app.url, { redirect: 'manual', headers: { accept: 'text/html' } });
    expect([door.status, await door.json()]).toEqual([
      200,
      expect.not.objectContaining({ graphiql: expect.anything() }),
    ]);
  });
});

describe('what /graphql answers', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  it.each([
    ['a query', '{"query":"{ __typename }"}', json],
    ['a mistake', '{"query":"{ nothing }"}', json],
    ['what is not JSON', '{', json],
    ['what is compressed', '{}', { ...json, 'content-encoding': 'gzip' }],
    ['what is too large', `"${'x'.repeat(1_100_000)}"`, json],
  ])('to %s is kept nowhere, and taken for nothing but what it says it is', async (_what, body, headers) => {
    const response = await post(app, body, headers);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    await response.text().catch(() => undefined);
  });

  it('is kept nowhere for a GET either', async () => {
    const response = await fetch(`${app.url}/graphql?query={__typename}`, { headers: json });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });
});
