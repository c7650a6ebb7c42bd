import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { securityEventsOf } from '../support/security-events.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const SECRET = 'secret-of-a-gateway-0123456789-0123456789';
const shown = { 'router-authorization': SECRET };
const alias = 'numbers.example';

/** The status of an answer; `fetch` lets nobody choose the header `Host`. */
function ask(url: string, headers: Record<string, string>, { method = 'GET', body = '' } = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers: { 'content-type': 'application/json', ...headers } }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0));
    });
    sent.once('error', reject).end(body);
  });
}

const query = { method: 'POST', body: '{"query":"{ __typename }"}' };

describe('a service without credentials', () => {
  let app: TestApp;
  let here: string;
  beforeAll(async () => {
    app = await startTestApp({ allowedHosts: [alias] });
    here = new URL(app.url).host;
  });
  afterAll(() => app.stop());

  it.each(['127.0.0.1', 'localhost:4001', '[::1]:4001', 'LOCALHOST', `${alias}:443`])(
    'answers under the name %s',
    async (host) => expect(await ask(`${app.url}/graphql`, { host }, query)).toBe(200),
  );

  it.each([
    ...['attacker.example', '127.0.0.1.attacker.example', 'localhost.attacker.example', '192.0.2.1', 'a b'],
    // What a URL would be read out of, and other readers take for another name.
    ...['attacker.example@localhost', 'localhost/attacker.example', 'localhost#attacker.example', 'localhost?a'],
    ...['localhost\\attacker.example', '%6cocalhost', 'localhost:', 'localhost,attacker.example', 'localhost.'],
  ])('answers on no path but those of its health under the name %j', async (host) => {
    for (const path of ['/graphql', '/', '/graphiql', '/graphiql/info.json', '/nothing']) {
      expect([path, await ask(`${app.url}${path}`, { host })]).toEqual([path, 421]);
    }
    expect(await ask(`${app.url}/graphql`, { host }, query)).toBe(421);
    for (const path of ['/health/live', '/health/ready']) {
      expect([path, await ask(`${app.url}${path}`, { host })]).toEqual([path, 200]);
    }
    expect(securityEventsOf(app).at(-1)).toMatchObject({ event: 'foreign-request-refused', reason: 'host' });
  });

  it('answers on no path where there are several names, of which others may read another', async () => {
    for (const hosts of [
      ['localhost', 'attacker.example'],
      ['attacker.example', 'localhost'],
      ['localhost', 'localhost'],
    ]) {
      const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
      const lines = [
        'GET /graphql?query={__typename} HTTP/1.1',
        ...hosts.map((host) => `host: ${host}`),
        'apollo-require-preflight: yes',
        'connection: close',
      ];
      socket.write(`${lines.join('\r\n')}\r\n\r\n`);
      expect(await text(socket)).toMatch(/^HTTP\/1.1 421 /);
    }
  });

  it.each([
    ['another site', { origin: 'https://attacker.example' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['nobody knows where', { origin: 'null' }],
    ['another site, as the browser says', { 'sec-fetch-site': 'cross-site' }],
  ])('answers no page of %s', async (_whose, headers) => {
    expect(await ask(`${app.url}/graphql`, headers, query)).toBe(403);
    expect(await ask(`${app.url}/graphiql/info.json`, headers)).toBe(403);
  });

  it('answers its own page, and one of a name it goes by', async () => {
    expect(await ask(`${app.url}/graphql`, { origin: app.url, 'sec-fetch-site': 'same-origin' }, query)).toBe(200);
    expect(await ask(`${app.url}/graphql`, { origin: `https://${alias}` }, query)).toBe(200);
    expect(await ask(`${app.url}/graphql`, { host: here, origin: `https://${here}` }, query)).toBe(200);
  });

  it('opens its page from a link of any site', async () => {
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect(await ask(`${app.url}/graphiql`, link)).not.toBe(403);
    expect(await ask(`${app.url}/graphql`, link, query)).toBe(403);
  });

  it('lets no page that made its name lead here buy from the sandbox, or steer it', async () => {
    const { controlUrl } = app.sandbox;
    const [vendor = ''] = app.sandbox.control.vendors();
    const before = app.sandbox.control.sales().length;
    for (const path of [controlUrl, `${controlUrl}/state`, `${app.sandbox.urlOf(vendor)}/purchase`]) {
      expect(await ask(path, { host: 'attacker.example' }, query)).toBe(421);
      expect(await ask(path, { origin: 'https://attacker.example' }, query)).toBe(421);
    }
    expect(app.sandbox.control.sales().length).toBe(before);
    const body = JSON.stringify({ operation: 'list', kind: 'timeout' });
    const types = ['text/plain', 'application/x-www-form-urlencoded', ''];
    for (const type of types) {
      expect(await ask(`${controlUrl}/faults`, { 'content-type': type }, { method: 'POST', body })).toBe(415);
    }
    expect(app.sandbox.control.faults()).toEqual([]);
  });
});

it('a service with credentials answers whoever shows them, under any name', async () => {
  const app = await startTestApp({ routerSecrets: [SECRET] });
  try {
    const host = 'numbers.internal';
    expect(await ask(`${app.url}/graphql`, { host, ...shown }, query)).toBe(200);
    expect(await ask(`${app.url}/graphql`, { ...shown, origin: 'https://shop.example' }, query)).toBe(200);
    expect(await ask(`${app.url}/graphql`, { host }, query)).toBe(421);
    expect(await ask(`${app.url}/graphql`, { host, 'router-authorization': 'wrong' }, query)).toBe(421);
  } finally {
    await app.stop();
  }
});
