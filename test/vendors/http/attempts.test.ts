import { describe, expect, it } from 'vitest';
import { ageOf } from '../../../src/vendors/http/client.ts';
import { failing, fine, garbage, get, halfBody, hang, kindOf, post, reset, setUp } from '../../support/http-client.ts';
import { recordCall } from '../../support/vendor-calls.ts';

describe('a call that changes something', () => {
  it.each([
    ['is told 429', failing(429, { 'retry-after': '0' }), 'answered'],
    ['is told 500', failing(500), 'answered'],
    ['is told 503', failing(503), 'answered'],
    ['is cut off', reset, 'no-answer'],
    ['is cut off in the middle of its answer', halfBody, 'no-answer'],
    ['is answered with garbage', garbage, 'unreadable'],
    ['is never answered', hang, 'no-answer'],
  ] as const)('is sent once if it %s', async (_name, answer, kind) => {
    const { stub, client } = await setUp({ timeoutMs: 150 });
    stub.answer(answer);
    expect(await kindOf(client.write(recordCall(), post))).toBe(kind);
    expect(stub.requests).toHaveLength(1);
  });

  it('is not made long after it was recorded: by then others have stopped expecting it', async () => {
    const { stub, client } = await setUp({ timeoutMs: 50 });
    const call = recordCall();
    await expect.poll(() => ageOf(call)).toBeGreaterThan(100);
    expect(await kindOf(client.write(call, post))).toBe('busy');
    expect(stub.requests).toHaveLength(0);
    expect(client.health()).toMatchObject({ failingSince: null });
  });

  it('may take the whole time there is', async () => {
    const { stub, client } = await setUp({ timeoutMs: 1_000 });
    stub.answer((response) => {
      setTimeout(() => response.end('{}'), 600);
    });
    expect(await client.write(recordCall(), post)).toMatchObject({ status: 200 });
  });

  it('ends in time if the answer stops in the middle', async () => {
    const { stub, client } = await setUp({ timeoutMs: 150 });
    stub.answer((response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{');
    });
    expect(await kindOf(client.write(recordCall(), post))).toBe('no-answer');
  });
});

describe('a call that reads', () => {
  it.each([
    ['500', failing(500)],
    ['502', failing(502)],
    ['503', failing(503)],
    ['504', failing(504)],
    ['a reset', reset],
    ['half a body', halfBody],
    ['garbage', garbage],
  ])('goes well if %s is followed by an answer', async (_name, trouble) => {
    const { stub, client } = await setUp();
    stub.answer(trouble, fine);
    expect(await client.read(get)).toMatchObject({ status: 200, body: { fine: true } });
    expect(stub.requests).toHaveLength(2);
  });

  it('goes well if one attempt hangs', async () => {
    const { stub, client } = await setUp({ timeoutMs: 2_000 });
    stub.answer(hang, fine);
    expect(await client.read(get)).toMatchObject({ status: 200 });
  });

  it('is repeated as a POST too', async () => {
    const { stub, client } = await setUp();
    stub.answer(failing(503), fine);
    expect(await client.read({ ...post, path: '/things/search', method: 'POST' })).toMatchObject({ status: 200 });
  });

  it('waits for as long as a busy server asks', async () => {
    const { stub, client } = await setUp({ timeoutMs: 10_000 });
    stub.answer(failing(429, { 'retry-after': '1' }), fine);
    const startedAt = performance.now();
    expect(await client.read(get)).toMatchObject({ status: 200 });
    expect(performance.now() - startedAt).toBeGreaterThan(950);
  });

  it('gives up at once if it would have to wait past its time', async () => {
    const { stub, client } = await setUp({ timeoutMs: 1_900 });
    stub.answer(failing(429, { 'retry-after': '2' }));
    expect(await client.read(get)).toMatchObject({ status: 429 });
    expect(stub.requests).toHaveLength(1);
  });

  it('hands on the last trouble after three attempts', async () => {
    const { stub, client } = await setUp();
    stub.answer(failing(503));
    expect(await client.read(get)).toMatchObject({ status: 503 });
    expect(stub.requests).toHaveLength(3);
  });

  it('ends within its time however long the server keeps silent', async () => {
    const { stub, client } = await setUp({ timeoutMs: 300 });
    stub.answer(hang);
    const startedAt = performance.now();
    expect(await kindOf(client.read(get))).toBe('no-answer');
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    expect(stub.requests.length).toBeLessThanOrEqual(3);
  });

  it.each([400, 401, 404, 422])('is not repeated after %i', async (status) => {
    const { stub, client } = await setUp();
    stub.answer(failing(status));
    expect(await client.read(get)).toMatchObject({ status });
    expect(stub.requests).toHaveLength(1);
  });
});

describe('the log', () => {
  it('has a line for each attempt, without query, headers and bodies', async () => {
    const { stub, client, log } = await setUp({ timeoutMs: 2_000 });
    stub.answer(failing(503), fine);
    await client.read({ ...get, query: { q: 'secret-of-the-query' } });
    stub.answer(hang);
    const sent = recordCall();
    await client.write(sent, { ...post, body: { password: 'secret-of-the-body' } }).catch(() => {});
    const line = { vendor: 'ACME', msg: 'vendor call', durationMs: expect.any(Number) };
    const read = { ...line, operation: 'getThing', method: 'GET', path: '/things/1' };
    expect(log.lines()).toMatchObject([
      { ...read, level: 40, attempt: 1, status: 503, outcome: 'answered' },
      { ...read, level: 30, attempt: 2, status: 200, outcome: 'answered' },
      {
        ...line,
        level: 40,
        operation: 'makeThing',
        operationId: sent.operationId,
        attempt: 1,
        outcome: 'no-answer',
      },
    ]);
    expect(log.text()).not.toMatch(/secret-of|key-of-the-test|fine|trouble/);
  });
});
