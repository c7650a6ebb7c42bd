import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAgentsSubgraph } from '../../examples/supergraph/agents/server.ts';
import { startGateway } from '../../examples/supergraph/gateway.ts';
import type { Scope } from '../../src/domain/scopes.ts';
import { startIssuer, type TestIssuer } from '../support/issuer.ts';
import { purchaseInput, soldIn } from '../support/purchases.ts';
import { sendGraphql, startTestApp, type TestApp } from '../support/test-app.ts';
import { listed } from '../support/vendors.ts';

const TIMEOUT_MS = 60_000;
const routerSecret = 'a-secret-of-a-gateway-0123456789-0123';
const purchase = `mutation ($input: PurchaseNumberInput!) {
  purchaseNumber(input: $input) { replayed phoneNumber { ... on PstnNumber { number } } operation { id actor } userErrors { code } }
}`;

describe('a key that was used before', { timeout: TIMEOUT_MS }, () => {
  const running = new AsyncDisposableStack();
  let issuer: TestIssuer;
  let app: TestApp;
  let agentsUrl: string;

  beforeAll(async () => {
    issuer = await startIssuer();
    running.defer(() => issuer.stop());
    app = await startTestApp();
    running.defer(() => app.stop());
    const agents = await startAgentsSubgraph();
    running.defer(() => agents.stop());
    agentsUrl = agents.url;
  }, TIMEOUT_MS);
  afterAll(() => running.disposeAsync(), TIMEOUT_MS);

  /** A gateway over the service as it runs now, for one question. */
  async function throughGateway(query: string, variables: object, headers: Record<string, string> = {}) {
    const gateway = await startGateway({ phoneNumbersUrl: `${app.url}/graphql`, agentsUrl, port: 0, routerSecret });
    try {
      return await sendGraphql(gateway.url, { query, variables }, headers);
    } finally {
      await gateway.stop();
    }
  }
  const as = (subject: string, ...scopes: Scope[]) => issuer.headersOf(subject, ...scopes);

  it('is replayed after sign-in is switched on, to whoever asks, and buys nothing again', async () => {
    await app.restart();
    const input = purchaseInput(listed.name);
    const before = (await throughGateway(purchase, { input })).data.purchaseNumber;
    expect(before).toMatchObject({ replayed: false, operation: { actor: null }, userErrors: [] });
    await app.restart({ signIn: issuer.signIn, routerSecrets: [routerSecret] });

    const replayed = { ...before, replayed: true };
    for (const subject of ['ada', 'grace', 'a-client-that-was-rotated']) {
      const { data } = await throughGateway(purchase, { input }, await as(subject, 'numbers:purchase'));
      expect(data.purchaseNumber, subject).toEqual(replayed);
    }
    // Another input is another wish, whoever has it.
    const other = { ...input, label: 'Something else' };
    const { data } = await throughGateway(purchase, { input: other }, await as('ada', 'numbers:purchase'));
    expect(data.purchaseNumber.userErrors).toEqual([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);

    await app.restart();
    expect((await throughGateway(purchase, { input })).data.purchaseNumber).toEqual(replayed);
    expect(soldIn(app, input['areaCode'])).toEqual([before.phoneNumber.number]);
  });

  it('is replayed to another subject, whose operation it does not become', async () => {
    await app.restart({ signIn: issuer.signIn, routerSecrets: [routerSecret] });
    const input = purchaseInput(listed.name);
    const first = await throughGateway(purchase, { input }, await as('ada', 'numbers:purchase'));
    const second = await throughGateway(purchase, { input }, await as('grace', 'numbers:purchase'));
    expect(second.data.purchaseNumber).toEqual({ ...first.data.purchaseNumber, replayed: true });
    expect(second.data.purchaseNumber.operation.actor).toBe('ada');
    expect(soldIn(app, input['areaCode'])).toHaveLength(1);
  });

  it('needs the scope all the same, and a gateway has to pass on who asks', async () => {
    await app.restart({ signIn: issuer.signIn, routerSecrets: [routerSecret] });
    const input = purchaseInput(listed.name);
    const lacking = await throughGateway(purchase, { input }, await as('ada', 'numbers:read'));
    expect(lacking.data.purchaseNumber).toMatchObject({ operation: null, userErrors: [{ code: 'FORBIDDEN' }] });
    expect((await throughGateway(purchase, { input })).errors).toMatchObject([
      { message: expect.stringContaining('token') },
    ]);
    expect(soldIn(app, input['areaCode'])).toEqual([]);
  });
});
