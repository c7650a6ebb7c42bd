import { request } from 'node:http';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listNumbers } from '../support/numbers.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { listed, unlisted, vendorNames, vendorWith } from '../support/vendors.ts';

const ONE_MEBIBYTE = 1024 * 1024;
const QUERY = '{"query":"{ __typename }"}';
const json = { 'content-type': 'application/json' };

describe('the HTTP server', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
    await listNumbers(app, { maxAge: 0 });
  });
  afterAll(() => app.stop());

  const send = (path: string, init: RequestInit = {}) => fetch(`${app.url}${path}`, { redirect: 'manual', ...init });
  const post = (body: string, headers: Record<string, string> = json) =>
    send('/graphql', { method: 'POST', headers, body });

  describe('at its root', () => {
    const accept = { headers: { accept: 'text/html,application/xhtml+xml' } };

    it('shows a browser the overview, and leaves clients what they get', async () => {
      const response = await send('/', accept);
      // 503 where the page is not built.
      expect([200, 503]).toContain(response.status);
      expect(response.headers.get('vary')).toContain('accept');
      expect(await response.text()).toMatch(/^<!doctype html>|^The overview is not built/);
    });

    it('redirects a browser to GraphiQL where there is no overview, and from /graphql', async () => {
      await using stack = new AsyncDisposableStack();
      const without = await startTestApp({ overview: false });
      stack.defer(() => without.stop());
      for (const door of [`${without.url}/`, `${app.url}/graphql`]) {
        const response = await fetch(door, { redirect: 'manual', ...accept });
        expect([response.status, response.headers.get('location')]).toEqual([302, '/graphiql']);
      }
      expect((await fetch(`${without.url}/overview/licences.txt`)).status).toBe(404);
    });

    it('lists its paths for anything else', async () => {
      const response = await send('/');
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({
        graphql: '/graphql',
        overview: '/',
        graphiql: '/graphiql',
        health: ['/health/live', '/health/ready'],
        metrics: '/metrics',
      });
    });

    it.each(['/health/live', '/health/ready', '/metrics'])('refuses to have %s changed', async (path) => {
      for (const method of ['POST', 'PUT', 'DELETE']) {
        const response = await send(path, { method });
        expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
      }
      const head = await send(path, { method: 'HEAD' });
      expect([head.status, await head.text()]).toEqual([200, '']);
      expect((await send('/', { method: 'POST' })).status).toBe(404);
    });

    it.each(['/nothing', '/graphql/', '/graphqlx', '/health', '/health/live/', '//', '/constructor', '/__proto__'])(
      'says of %s that there is nothing',
      async (path) => {
        const response = await send(path);
        expect(response.status).toBe(404);
        expect(await response.json()).toMatchObject({ error: expect.any(String), graphql: '/graphql' });
      },
    );
  });

  describe('asked for its health', () => {
    it('is live', async () => {
      const response = await send('/health/live');
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(await response.json()).toEqual({ status: 'ok' });
    });

    it('is ready, and says in which mode, and how each vendor is', async () => {
      const fine = { available: true, failingSince: null, message: null };
      const response = await send('/health/ready');
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({
        status: 'ok',
        mode: 'sandbox',
        database: 'ok',
        vendors: Object.fromEntries(vendorNames.map((name) => [name, fine])),
      });
    });

    it('stays ready while a vendor is down, and says which', async () => {
      app.sandbox.control.addFault({ vendor: listed.name, kind: '500-before', times: 3 });
      await listNumbers(app, { maxAge: 0 });
      const response = await send('/health/ready');
      expect(response.status).toBe(200);
      const { vendors } = await response.json();
      expect(vendors).toMatchObject({
        [unlisted.name]: { failingSince: null },
        [listed.name]: { failingSince: expect.any(String), message: expect.stringContaining(listed.title) },
      });
      app.sandbox.control.clearFaults();
      await listNumbers(app, { maxAge: 0 });
    });
  });

  describe('sent a GraphQL request', () => {
    it('answers a POST of JSON', async () => {
      const response = await post('{"query":"{ __typename }"}');
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toMatch(/^application\/json/);
      expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
    });

    it('answers a GET that no web page can send unasked', async () => {
      const path = `/graphql?query=${encodeURIComponent('{ numberVendors { vendor } }')}`;
      const response = await send(path, { headers: { 'apollo-require-preflight': 'true' } });
      expect(response.status).toBe(200);
      expect((await response.json()).data.numberVendors).toHaveLength(vendorNames.length);
    });

    it('refuses a GET that any web page could send, and a change by GET', async () => {
      const simple = await send(`/graphql?query=${encodeURIComponent('{ __typename }')}`);
      expect(simple.status).toBe(400);
      const change = 'mutation { unlinkNumberFromAgent(input: { phoneNumberId: "1" }) { userErrors { code } } }';
      const headers = { 'apollo-require-preflight': 'true' };
      const response = await send(`/graphql?query=${encodeURIComponent(change)}`, { headers });
      expect(response.status).toBe(405);
      expect(await response.json()).not.toHaveProperty('data');
    });

    it('refuses a POST that any web page could send', async () => {
      const response = await post('{"query":"{ __typename }"}', { 'content-type': 'text/plain' });
      expect(response.status).toBe(400);
      expect(await response.json()).not.toHaveProperty('data');
    });

    it.each([
      ['application/xml', {}],
      ['application/graphql', {}],
      ['text/plain', { 'apollo-require-preflight': 'true' }],
    ])('answers 415 to a POST of %s %j', async (type, others) => {
      const response = await post(QUERY, { 'content-type': type, ...others });
      expect(response.status).toBe(415);
      expect(await response.json()).toMatchObject({
        errors: [{ message: expect.stringContaining('application/json') }],
      });
    });

    it.each(['{"query":', 'query', '\u0000', '{"query":"{ __typename }"}}'])('answers 400 to %j', async (body) => {
      const response = await post(body);
      expect(response.status).toBe(400);
      expect(await response.json()).toEqual({
        errors: [{ message: expect.any(String), extensions: { code: 'BAD_REQUEST' } }],
      });
    });

    it.each([
      ['deflate', { 'content-encoding': 'deflate' }, deflateSync(QUERY), /one of gzip, br, zstd/],
      ['gzip, twice', { 'content-encoding': 'gzip, gzip' }, gzipSync(gzipSync(QUERY)), /once, with one of/],
      ['UTF-16', { 'content-type': 'application/json; charset=utf-16' }, Buffer.from(QUERY, 'utf16le'), /UTF-8/],
      ['Latin 1', { 'content-type': 'application/json;Charset="ISO-8859-1"' }, QUERY, /UTF-8/],
    ])('answers 415, and why, to a body in %s', async (_title, headers, body, reason) => {
      const response = await send('/graphql', { method: 'POST', headers: { ...json, ...headers }, body });
      expect(response.status).toBe(415);
      expect(await response.json()).toEqual({
        errors: [{ message: expect.stringMatching(reason), extensions: { code: 'BAD_REQUEST' } }],
      });
    });

    it.each([
      { 'content-type': 'application/json; charset=utf-8' },
      { 'content-type': 'application/json;charset="UTF-8"' },
      { 'content-type': 'application/json; charset=us-ascii' },
      { 'content-encoding': 'identity' },
    ])('takes a body with %j', async (headers) => {
      const response = await post(QUERY, { ...json, ...headers });
      expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
    });

    it('answers 400 to bytes that are not UTF-8, and does nothing of what they ask', async () => {
      const { name } = vendorWith('SIP_CREATE');
      const query = `mutation {
        createSipNumber(input: {
          idempotencyKey: "latin", vendor: ${name}, sipPrefix: "latin-desk", username: "desk-user", password: "größer"
        }) { operation { id } }
      }`;
      app.sandbox.control.clearCalls();
      const body = Buffer.from(JSON.stringify({ query }), 'latin1');
      const response = await send('/graphql', { method: 'POST', headers: json, body });
      expect(response.status).toBe(400);
      const message = 'The body of the request is not UTF-8.';
      expect(await response.json()).toEqual({ errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });
      expect(app.sandbox.control.calls().filter(({ operation }) => operation === 'createSip')).toEqual([]);
    });

    it.each([
      ['half of a character', [0xe2, 0x82]],
      ['a character that is longer than it need be', [0xc0, 0xaf]],
      ['half of a surrogate pair', [0xed, 0xa0, 0x80]],
      ['UTF-16 that says that it is UTF-8', [0xff, 0xfe, 0x7b, 0x00]],
    ])('answers 400 to %s', async (_title, bytes) => {
      const body = Buffer.concat([
        Buffer.from('{"query":"{ __typename }","x":"'),
        Buffer.from(bytes),
        Buffer.from('"}'),
      ]);
      const response = await send('/graphql', { method: 'POST', headers: json, body });
      expect(response.status).toBe(400);
    });

    it('passes over a byte order mark', async () => {
      const response = await post(`\ufeff${QUERY}`);
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
    });

    it('answers 400 to a GET whose query is not UTF-8', async () => {
      const headers = { 'apollo-require-preflight': 'true' };
      const response = await send('/graphql?query=%7B%20__typename%20%7D%23gr%F6%DFer', { headers });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ errors: [{ message: expect.stringContaining('UTF-8') }] });
    });

    it.each(['', '{}', '[]', '"text"', 'null', '7', '{"query":7}', '[{"query":"{ __typename }"}]'])(
      'answers 4xx to %j, which is JSON but no request',
      async (body) => {
        const response = await post(body);
        expect(response.status).toBeGreaterThanOrEqual(400);
        expect(response.status).toBeLessThan(500);
      },
    );

    it('takes a body of a mebibyte', async () => {
      const body = JSON.stringify({ query: '{ __typename }', variables: { padding: '' } });
      const response = await post(body.replace('""', `"${'x'.repeat(ONE_MEBIBYTE - body.length)}"`));
      expect(response.status).toBe(200);
    });

    it('answers 413 to a larger one, however it is sent', async () => {
      for (const chunked of [false, true]) {
        const { status, body } = await postLarge(`${app.url}/graphql`, 4 * ONE_MEBIBYTE, chunked);
        expect(status).toBe(413);
        expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
      }
      expect((await post('{"query":"{ __typename }"}')).status).toBe(200);
    });

    it('knows no method but GET, POST and HEAD', async () => {
      for (const method of ['PUT', 'DELETE', 'PATCH']) {
        const response = await send('/graphql', { method, headers: json, body: '{"query":"{ __typename }"}' });
        expect(response.status).toBe(405);
      }
    });
  });
});

/** With `node:http` and not `fetch`, which would not show an answer that comes before all is sent. */
function postLarge(
  url: string,
  bytes: number,
  chunked: boolean,
): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { ...json, ...(!chunked && { 'content-length': bytes }) };
    const outgoing = request(url, { method: 'POST', headers, agent: false }, async (response) => {
      resolve({ status: response.statusCode, body: Buffer.concat(await response.toArray()).toString() });
    });
    outgoing.on('error', reject);
    outgoing.end(Buffer.alloc(bytes, 'x'));
  });
}
