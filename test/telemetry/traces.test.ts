import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { mutate } from '../support/mutations.ts';
import { linesOf } from '../support/numbers.ts';
import { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from '../support/otlp-receiver.ts';
import { purchaseInput } from '../support/purchases.ts';
import { startStubServer } from '../support/stub-server.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { openVendorWay, type VendorWay } from '../support/vendor-way.ts';
import { listed } from '../support/vendors.ts';

/** The span of a caller, who calls what is done for it a trace of its own. */
const callerOf = (traceId = randomBytes(16).toString('hex'), flags = '01') => ({
  ...{ traceId, spanId: SPAN_ID },
  headers: { traceparent: `00-${traceId}-${SPAN_ID}-${flags}`, tracestate: 'caller=7' },
});
const SPAN_ID = '00f067aa0ba902b7';
const PATIENCE = { timeout: 15_000, interval: 100 };
const [SERVER, CLIENT] = [2, 3];
const BUY = 'mutation Buy($input: PurchaseNumberInput!) { purchaseNumber(input: $input) { operation { id } } }';

describe('a service with OTEL_EXPORTER_OTLP_ENDPOINT', () => {
  let receiver: OtlpReceiver;
  let way: VendorWay;
  let app: TestApp;
  beforeAll(async () => {
    [receiver, way] = await Promise.all([startOtlpReceiver(), openVendorWay()]);
    app = await startTestApp({
      ...{ sandbox: false, accounts: way.accounts, vendorTimeoutMs: 10_000 },
      otlp: { endpoint: receiver.url, sampler: 'parentbased_always_on', ratio: 1 },
    });
    await app.graphql('{ phoneNumbers(maxAge: 0) { totalCount } }');
  });
  afterAll(async () => {
    await app.stop();
    // What there was is pushed as it ends.
    expect([...receiver.metrics]).toEqual(
      expect.arrayContaining(['http.server.request.duration', 'phone_numbers.operations.open']),
    );
    await Promise.all([receiver.stop(), way.stop()]);
  });
  beforeEach(() => {
    way.calls.length = 0;
    app.logLines.length = 0;
  });

  const ofTrace = ({ traceId }: Pick<ReceivedSpan, 'traceId'>) =>
    receiver.spans.filter((span) => span.traceId === traceId);

  /** The span of a request with this name of its operation, once it has come. */
  const requestOf = (operation: string) =>
    vi.waitFor(() => {
      const found = receiver.spans.find(({ attributes }) => attributes['graphql.operation.name'] === operation);
      if (found === undefined) throw new Error(`No request was called ${operation}.`);
      return found;
    }, PATIENCE);

  it('records a purchase from the gateway’s span to the calls to the vendor', async () => {
    const caller = callerOf();
    const { data } = await app.graphql(BUY, { input: purchaseInput(listed.name) }, caller.headers);
    const request = await requestOf('Buy');
    expect(request).toMatchObject({
      ...{ traceId: caller.traceId, parentSpanId: SPAN_ID, kind: SERVER, name: 'POST /graphql', status: 0 },
      attributes: { 'http.route': '/graphql', 'http.response.status_code': 200, 'graphql.operation.name': 'Buy' },
    });
    const [field, ...others] = ofTrace(request).filter(({ parentSpanId }) => parentSpanId === request.spanId);
    expect(others).toEqual([]);
    expect(field?.name).toBe('Mutation purchaseNumber');
    const { id } = data.purchaseNumber.operation;
    for (const name of ['operation', 'ledger recordSent', 'ledger finish']) {
      const found = ofTrace(request).find((span) => span.name === name);
      expect(found?.attributes, name).toEqual({ 'phone_numbers.operation.id': id });
    }
    expect(ofTrace(request).map(({ name }) => name)).toContain('ledger begin');
    const calls = ofTrace(request).filter(({ kind }) => kind === CLIENT);
    expect(calls.length).toBeGreaterThanOrEqual(2);
    // The vendor is told the ids of its own call, and the caller's state.
    const sent = way.calls.map(({ traceparent, tracestate }) => ({ traceparent, tracestate }));
    for (const { traceId, spanId } of calls) {
      expect(sent).toContainEqual({ traceparent: `00-${traceId}-${spanId}-01`, tracestate: 'caller=7' });
    }
    // Each belongs to another of the same trace.
    const ids = new Set([SPAN_ID, ...ofTrace(request).map(({ spanId }) => spanId)]);
    for (const span of ofTrace(request)) expect(ids).toContain(span.parentSpanId);
  });

  it('writes the ids of the span into the lines of the log', async () => {
    const { traceId, headers } = callerOf();
    await app.graphql('query Logged { phoneNumbers(maxAge: 0) { totalCount } }', {}, headers);
    await vi.waitFor(() => expect(linesOf(app).map(({ msg }) => msg)).toContain('request'), PATIENCE);
    const request = await requestOf('Logged');
    const [line] = linesOf(app).filter(({ msg }) => msg === 'request');
    expect(line).toMatchObject({ traceId, spanId: request.spanId, requestId: expect.any(String) });
    const ofCalls = linesOf(app).filter(({ msg }) => msg === 'vendor call');
    expect(ofCalls.length).toBeGreaterThan(0);
    const ids = ofTrace(request).map(({ spanId }) => spanId);
    for (const { spanId, ...call } of ofCalls) {
      expect(call).toMatchObject({ traceId });
      expect(ids).toContain(spanId);
    }
  });

  it('records the root fields of a query that is compiled, and nothing below them', async () => {
    // It is compiled at its third use.
    const callers = Array.from({ length: 5 }, () => callerOf());
    for (const { headers } of callers) {
      await app.graphql('query Again { one: numberVendors { vendor title } numberSummary { total } }', {}, headers);
    }
    for (const { traceId } of callers) {
      const names = () => ofTrace({ traceId }).map(({ name }) => name);
      await vi.waitFor(() => expect(names()).toContain('POST /graphql'), PATIENCE);
      expect(names().toSorted()).toEqual(['POST /graphql', 'Query numberSummary', 'Query numberVendors']);
    }
  });

  it('records nothing of what the caller says is not recorded, of health and of metrics', async () => {
    const { traceId, headers } = callerOf(undefined, '00');
    await app.graphql('query Unrecorded { phoneNumbers(maxAge: 0) { totalCount } }', {}, headers);
    expect(way.calls.length).toBeGreaterThan(0);
    for (const call of way.calls) expect(call['traceparent']).toBe(headers.traceparent);
    await fetch(`${app.url}/health/live`);
    await fetch(`${app.url}/metrics`);
    await app.graphql('query Last { numberVendors { vendor } }');
    await requestOf('Last');
    expect(ofTrace({ traceId })).toEqual([]);
    expect(receiver.spans.map(({ name }) => name).filter((name) => /health|metrics/.test(name))).toEqual([]);
  });

  it('tells how calls fail, without what is said of it', async () => {
    const mend = way.sandbox.control.addFault({ vendor: listed.name, operation: 'list', kind: '500-before' });
    await app.graphql('query Failing { phoneNumbers(maxAge: 0) { totalCount } }', {}, callerOf().headers);
    mend();
    const failed = ofTrace(await requestOf('Failing')).filter(({ kind, status }) => kind === CLIENT && status === 2);
    expect(failed.length).toBeGreaterThan(0);
    for (const { attributes } of failed) expect(attributes['error.type']).toBe('500');
  });

  it('sends no text of a document, no variable and no secret', async () => {
    const password = 'a-password-of-a-trunk';
    const input = {
      ...{ vendor: listed.name, idempotencyKey: 'a-key-of-a-caller', number: '+14155550198', label: 'a-label-of-it' },
      ...{ terminationUri: 'trunk.example.com', username: 'a-user-of-a-trunk', password, ...listed.importMembers },
    };
    await mutate(app, 'importSipNumber', input);
    await app.graphql('query Texts { phoneNumbers(filter: { contains: "a-text-to-look-for" }) { totalCount } }');
    await requestOf('Texts');
    const sent = receiver.texts.join('\n');
    expect(sent).toContain('Mutation importSipNumber');
    for (const text of ['a-password', 'a-user', 'a-key', 'a-label', '4155550198', 'a-text', 'totalCount', 'Bearer']) {
      expect(sent, text).not.toContain(text);
    }
  });
});

it('a service goes on where traces are not taken, and says so once until they are', async () => {
  const collector = await startStubServer();
  collector.answer({ status: 400, json: {} });
  const app = await startTestApp({ otlp: { endpoint: `${collector.url}/otlp`, sampler: 'always_on', ratio: 1 } });
  try {
    const said = () => linesOf(app).flatMap(({ msg }) => (/^traces /.test(String(msg)) ? [msg] : []));
    const tried = () => collector.requests.filter(({ path }) => path === '/otlp/v1/traces').length;
    for (let time = 1; time <= 2; time += 1) {
      expect((await app.graphql('{ numberVendors { vendor } }')).errors).toBeUndefined();
      await vi.waitFor(() => expect(tried()).toBeGreaterThanOrEqual(time), PATIENCE);
    }
    collector.answer({ json: {} });
    await app.graphql('{ numberVendors { vendor } }');
    await vi.waitFor(() => expect(said()).toEqual(['traces cannot be sent', 'traces are sent again']), PATIENCE);
  } finally {
    await app.stop();
    await collector.stop();
  }
});
