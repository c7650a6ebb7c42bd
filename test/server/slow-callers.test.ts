import { once } from 'node:events';
import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { startHttpServer } from '../../src/server/http-server.ts';

const SECONDS = 1_000;
const head = 'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n';

/** Sends the beginning of a request, then a character now and then, as long as that is taken; gives the answer. */
async function sendSlowly(port: number, beginning: string) {
  const startedAt = performance.now();
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  socket.write(beginning);
  const drip = setInterval(() => socket.write('x'), 1 * SECONDS);
  const answer = await text(socket).catch(() => '');
  clearInterval(drip);
  return { answer, tookMs: performance.now() - startedAt };
}

it('who sends headers for more than 20 seconds, or a request for more than 30, is cut off', {
  timeout: 90_000,
}, async () => {
  const server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    logger: pino({ level: 'silent' }),
    routes: {},
    otherwise: async (request, response) => {
      await text(request).catch(() => undefined);
      response.end();
    },
  });
  const port = Number(new URL(server.url).port);
  const [headers, body] = await Promise.all([
    sendSlowly(port, `${head}x-slow: `),
    sendSlowly(port, `${head}content-length: 1000\r\n\r\n`),
  ]);
  await server.stop(0);
  expect(headers.answer).toMatch(/^HTTP\/1.1 408 /);
  expect(body.answer).toMatch(/^(HTTP\/1.1 408 |$)/);
  expect(headers.tookMs).toBeGreaterThan(19 * SECONDS);
  expect(headers.tookMs).toBeLessThan(35 * SECONDS);
  expect(body.tookMs).toBeGreaterThan(29 * SECONDS);
  expect(body.tookMs).toBeLessThan(45 * SECONDS);
});
