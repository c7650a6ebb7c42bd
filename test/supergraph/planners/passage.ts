import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

/**
 * What becomes of requests that pass.
 * - `whole`: they are answered.
 * - `half`: they are carried out, and half of the answer comes back, and then nothing.
 * - `never`: they are taken, and nothing comes back.
 */
export type Fate = 'whole' | 'half' | 'never';

/** Stands before a server, and can stop to answer in the middle of a run. */
export type Passage = {
  readonly url: string;
  /** The bodies of the requests that came, in order. */
  readonly requests: string[];
  /** From now on. */
  answer(fate: Fate): void;
  stop(): Promise<void>;
};

/** Opens one before the server of this URL, which answers to begin with. */
export async function openPassage(to: string): Promise<Passage> {
  let fate: Fate = 'whole';
  const requests: string[] = [];
  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy());
  });
  async function pass(request: IncomingMessage, response: ServerResponse) {
    const body = await buffer(request);
    requests.push(body.toString());
    const its = fate;
    if (its === 'never') return;
    const { 'content-type': contentType = '', accept = '*/*' } = request.headers;
    const answer = await fetch(to, { method: 'POST', headers: { 'content-type': contentType, accept }, body });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const type = answer.headers.get('content-type') ?? '';
    response.writeHead(answer.status, { 'content-type': type, 'content-length': bytes.length });
    if (its === 'half') response.write(bytes.subarray(0, bytes.length / 2));
    else response.end(bytes);
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return {
    url: `http://127.0.0.1:${address.port}/graphql`,
    requests,
    answer(given) {
      fate = given;
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
