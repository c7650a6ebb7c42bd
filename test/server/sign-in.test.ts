import { SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startIssuer, type TestIssuer } from '../support/issuer.ts';
import { purchaseInput } from '../support/purchases.ts';
import { securityEventsOf } from '../support/security-events.ts';
import { type Answer, startTestApp, type TestApp } from '../support/test-app.ts';
import { listed } from '../support/vendors.ts';

const read = '{ numberVendors { vendor } }';
const purchase = `mutation ($input: PurchaseNumberInput!) {
  purchaseNumber(input: $input) { operation { id actor } userErrors { code message } }
}`;
const minutes = (count: number) => count * 60_000;
const seconds = (count: number) => Math.floor(Date.now() / 1000) + count;
/** Times count from the moment of the test, which a busy machine may run long after it has read this file. */
const claimsNow = (claims: object | (() => object)) => (typeof claims === 'function' ? claims() : claims);
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

let issuer: TestIssuer;
let app: TestApp;
beforeAll(async () => {
  issuer = await startIssuer();
  app = await startTestApp({ signIn: issuer.signIn });
});
afterAll(async () => {
  await app.stop();
  await issuer.stop();
});

function expectRefusal({ status, data, errors }: Answer): void {
  expect([status, data]).toEqual([401, undefined]);
  expect(errors).toEqual([{ message: expect.any(String), extensions: { code: 'UNAUTHENTICATED' } }]);
}

describe('a service that callers sign in to', () => {
  it('takes the subject of a token for the actor', async () => {
    const headers = await issuer.headersOf('ada@example.com', 'numbers:purchase');
    const { data } = await app.graphql(purchase, { input: purchaseInput(listed.name) }, headers);
    expect(data.purchaseNumber).toEqual({
      operation: { id: expect.any(String), actor: 'ada@example.com' },
      userErrors: [],
    });
  });

  it.each([
    ['a good one', {}],
    ['one for several audiences', { aud: ['somebody', 'phone-numbers'] }],
    ['one that a slow clock takes for too new', () => ({ nbf: seconds(20) })],
    ['one that a fast clock takes for too old', () => ({ exp: seconds(-20) })],
    ['a subject of 255 characters', { sub: 'é'.repeat(255) }],
  ])('takes %s', async (_what, claims) => {
    const token = await issuer.tokenOf('ada', { claims: { scope: 'numbers:read', ...claimsNow(claims) } });
    expect(await app.graphql(read, {}, bearer(token))).toMatchObject({ status: 200, data: expect.anything() });
  });

  it.each([
    ['another issuer', { iss: 'https://elsewhere.example.com' }],
    ['no issuer', { iss: undefined }],
    ['another audience', { aud: 'somebody' }],
    ['no audience', { aud: undefined }],
    ['no end', { exp: undefined }],
    ['an end that has passed', () => ({ exp: seconds(-60) })],
    ['a beginning to come', () => ({ nbf: seconds(60) })],
    ['no subject', { sub: undefined }],
    ['an empty subject', { sub: '' }],
    ['a subject of 256 characters', { sub: 's'.repeat(256) }],
    ['a subject with NUL', { sub: 'ada\u0000' }],
    ['a subject with half of a character', { sub: 'ada\ud800' }],
    ['a subject that is a number', { sub: 7 }],
  ])('answers 401 and nothing else to a token with %s', async (_what, claims) => {
    const token = await issuer.tokenOf('ada', { claims: { scope: 'numbers:read', ...claimsNow(claims) } });
    expectRefusal(await app.graphql(read, {}, bearer(token)));
  });

  it('answers 401 to a token that nobody, or somebody else, has signed, and to what is none', async () => {
    const good = await issuer.tokenOf('ada', { claims: { scope: 'numbers:read' } });
    const [head = '', body = '', signature = ''] = good.split('.');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`;
    const secretly = await new SignJWT({ scope: 'numbers:read' })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(issuer.signIn.issuer)
      .setAudience(issuer.signIn.audience)
      .setSubject('ada')
      .setExpirationTime('5m')
      .sign(new TextEncoder().encode('a secret that is known to both of them'));
    const others = [
      bearer(await issuer.tokenOf('ada', { forged: true })),
      bearer(await issuer.tokenOf('ada', { header: { kid: 'nobody-has-this-key' } })),
      bearer(unsigned),
      bearer(secretly),
      bearer(`${head}.${body}.${signature.slice(2)}`),
      bearer(`${head}.${Buffer.from('{"sub":"ada"}').toString('base64url')}.${signature}`),
      bearer('x'),
      bearer(''),
      { authorization: good },
      { authorization: `Basic ${good}` },
      {},
    ];
    for (const headers of others) expectRefusal(await app.graphql(read, {}, headers));
  });

  it('answers 401 to a token that is signed by an algorithm that is not listed, though its issuer does so', async () => {
    const other = await startIssuer('ML-DSA-44');
    const believing = await startTestApp({ signIn: other.signIn });
    expectRefusal(await believing.graphql(read, {}, await other.headersOf('ada', 'numbers:read')));
    expect(securityEventsOf(believing)).toMatchObject([{ reason: 'ERR_JOSE_ALG_NOT_ALLOWED' }]);
    await believing.stop();
    await other.stop();
  });

  it('refuses everything but health without a token, what gateways ask included', async () => {
    for (const query of ['{ __typename }', '{ _service { sdl } }', '{']) expectRefusal(await app.graphql(query));
    expect((await fetch(`${app.url}/graphiql/info.json`)).status).toBe(401);
    expect((await fetch(`${app.url}/health/ready`)).status).toBe(200);
  });

  it('logs each refusal in one line, without the token', async () => {
    app.logLines.length = 0;
    const token = await issuer.tokenOf('mallory', { claims: { aud: 'somebody' } });
    await app.graphql(read, {}, bearer(token));
    await app.graphql(read);
    expect(securityEventsOf(app)).toMatchObject([
      { level: 'warn', event: 'token-refused', reason: expect.stringMatching(/ aud$/) },
      { level: 'warn', event: 'token-refused', reason: 'missing' },
    ]);
    expect(app.logLines.join('')).not.toMatch(new RegExp(`mallory|${token.split('.')[1]}`));
  });
});

describe('a service that has both secrets and sign-in', () => {
  const secret = { 'router-authorization': 'a-secret-of-a-gateway-0123456789-0123' };
  let both: TestApp;
  beforeAll(async () => {
    both = await startTestApp({ signIn: issuer.signIn, routerSecrets: [secret['router-authorization']] });
  });
  afterAll(() => both.stop());

  it('answers a gateway that passes on a token', async () => {
    const headers = { ...secret, ...(await issuer.headersOf('ada', 'numbers:read')) };
    expect(await both.graphql(read, {}, headers)).toMatchObject({
      status: 200,
      data: { numberVendors: expect.anything() },
    });
  });

  it('gives a gateway without a token what supergraphs are composed of, and nothing else', async () => {
    expect((await both.graphql('{ _service { sdl } }', {}, secret)).data._service.sdl).toContain('PstnNumber');
    expect(
      await both.graphql('{ __typename ...A } fragment A on Query { _service { sdl } }', {}, secret),
    ).toMatchObject({
      status: 200,
    });
    for (const query of [
      read,
      '{ _service { sdl } numberVendors { vendor } }',
      'query A { ...A } fragment A on Query { numberVendors { vendor } }',
      '{ ... { numberVendors { vendor } } }',
      '{ __schema { types { name } } }',
      '{ _entities(representations: []) { __typename } }',
      'mutation { releaseNumber(input: { phoneNumberId: "x", confirmAddress: "x" }) { replayed } }',
    ]) {
      expect(await both.graphql(query, {}, secret)).toMatchObject({
        status: 401,
        errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
      });
    }
  });

  it('lets past the gateway only those who operate it', async () => {
    expect(
      await both.graphql(read, {}, await issuer.headersOf('ada', 'numbers:read', 'numbers:operate')),
    ).toMatchObject({
      status: 200,
    });
    expectRefusal(await both.graphql(read, {}, await issuer.headersOf('ada', 'numbers:read')));
    expectRefusal(await both.graphql(read));
  });

  it('refuses a wrong secret beside a good token, and a wrong token beside a good secret', async () => {
    const good = await issuer.headersOf('ada', 'numbers:read', 'numbers:operate');
    expectRefusal(await both.graphql(read, {}, { ...good, 'router-authorization': 'wrong' }));
    expectRefusal(await both.graphql('{ _service { sdl } }', {}, { ...secret, ...bearer('wrong') }));
    expectRefusal(await both.graphql('{ _service { sdl } }', {}, { ...secret, authorization: 'wrong' }));
  });
});

describe('a limit of purchases for each actor', () => {
  it('counts those of one subject, whatever others buy', async () => {
    const limited = await startTestApp({ signIn: issuer.signIn, purchaseLimits: { inAll: null, perActor: 1 } });
    const buy = async (subject: string) => {
      const headers = await issuer.headersOf(subject, 'numbers:purchase');
      const { data } = await limited.graphql(purchase, { input: purchaseInput(listed.name) }, headers);
      return data.purchaseNumber.userErrors.map(({ code }: { code: string }) => code);
    };
    expect([await buy('ada'), await buy('ada'), await buy('grace')]).toEqual([[], ['LIMIT_REACHED'], []]);
    await limited.stop();
  });
});

describe('the keys of the issuer', () => {
  let own: TestIssuer;
  let service: TestApp;
  const ask = async () => (await service.graphql(read, {}, await own.headersOf('ada', 'numbers:read'))).status;
  const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);
  afterEach(async () => {
    vi.useRealTimers();
    await service.stop();
    await own.stop();
  });

  async function start(): Promise<void> {
    own = await startIssuer();
    service = await startTestApp({ signIn: own.signIn });
    vi.useFakeTimers({ toFake: ['Date'] });
  }

  it('are read once for all tokens, and anew after a while, which finds those that were taken back', async () => {
    await start();
    expect(own.reads()).toBe(0);
    expect([await ask(), await ask(), await ask(), own.reads()]).toEqual([200, 200, 200, 1]);
    const old = bearer(await own.tokenOf('ada', { claims: { scope: 'numbers:read', exp: seconds(3_600) } }));
    await own.rotate();
    pass(minutes(11));
    await service.graphql(read, {}, old);
    await vi.waitFor(async () => expect((await service.graphql(read, {}, old)).status).toBe(401));
    expect(await ask()).toBe(200);
  });

  it('are read anew for one that is not known, but not at the word of whoever invents some', async () => {
    await start();
    await ask();
    await own.rotate();
    pass(minutes(1));
    expect([await ask(), own.reads()]).toEqual([200, 2]);
    for (const kid of ['invented-1', 'invented-2', 'invented-3']) {
      const token = await own.tokenOf('ada', { header: { kid } });
      expectRefusal(await service.graphql(read, {}, bearer(token)));
    }
    expect(own.reads()).toBe(2);
  });

  it('are good for an hour while the issuer is away, which is asked again only now and then', async () => {
    await start();
    await ask();
    own.setAway(true);
    pass(minutes(50));
    expect([await ask(), await ask()]).toEqual([200, 200]);
    pass(minutes(11));
    const { status, errors } = await service.graphql(read, {}, await own.headersOf('ada', 'numbers:read'));
    expect([status, errors]).toMatchObject([503, [{ extensions: { code: 'SIGN_IN_UNAVAILABLE' } }]]);
    const reads = own.reads();
    expect([await ask(), await ask(), own.reads() - reads]).toEqual([503, 503, 0]);
    own.setAway(false);
    pass(minutes(1));
    expect(await ask()).toBe(200);
  });
});
