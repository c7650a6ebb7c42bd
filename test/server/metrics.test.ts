import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { purchaseInput } from '../support/purchases.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { listed } from '../support/vendors.ts';

const SECRET = 'secret-of-a-gateway-0123456789-0123456789';
const shown = { 'router-authorization': SECRET };

describe('the metrics of a service', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ routerSecrets: [SECRET], rateLimitPerMinute: 1 });
  });
  afterAll(() => app.stop());

  const read = (headers: Record<string, string> = {}) => fetch(`${app.url}/metrics`, { headers });
  const count = async (event: string): Promise<number> => {
    const text = await (await read()).text();
    const [, value] =
      new RegExp(`^phone_numbers_security_events_total\\{event="${event}"\\} (\\d+)$`, 'm').exec(text) ?? [];
    return Number(value);
  };

  it('are told to this machine, and to whoever shows a secret', async () => {
    const proxied = { 'x-forwarded-for': '192.0.2.1' };
    expect((await read()).status).toBe(200);
    expect((await read({ ...proxied, ...shown })).status).toBe(200);
    expect((await read(proxied)).status).toBe(401);
    for (const name of ['forwarded', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via'])
      expect((await read({ [name]: 'x' })).status, name).toBe(401);
    expect((await read({ origin: 'https://elsewhere.example' })).status).toBe(403);
  });

  const address = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4')?.address;
  it.skipIf(address === undefined)('are told to nobody from elsewhere without it', async () => {
    const open = await startTestApp({ host: '0.0.0.0' });
    const status = await new Promise((resolve, reject) => {
      const { port } = new URL(open.url);
      request({ host: address, port, path: '/metrics', headers: { host: 'localhost' } }, (response) =>
        resolve(response.resume().statusCode),
      )
        .once('error', reject)
        .end();
    });
    await open.stop();
    expect(status).toBe(401);
  });

  it.each([
    ['router-secret-refused', () => app.graphql('{ __typename }', {}, { 'router-authorization': 'wrong' })],
    ['foreign-request-refused', () => fetch(`${app.url}/graphql`, { headers: { 'sec-fetch-site': 'cross-site' } })],
    [
      'rate-limited',
      async () => {
        const mutation = 'mutation ($input: PurchaseNumberInput!) { purchaseNumber(input: $input) { replayed } }';
        for (let change = 0; change < 2; change += 1) {
          await app.graphql(mutation, { input: purchaseInput(listed.name, {}) }, shown);
        }
      },
    ],
  ])('count each %s, from 0', async (event, cause) => {
    const before = await count(event);
    await cause();
    expect([await count(event)]).toEqual([before + 1]);
  });

  it('know all events from the beginning', async () => {
    expect(await count('token-refused')).toBe(0);
    expect(await count('scope-missing')).toBe(0);
  });
});
