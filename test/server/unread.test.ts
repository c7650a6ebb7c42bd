import { once } from 'node:events';
import { connect } from 'node:net';
import { pino } from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type HttpServer, startHttpServer } from '../../src/server/http-server.ts';

const SIZE = 64 * 1024 * 1024;

describe('an answer', () => {
  let server: HttpServer;
  afterEach(async () => {
    vi.useRealTimers();
    await server.stop(0);
  });

  /** Connects, and sends a request whose answer is more than a connection holds by itself. */
  async function ask() {
    const answered = Promise.withResolvers<void>();
    server = await startHttpServer({
      host: '127.0.0.1',
      port: 0,
      logger: pino({ level: 'silent' }),
      routes: {},
      async otherwise(_request, response) {
        response.end('x'.repeat(SIZE));
        answered.resolve();
      },
    });
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.pause();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    socket.write('GET /large HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await answered.promise;
    let bytes = 0;
    socket.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    socket.pause();
    return { socket, bytes: () => bytes };
  }

  it('that nobody reads is let go after 30 seconds, and the caller with it', async () => {
    const { socket, bytes } = await ask();
    await vi.advanceTimersByTimeAsync(30_000);
    socket.on('error', () => undefined);
    socket.resume();
    await once(socket, 'close');
    expect(bytes()).toBeLessThan(SIZE);
  });

  it('may be read until then', async () => {
    const { socket, bytes } = await ask();
    await vi.advanceTimersByTimeAsync(29_999);
    socket.resume();
    while (bytes() < SIZE) await once(socket, 'data');
    socket.destroy();
  });
});
