import type { IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { linesOf } from '../support/numbers.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { openVendorWay, type VendorWay } from '../support/vendor-way.ts';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const traceparent = `00-${TRACE_ID}-00f067aa0ba902b7-01`;
const LIST = '{ phoneNumbers(maxAge: 0) { totalCount } }';

describe('a call to a vendor', () => {
  let way: VendorWay;
  let app: TestApp;
  beforeAll(async () => {
    way = await openVendorWay();
    app = await startTestApp({ sandbox: false, accounts: way.accounts });
    await app.graphql(LIST);
  });
  afterAll(async () => {
    await app.stop();
    await way.stop();
  });
  beforeEach(() => {
    way.calls.length = 0;
    app.logLines.length = 0;
  });

  const traceOf = ({ traceparent, tracestate }: IncomingHttpHeaders) => [traceparent, tracestate];

  it.each([
    [undefined],
    ['vendor=value'],
    ['a=1,b@c=t61rcWkgMzE, d/e*f-g_0=!~ x'],
    [Array.from({ length: 32 }, (_, index) => `k${index}=v`).join(',')],
  ])('carries the trace of the request that it is made for, with the state %j', async (tracestate) => {
    const { data } = await app.graphql(LIST, {}, { traceparent, ...(tracestate !== undefined && { tracestate }) });
    expect(data.phoneNumbers.totalCount).toEqual(expect.any(Number));
    expect(way.calls.length).toBeGreaterThan(0);
    for (const call of way.calls) expect(traceOf(call)).toEqual([traceparent, tracestate]);
    await vi.waitFor(() => expect(linesOf(app).map(({ msg }) => msg)).toContain('request'));
    const lines = linesOf(app).filter(({ msg }) => msg === 'request' || msg === 'vendor call');
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(line).toMatchObject({ traceId: TRACE_ID, requestId: expect.any(String) });
  });

  it('carries none that the request does not have', async () => {
    await app.graphql(LIST);
    expect(way.calls.length).toBeGreaterThan(0);
    for (const call of way.calls) expect(traceOf(call)).toEqual([undefined, undefined]);
    await vi.waitFor(() => expect(linesOf(app).map(({ msg }) => msg)).toContain('request'));
    for (const line of linesOf(app)) expect(line).not.toHaveProperty('traceId');
  });

  it.each([
    '',
    'x',
    TRACE_ID,
    traceparent.toUpperCase(),
    `01-${TRACE_ID}-00f067aa0ba902b7-01`,
    `${traceparent}-more`,
    `${traceparent}, ${traceparent}`,
    `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    `00-${TRACE_ID}-${'0'.repeat(16)}-01`,
    `${traceparent}\tx-api-key: other`,
  ])('carries nothing of a trace that is written %j', async (given) => {
    await app.graphql(LIST, {}, { traceparent: given, tracestate: 'vendor=value' });
    expect(way.calls.length).toBeGreaterThan(0);
    for (const call of way.calls) expect(traceOf(call)).toEqual([undefined, undefined]);
  });

  it.each([
    '',
    'no member',
    'a=1,,b=2',
    'A=1',
    'a=1=2',
    'a=\u00e4',
    'a=1\tb',
    'a='.padEnd(513, 'x'),
    `a=${'x'.repeat(257)}`,
    `a=${'x'.repeat(255)},b=${'x'.repeat(255)}`,
    Array.from({ length: 33 }, (_, index) => `k${index}=v`).join(','),
  ])('carries the trace alone where its state is %j', async (tracestate) => {
    await app.graphql(LIST, {}, { traceparent, tracestate });
    expect(way.calls.length).toBeGreaterThan(0);
    for (const call of way.calls) expect(traceOf(call)).toEqual([traceparent, undefined]);
  });
});
