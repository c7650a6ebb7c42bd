import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  failing,
  fine,
  garbage,
  get,
  hang,
  kindOf,
  openBreaker,
  post,
  reset,
  setUp,
} from '../../support/http-client.ts';
import { createLogSink } from '../../support/log-sink.ts';
import { findDeadUrl } from '../../support/stub-server.ts';
import { recordCall } from '../../support/vendor-calls.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('the breaker', () => {
  it('holds calls back after five failures in a row, and says so', async () => {
    const { stub, client, log } = await setUp();
    await openBreaker(stub, client);
    expect(stub.requests).toHaveLength(5);
    expect(await kindOf(client.write(recordCall(), post))).toBe('refused-locally');
    expect(await kindOf(client.read(get))).toBe('refused-locally');
    expect(stub.requests).toHaveLength(5);
    expect(client.health()).toMatchObject({
      available: false,
      failingSince: expect.any(String),
      message: 'Acme answers with HTTP 500',
    });
    expect(log.text()).toContain('circuit breaker open');
  });

  it('lets one call try after ten seconds, and all once that went well', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { stub, client } = await setUp();
    await openBreaker(stub, client);
    stub.answer(fine);
    vi.setSystemTime(Date.now() + 9_000);
    expect(await kindOf(client.read(get))).toBe('refused-locally');
    vi.setSystemTime(Date.now() + 1_001);
    expect(await kindOf(client.read(get))).toBe('answered');
    expect(client.health()).toMatchObject({ available: true, failingSince: null, message: null });
    expect(await kindOf(client.write(recordCall(), post))).toBe('answered');
  });

  it('waits longer each time the try fails', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { stub, client } = await setUp();
    await openBreaker(stub, client);
    vi.setSystemTime(Date.now() + 10_001);
    expect(await client.write(recordCall(), post)).toMatchObject({ status: 500 });
    vi.setSystemTime(Date.now() + 10_001);
    expect(await kindOf(client.write(recordCall(), post))).toBe('refused-locally');
    vi.setSystemTime(Date.now() + 10_000);
    expect(await client.write(recordCall(), post)).toMatchObject({ status: 500 });
  });

  it('stays open though a call that began before it opened goes well', async () => {
    const { stub, client } = await setUp();
    const { promise: opened, resolve } = Promise.withResolvers<void>();
    stub.answer(async (response) => {
      await opened;
      response.end('{}');
    }, failing(500));
    const early = client.write(recordCall(), post);
    await vi.waitFor(() => expect(stub.requests).toHaveLength(1));
    for (let call = 0; call < 5; call += 1) await client.write(recordCall(), post);
    resolve();
    expect(await early).toMatchObject({ status: 200 });
    expect(client.health()).toMatchObject({ available: false, message: 'Acme answers with HTTP 500' });
  });

  it.each([400, 401, 404, 422, 429])('takes %i for the answer that it is', async (status) => {
    const { stub, client } = await setUp();
    stub.answer(failing(status));
    for (let call = 0; call < 6; call += 1) {
      expect(await client.write(recordCall(), post)).toMatchObject({ status });
    }
    expect(client.health()).toMatchObject({ available: true, failingSince: null, message: null });
  });

  it('shows a read the trouble it had, not that it may not try again', async () => {
    const { stub, client } = await setUp();
    stub.answer(failing(500));
    for (let call = 0; call < 4; call += 1) await client.write(recordCall(), post);
    expect(await client.read(get)).toMatchObject({ status: 500 });
    expect(stub.requests).toHaveLength(5);
  });
});

describe('health', () => {
  it.each([
    ['answers with HTTP 503', failing(503)],
    ['does not answer in time', hang],
    ['breaks connections off', reset],
    ['sends answers that cannot be read', garbage],
  ])('says that it %s', async (message, trouble) => {
    const { stub, client } = await setUp({ timeoutMs: trouble === hang ? 100 : 5_000 });
    stub.answer(trouble);
    await kindOf(client.write(recordCall(), post));
    expect(client.health()).toMatchObject({
      available: true,
      failingSince: expect.stringMatching(/^\d{4}-.*Z$/),
      message: `Acme ${message}`,
    });
  });

  it('says that it cannot be reached', async () => {
    const { client } = await setUp({ baseUrl: await findDeadUrl() });
    await kindOf(client.write(recordCall(), post));
    expect(client.health()).toMatchObject({ message: 'Acme cannot be reached' });
  });

  it('tells the first failure of a row, until a call goes well', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-07-01T09:00:00.000Z') });
    const { stub, client } = await setUp();
    stub.answer(failing(500), reset, fine);
    await client.write(recordCall(), post);
    vi.setSystemTime(new Date('2026-07-01T09:01:00.000Z'));
    await kindOf(client.write(recordCall(), post));
    expect(client.health()).toMatchObject({
      available: true,
      failingSince: '2026-07-01T09:00:00.000Z',
      message: 'Acme breaks connections off',
    });
    await client.write(recordCall(), post);
    expect(client.health()).toMatchObject({ available: true, failingSince: null, message: null });
  });
});

describe('the queue', () => {
  it('gives writes places that no read takes', async () => {
    const { stub, client } = await setUp({ concurrency: 2, timeoutMs: 4_000 });
    stub.answer((response, { method }) => {
      if (method === 'POST') response.end('{}');
    });
    const reads = Array.from({ length: 20 }, () => kindOf(client.read(get)));
    await vi.waitFor(() => expect(stub.requests).toHaveLength(2));
    expect(await kindOf(client.write(recordCall(), post))).toBe('answered');
    expect(stub.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'POST']);
    await Promise.all(reads);
  });

  it('blames nobody for what did not get its turn', async () => {
    const { stub, client, log } = await setUp({ concurrency: 1, timeoutMs: 3_000 });
    stub.answer((response) => {
      setTimeout(() => response.end('{}'), 600);
    });
    const calls = Array.from({ length: 12 }, () => [client.read(get), client.write(recordCall(), post)]).flat();
    const kinds = await Promise.all(calls.map(kindOf));
    expect(kinds).toContain('answered');
    expect(kinds.filter((kind) => kind === 'busy').length).toBeGreaterThan(9);
    expect(kinds.every((kind) => kind === 'answered' || kind === 'busy')).toBe(true);
    expect(client.health()).toMatchObject({ available: true, failingSince: null, message: null });
    expect(log.text()).not.toContain('circuit breaker open');
  });

  it('blames nobody for what was recorded too long ago to be sent', async () => {
    const { stub, client } = await setUp();
    stub.answer(fine);
    for (let call = 0; call < 6; call += 1) {
      const old = { ...recordCall(), recordedAt: Date.now() - 60_000 };
      expect(await kindOf(client.write(old, post))).toBe('busy');
    }
    expect(stub.requests).toEqual([]);
    expect(client.health()).toMatchObject({ available: true, failingSince: null, message: null });
    // Six failures would have opened the breaker.
    expect(await kindOf(client.write(recordCall(), post))).toBe('answered');
  });

  it('lets no more calls through at a time than it should, and all of them in the end', async () => {
    const { stub, client } = await setUp({ concurrency: 2 });
    let running = 0;
    let most = 0;
    stub.answer((response) => {
      running += 1;
      most = Math.max(most, running);
      setTimeout(() => {
        running -= 1;
        response.end('{}');
      }, 10);
    });
    await Promise.all(Array.from({ length: 10 }, () => client.read(get)));
    expect(stub.requests).toHaveLength(10);
    expect(most).toBe(2);
  });

  it('does not send what has waited longer than a call may take', async () => {
    const { stub, client } = await setUp({ concurrency: 1, timeoutMs: 150 });
    stub.answer(hang);
    const paths = ['/first', '/second', '/third'];
    const kinds = await Promise.all(paths.map((path) => kindOf(client.write(recordCall(), { ...post, path }))));
    expect(kinds.at(0)).toBe('no-answer');
    expect(kinds.at(-1)).toBe('busy');
    expect(stub.requests.map(({ path }) => path)).not.toContain('/base/third');
  });

  it('keeps each call in the context of its caller', async () => {
    const context = new AsyncLocalStorage<string>();
    const log = createLogSink(() => ({ requestId: context.getStore() }));
    const { stub, client } = await setUp({ concurrency: 1, logger: log.logger });
    stub.answer(fine);
    const call = (name: string) => context.run(name, () => client.read({ ...get, path: `/${name}` }));
    await Promise.all(['a', 'b', 'c'].map(call));
    const pairs = log.lines().map(({ requestId, path }) => [path, requestId]);
    expect(pairs).toEqual([
      ['/a', 'a'],
      ['/b', 'b'],
      ['/c', 'c'],
    ]);
  });
});
