import { afterEach, describe, expect, it } from 'vitest';
import { createRateLimit } from '../../src/graphql/rate-limit.ts';
import { countOperations, mutate } from '../support/mutations.ts';
import { linesOf } from '../support/numbers.ts';
import { purchaseInput } from '../support/purchases.ts';
import { sendGraphql, startTestApp, type TestApp } from '../support/test-app.ts';
import { listed } from '../support/vendors.ts';

const purchase = () => purchaseInput(listed.name, { agentId: listed.agents.first });
const unlink = 'unlinkNumberFromAgent(input: { phoneNumberId: "nobody" }) { userErrors { code retryable charged } }';

describe('a limit of changes a minute', () => {
  let app: TestApp;
  let time = Date.parse('2026-07-01T09:00:30Z');
  const now = () => new Date(time);
  afterEach(() => app.stop());

  it('counts each change, and lets nothing be sent beyond', async () => {
    app = await startTestApp({ rateLimitPerMinute: 3, now });
    const first = purchase();
    await mutate(app, 'purchaseNumber', first);
    const { data } = await app.graphql(`mutation { a: ${unlink} b: ${unlink} c: ${unlink} }`);
    const [a, b, c] = [data.a, data.b, data.c].map(({ userErrors }) => userErrors);
    expect([a[0].code, b[0].code]).toEqual(['NOT_FOUND', 'NOT_FOUND']);
    expect(c).toEqual([{ code: 'LIMIT_REACHED', retryable: true, charged: 'NO' }]);

    app.sandbox.control.clearCalls();
    const message = expect.stringContaining('3 changes a minute');
    // What became of its key before is for the ledger to say.
    for (const input of [first, purchase()]) {
      expect(await mutate(app, 'purchaseNumber', input)).toMatchObject({
        phoneNumber: null,
        operation: null,
        userErrors: [{ code: 'LIMIT_REACHED', retryable: true, charged: 'UNKNOWN', message }],
      });
    }
    expect(app.sandbox.control.calls()).toEqual([]);
    expect(await countOperations(app)).toBe(1);
    const lines = linesOf(app).filter(({ event }) => event === 'rate-limited');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatchObject({ level: 'warn', address: expect.stringContaining('127.0.0.1') });

    time += 30_000;
    expect(await mutate(app, 'purchaseNumber', first)).toMatchObject({ userErrors: [] });
  });

  it('is off unless it is set, and does not count what is read', async () => {
    app = await startTestApp({ now });
    const many = Array.from({ length: 20 }, (_, index) => `a${index}: ${unlink}`).join(' ');
    const { data } = await app.graphql(`mutation { ${many} }`);
    expect(Object.values(data)).toEqual(
      Array(20).fill({ userErrors: [{ code: 'NOT_FOUND', retryable: false, charged: 'NO' }] }),
    );
    await app.restart({ rateLimitPerMinute: 1 });
    for (let read = 0; read < 5; read += 1)
      expect((await app.graphql('{ numberVendors { vendor } }')).errors).toBeUndefined();
    expect((await app.graphql(`mutation { ${unlink} }`)).data.unlinkNumberFromAgent.userErrors[0].code).toBe(
      'NOT_FOUND',
    );
  });
});

describe('where callers are not told apart, each address', () => {
  it('has a limit of its own, and is the same whichever way the service listens', async () => {
    const app = await startTestApp({ host: '::', rateLimitPerMinute: 1 });
    const codeOf = async (host: string) => {
      const url = `http://${host}:${new URL(app.url).port}`;
      const { data } = await sendGraphql(url, { query: `mutation { ${unlink} }` });
      return data.unlinkNumberFromAgent.userErrors[0].code;
    };
    const codes = [await codeOf('127.0.0.1'), await codeOf('127.0.0.1'), await codeOf('[::1]')];
    const limited = linesOf(app).filter(({ event }) => event === 'rate-limited');
    await app.stop();
    expect(codes).toEqual(['NOT_FOUND', 'LIMIT_REACHED', 'NOT_FOUND']);
    expect(limited).toMatchObject([{ address: '127.0.0.1' }]);
  });

  it.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff:ffff:ffff:ffff', true],
    ['2001:db8:1:2::1', '2001:0DB8:0001:0002:0:0:0:9', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['2001:db8::1', '2001:db8:0:0:5::', true],
    ['2001:db8::1', '2001:db8:0:1::1', false],
    ['1::', '1::5:6:7:8', true],
    ['1:2:3:4:5:6:7:8', '1:2:3:4::', true],
    ['::1', '::2', true],
    ['::ffff:192.0.2.1', '192.0.2.1', true],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.2', false],
    ['::ffff:192.0.2.1', '::1', false],
    ['192.0.2.1', '192.0.2.2', false],
    ['gone', 'gone', true],
  ])('%s counts with %s: %s', (first, second, isSame) => {
    const limit = createRateLimit(1, { now: () => new Date(), securityEvents: { report: () => undefined } });
    expect([first, second].map((address) => limit.take({ actor: null, address }))).toEqual([true, !isSame]);
  });
});
