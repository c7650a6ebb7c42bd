import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { securityEventsOf } from '../support/security-events.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const secrets = { first: 'first-secret-of-a-gateway-0123456789', second: 'second-secret-of-a-gateway-012345678' };
const showing = (secret: string) => ({ 'router-authorization': secret });
const service = '{ _service { sdl } }';
const entities = '{ _entities(representations: [{ __typename: "Agent", id: "a" }]) { __typename } }';

describe('a service with secrets for gateways', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ routerSecrets: [secrets.first, secrets.second] });
  });
  afterAll(() => app.stop());

  it.each(Object.entries(secrets))('answers whoever shows the %s of them', async (_which, secret) => {
    expect(await app.graphql('{ __typename }', {}, showing(secret))).toEqual({
      status: 200,
      data: { __typename: 'Query' },
    });
    const { data } = await app.graphql(service, {}, showing(secret));
    expect(data._service.sdl).toContain('type PstnNumber');
    expect((await app.graphql(entities, {}, showing(secret))).data._entities).toEqual([{ __typename: 'Agent' }]);
  });

  it.each([
    ['none', {}],
    ['half of one', showing(secrets.first.slice(0, 18))],
    ['one and more', showing(`${secrets.first}x`)],
    ['both at once', showing(`${secrets.first},${secrets.second}`)],
    ['an empty one', showing('')],
    ['one in another header', { authorization: secrets.first }],
  ])('answers 401 and nothing else to %s', async (_what, headers) => {
    for (const query of ['{ __typename }', service, entities, '{', 'mutation { nothing }']) {
      const { status, data, errors } = await app.graphql(query, {}, headers);
      expect([status, data]).toEqual([401, undefined]);
      expect(errors).toEqual([{ message: expect.any(String), extensions: { code: 'UNAUTHENTICATED' } }]);
    }
    for (const path of ['/', '/graphiql/info.json', '/nothing', '/graphql?query={__typename}', '/health']) {
      const response = await fetch(`${app.url}${path}`, { headers });
      expect([path, response.status]).toEqual([path, 401]);
      expect(Object.keys(await response.json())).toEqual(['errors']);
    }
  });

  it('does not read on where it has refused', async () => {
    const { headers } = await fetch(`${app.url}/graphql`, { method: 'POST', body: '{}' });
    expect(headers.get('connection')).toBe('close');
    expect(headers.get('www-authenticate')).toBe('Bearer');
  });

  it('tells its health, and shows the files of its page, to everybody', async () => {
    for (const path of ['/health/live', '/health/ready']) {
      expect((await fetch(`${app.url}${path}`)).status, path).toBe(200);
    }
    // 503 where a page is not built.
    for (const path of ['/', '/graphiql', '/overview/licences.txt']) {
      const response = await fetch(`${app.url}${path}`, { headers: { accept: 'text/html' } });
      expect([200, 404, 503], path).toContain(response.status);
    }
  });

  it('tells the page about its vendors where a secret is shown', async () => {
    const response = await fetch(`${app.url}/graphiql/info.json`, { headers: showing(secrets.second) });
    expect(await response.json()).toMatchObject({ mode: 'sandbox' });
  });

  it('logs each refusal in one line, without what was shown', async () => {
    app.logLines.length = 0;
    await app.graphql('{ __typename }', {}, showing('a-wrong-secret-that-somebody-has-tried'));
    await app.graphql('{ __typename }');
    expect(securityEventsOf(app)).toMatchObject([
      { level: 'warn', event: 'router-secret-refused', reason: 'wrong', requestId: expect.any(String) },
      { level: 'warn', event: 'router-secret-refused', reason: 'missing', requestId: expect.any(String) },
    ]);
    expect(app.logLines.join('')).not.toContain('somebody-has-tried');
  });
});

it('a secret is compared with what was given in one way alone, which takes as long whatever is right of it', () => {
  const text = readFileSync(join(import.meta.dirname, '../../src/server/auth/router-secrets.ts'), 'utf8');
  expect(text.match(/timingSafeEqual\(secret, found\)/g)).toHaveLength(1);
  expect(text).not.toMatch(
    /(secret|found|given|digest\(.*\))\)? (===|!==) (secret|found|digest)|\.(equals|compare|includes)\(/,
  );
});
