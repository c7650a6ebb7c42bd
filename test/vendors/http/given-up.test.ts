import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { openLink } from '../../support/frozen-link.ts';
import { kindOf, post, setUp } from '../../support/http-client.ts';
import { startStubServer } from '../../support/stub-server.ts';
import { recordCall } from '../../support/vendor-calls.ts';

/** More than the other end takes while it does not read, so that the rest stays behind in this end's kernel. */
const LARGE = 400_000;

it('is not delivered once the network is back, though all of it had been handed to the kernel', async () => {
  const vendor = await startStubServer();
  const link = await openLink(vendor.url);
  onTestFinished(() => Promise.all([vendor.stop(), link.close()]).then(() => undefined));
  const { client } = await setUp({ baseUrl: `${link.url}base`, timeoutMs: 400 });
  link.freeze();
  const call = client.write(recordCall(), { ...post, body: { text: 'x'.repeat(LARGE) } });
  expect(await kindOf(call)).toBe('no-answer');
  await sleep(100);
  link.thaw();
  await sleep(500);
  expect(vendor.requests).toHaveLength(0);
});

it('ends with a reset, and one that was answered with none', async () => {
  const ends: (string | undefined)[] = [];
  let isSilent = true;
  const server = await listen(
    createServer((socket) => {
      socket.on('error', (error: NodeJS.ErrnoException) => ends.push(error.code));
      socket.on('end', () => ends.push('end'));
      socket.on('data', () => {
        if (!isSilent) socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}');
      });
    }),
  );
  const { client } = await setUp({ baseUrl: server, timeoutMs: 300 });
  expect(await kindOf(client.write(recordCall(), post))).toBe('no-answer');
  await expect.poll(() => ends).toEqual(['ECONNRESET']);
  isSilent = false;
  expect(await kindOf(client.write(recordCall(), post))).toBe('answered');
  await expect.poll(() => ends).toEqual(['ECONNRESET', 'end']);
});

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('There is no port.');
  return `http://127.0.0.1:${address.port}`;
}
