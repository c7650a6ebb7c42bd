import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Family, readMetrics, sumOf } from '../support/prometheus-text.ts';
import { purchaseInput } from '../support/purchases.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { listed } from '../support/vendors.ts';

const json = { 'content-type': 'application/json' };
const SECRET = 'secret-of-a-gateway-0123456789-0123456789';
const BUY = 'mutation Buy($input: PurchaseNumberInput!) { purchaseNumber(input: $input) { userErrors { code } } }';

/** How much a metric has grown, once it has: what is counted is counted after the answer. */
async function growthOf(app: TestApp, read: (families: ReadonlyMap<string, Family>) => number, work: () => unknown) {
  const before = read(await readMetrics(app.url));
  await work();
  await vi.waitFor(async () => expect(read(await readMetrics(app.url))).toBeGreaterThan(before), { timeout: 10_000 });
  return read(await readMetrics(app.url)) - before;
}

describe('requests', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ purchaseLimits: { inAll: 0, perActor: null } });
  });
  afterAll(() => app.stop());

  const post = (body: string, headers: Record<string, string> = json) =>
    fetch(`${app.url}/graphql`, { method: 'POST', headers, body });
  const ofGraphql = (labels: Record<string, string>) => (families: ReadonlyMap<string, Family>) =>
    sumOf(families, 'phone_numbers_graphql_request_duration_seconds_count', labels);
  const ofHttp = (labels: Record<string, string>) => (families: ReadonlyMap<string, Family>) =>
    sumOf(families, 'http_server_request_duration_seconds_count', labels);
  const refusedFor = (reason: string) => (families: ReadonlyMap<string, Family>) =>
    sumOf(families, 'phone_numbers_requests_refused_total', { reason });

  it('are counted by the name of their operation once it has come thrice', async () => {
    const ask = () => app.graphql('query Known { numberVendors { vendor } }');
    await growthOf(app, ofGraphql({ graphql_operation_name: 'Known', outcome: 'ok' }), async () => {
      for (let time = 0; time < 3; time += 1) await ask();
    });
    expect(await growthOf(app, ofGraphql({ graphql_operation_name: 'Known', outcome: 'ok' }), ask)).toBe(1);
  });

  it('are counted as refused where they are, and as failed where that is not the callers’ doing', async () => {
    const refused = ofGraphql({ outcome: 'refused' });
    expect(await growthOf(app, refused, () => app.graphql(`{ ${manyReads(101)} }`))).toBe(1);
    const broken = await startTestApp({
      decorate: (operations) => ({
        ...operations,
        registry: { ...operations.registry, counts: () => Promise.reject(new Error('The disk is gone.')) },
      }),
    });
    try {
      const { errors } = await broken.graphql('{ numberSummary { total } }');
      expect(errors).toHaveLength(1);
      await vi.waitFor(async () =>
        expect(ofGraphql({ outcome: 'failed' })(await readMetrics(broken.url))).toBeGreaterThan(0),
      );
      // Nor can the gauges be read: they are left out, and that is told.
      const families = await readMetrics(broken.url);
      expect(sumOf(families, 'phone_numbers_database_up')).toBe(0);
      expect(families.has('phone_numbers_operations_open')).toBe(false);
    } finally {
      await broken.stop();
    }
  });

  it('are counted by method, route and status', async () => {
    const health = { http_request_method: 'GET', http_route: '/health/live', http_response_status_code: '200' };
    expect(await growthOf(app, ofHttp(health), () => fetch(`${app.url}/health/live`))).toBe(1);
    const other = { http_request_method: '_OTHER', http_route: 'other' };
    expect(await growthOf(app, ofHttp(other), () => fetch(`${app.url}/x/y`, { method: 'REPORT' }))).toBe(1);
  });

  it.each([
    ['request', () => post('no JSON')],
    ['request', () => post('{}', { 'content-type': 'text/plain' })],
    ['document', () => app.graphql('{ nothing }')],
    ['document', () => app.graphql('{ nothing')],
    ['input', () => app.graphql('query ($first: Int) { phoneNumbers(first: $first) { totalCount } }', { first: 'x' })],
    ['input', () => app.graphql('{ phoneNumber(id: "\u0000") { __typename } }')],
    ['limits', () => app.graphql(`{ ${manyReads(101)} }`)],
    ['limits', () => app.graphql(`${'{ a '.repeat(3_000)}${'}'.repeat(3_000)}`)],
    ['cost', () => app.graphql(`{ ${costly(40)} }`)],
    ['purchase-limit', () => app.graphql(BUY, { input: purchaseInput(listed.name) })],
    ['foreign-page', () => fetch(`${app.url}/graphql`, { headers: { 'sec-fetch-site': 'cross-site' } })],
  ])('that are refused count as %s', async (reason, cause) => {
    expect(await growthOf(app, refusedFor(reason), cause)).toBe(1);
  });

  it.each([
    { what: '', otlp: null },
    {
      what: ', also where they are traced',
      otlp: { endpoint: 'http://127.0.0.1:9', sampler: 'always_on', ratio: 1 } as const,
    },
  ])('that come too fast count as rate$what', async ({ otlp }) => {
    const limited = await startTestApp({ rateLimitPerMinute: 1, otlp });
    try {
      const buyTwice = async () => {
        // A minute may end in between.
        for (let time = 0; time < 3; time += 1) await limited.graphql(BUY, { input: purchaseInput(listed.name) });
      };
      expect(await growthOf(limited, refusedFor('rate'), buyTwice)).toBeGreaterThan(0);
      await vi.waitFor(async () =>
        expect(ofGraphql({ outcome: 'refused' })(await readMetrics(limited.url))).toBeGreaterThan(0),
      );
    } finally {
      await limited.stop();
    }
  });

  it('without credentials count as what they lack', async () => {
    const guarded = await startTestApp({ routerSecrets: [SECRET] });
    try {
      expect(await growthOf(guarded, refusedFor('router-secret'), () => guarded.graphql('{ __typename }'))).toBe(1);
    } finally {
      await guarded.stop();
    }
  });

  function manyReads(count: number): string {
    return Array.from({ length: count }, (_, index) => `r${index}: numberVendors { vendor }`).join(' ');
  }

  function costly(count: number): string {
    return Array.from({ length: count }, (_, index) => `c${index}: phoneNumbers(first: 500) { totalCount }`).join(' ');
  }
});
