import { connect, createServer, type Socket } from 'node:net';

/**
 * A way to a server that can be frozen (connections stay, new ones are taken, and nothing passes) and cut (connections
 * break, and so does every new one).
 */
export type Link = {
  /** The server's URL, by this way. */
  readonly url: string;
  freeze(): void;
  thaw(): void;
  cut(): void;
  mend(): void;
  /** New connections go to another server. */
  pointTo(serverUrl: string): void;
  /** How many connections were broken at their beginning. */
  refusals(): number;
  close(): Promise<void>;
};

/** Opens a way to the server of this URL. */
export async function openLink(serverUrl: string): Promise<Link> {
  let target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  const left = new Set<Socket>();
  let isFrozen = false;
  let isCut = false;
  let refusals = 0;

  const server = createServer((near) => {
    if (isCut) {
      refusals += 1;
      near.destroy();
      return;
    }
    const far = connect(Number(target.port), target.hostname);
    const ends = [near, far] as const;
    for (const socket of ends) {
      sockets.add(socket);
      const other = socket === near ? far : near;
      socket.on('data', (bytes) => other.write(bytes));
      // That one end has hung up does not pass either; the other learns of it once something passes again.
      socket.on('close', () => {
        sockets.delete(socket);
        if (isFrozen) left.add(other);
        else other.destroy();
      });
      socket.on('error', () => undefined);
      if (isFrozen) socket.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  const url = new URL(serverUrl);
  url.port = String(address.port);

  return {
    url: url.href,
    freeze() {
      isFrozen = true;
      for (const socket of sockets) socket.pause();
    },
    thaw() {
      isFrozen = false;
      for (const socket of sockets) socket.resume();
      for (const socket of left) socket.end();
      left.clear();
    },
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    mend() {
      isCut = false;
    },
    pointTo(url) {
      target = new URL(url);
    },
    refusals: () => refusals,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
