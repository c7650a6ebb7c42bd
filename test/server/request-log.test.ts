import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { linesOf, listNumbers } from '../support/numbers.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { listed } from '../support/vendors.ts';

const PATIENCE = { timeout: 20_000 };
const json = { 'content-type': 'application/json' };
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

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
  const requestLines = () => linesOf(app).filter((line) => line['msg'] === 'request');

  describe('gives every request an id', () => {
    beforeEach(() => {
      app.logLines.length = 0;
    });

    it.each(['a1b2-c3', 'trace:42', 'x'.repeat(128)])('that is the caller’s own, if it is %s', async (id) => {
      const headers = { ...json, 'x-request-id': id };
      const response = await post('{"query":"query Mine { phoneNumbers { totalCount } }"}', headers);
      expect(response.headers.get('x-request-id')).toBe(id);
      await vi.waitFor(() => expect(requestLines()).toHaveLength(1), PATIENCE);
      const lines = linesOf(app).filter((line) => line['requestId'] === id);
      expect(lines.map((line) => line['msg'])).toEqual(expect.arrayContaining(['sql', 'request']));
    });

    it.each(['with spaces', 'x'.repeat(129), '{"json":1}', ''])('that is a new one instead of %j', async (id) => {
      const response = await send('/health/live', { headers: { 'x-request-id': id } });
      expect(response.headers.get('x-request-id')).toMatch(uuid);
    });

    it('that differs from that of any other', async () => {
      const ids = await Promise.all(
        Array.from({ length: 5 }, async () => (await send('/health/live')).headers.get('x-request-id')),
      );
      expect(new Set(ids).size).toBe(5);
    });
  });

  describe('logs each request in one line', () => {
    beforeEach(() => {
      app.logLines.length = 0;
    });

    it('with its operation, and without its document', async () => {
      const response = await post('{"query":"query Mine { numberVendors { vendor } }"}');
      await response.text();
      await vi.waitFor(() => expect(requestLines()).toHaveLength(1), PATIENCE);
      expect(requestLines()).toEqual([
        {
          level: 'info',
          time: expect.any(String),
          requestId: response.headers.get('x-request-id'),
          method: 'POST',
          path: '/graphql',
          status: 200,
          durationMs: expect.any(Number),
          operation: 'Mine',
          msg: 'request',
        },
      ]);
    });

    it('with the beginning of a name that is long', async () => {
      const name = 'Long'.repeat(225_000);
      await (await post(JSON.stringify({ query: `query ${name} { numberVendors { vendor } }` }))).text();
      await vi.waitFor(() => expect(requestLines()).toHaveLength(1), PATIENCE);
      expect(requestLines()).toMatchObject([{ status: 200, operation: 'Long'.repeat(25) }]);
      expect(app.logLines.join('').length).toBeLessThan(10_000);
    });

    it.each([
      ['before it has sent all', '{"query":"'],
      ['before it has its answer', '{"query":"{ phoneNumbers(maxAge: 0) { totalCount } }"}  '],
    ])('without an error where the caller hangs up %s', async (_title, body) => {
      const { port } = new URL(app.url);
      const socket = connect(Number(port), '127.0.0.1');
      await once(socket, 'connect');
      const length = body.endsWith('}  ') ? body.length : 1_000;
      socket.write(
        `POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n${body}`,
      );
      await sleep(20);
      socket.destroy();
      await vi.waitFor(() => expect(requestLines()).toHaveLength(1), PATIENCE);
      expect(linesOf(app).filter(({ level }) => level === 'error')).toEqual([]);
    });

    it('without the query of its URL', async () => {
      await send(`/graphql?query=${encodeURIComponent('{ numberVendors { vendor } }')}`, {
        headers: { 'apollo-require-preflight': 'true' },
      });
      await send('/nothing?token=secret');
      await vi.waitFor(() => expect(requestLines()).toHaveLength(2), PATIENCE);
      expect(requestLines()).toMatchObject([
        { method: 'GET', path: '/graphql', status: 200, operation: 'anonymous query' },
        { method: 'GET', path: '/nothing', status: 404 },
      ]);
      expect(app.logLines.join()).not.toMatch(/token|secret|numberVendors/);
    });

    it('with the beginning of a path that is long', async () => {
      await send(`/${'x'.repeat(10_000)}`);
      await vi.waitFor(() => expect(requestLines()).toHaveLength(1), PATIENCE);
      expect(requestLines()).toMatchObject([{ path: `/${'x'.repeat(199)}`, status: 404 }]);
    });

    it('quietly, if it is a probe', async () => {
      await send('/health/live');
      await send('/health/ready');
      await vi.waitFor(() => expect(requestLines()).toHaveLength(2), PATIENCE);
      expect(requestLines()).toMatchObject([{ level: 'debug' }, { level: 'debug' }]);
    });

    it('also where the caller has gone', async () => {
      const { control } = app.sandbox;
      control.addFault({ vendor: listed.name, operation: 'list', kind: 'late', delayMs: 1_500, times: 1 });
      const caller = new AbortController();
      const body = '{"query":"query Gone { phoneNumbers(maxAge: 0) { totalCount } }"}';
      const asked = send('/graphql', { method: 'POST', headers: json, body, signal: caller.signal });
      await vi.waitFor(() => expect(control.faults()).toEqual([]), PATIENCE);
      caller.abort();
      await expect(asked).rejects.toThrow();
      await vi.waitFor(() => expect(requestLines()).toMatchObject([{ operation: 'Gone', aborted: true }]), PATIENCE);
    });
  });
});
