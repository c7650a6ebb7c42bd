import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
afterEach(() => app.stop());

/** Sends requests over one connection, with these pauses before each; gives the answers that came before it was closed. */
async function askAfter(pausesMs: readonly number[]): Promise<string> {
  const { port, hostname } = new URL(app.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const received: string[] = [];
  socket.setEncoding('utf8').on('data', (text: string) => received.push(text));
  const closed = once(socket, 'close');
  for (const pauseMs of pausesMs) {
    await sleep(pauseMs);
    socket.write('GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n');
  }
  socket.end();
  await closed;
  return received.join('');
}

it('a connection without requests stays open for longer than gateways keep theirs', async () => {
  app = await startTestApp();
  const answers = await askAfter([0]);
  expect(answers).toContain('Connection: keep-alive');
  expect(answers).toContain('Keep-Alive: timeout=75');
});

it('a connection stays open for as long as it is told, and a request on it is not lost', async () => {
  app = await startTestApp({ keepAliveSeconds: 3 });
  const answers = await askAfter([0, 2_000, 2_000]);
  expect(answers.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(3);
  expect(answers.match(/Keep-Alive: timeout=3/g)).toHaveLength(3);
});
