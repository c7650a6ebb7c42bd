import type { Socket } from 'node:net';
import { buildConnector, Client } from 'undici';

/** What makes a connection for each request, one at a time, which can be taken back. */
export type OwnConnection = {
  readonly dispatcher: Client;
  /**
   * Resets the connection: what the kernel has not delivered yet is thrown away. A connection that is only closed goes on
   * delivering for a minute and more, and a purchase given up long ago arrives after all.
   */
  reset(): void;
};

type Settings = Omit<Client.Options, 'connect' | 'pipelining'> & { readonly connectTimeoutMs: number };

/** Makes connections to one origin, each for one request and with a socket at hand that can be reset. */
export function createOwnConnections(origin: string, { connectTimeoutMs, ...options }: Settings): () => OwnConnection {
  const common = { timeout: connectTimeoutMs, allowH2: false } as const;
  const connectPlainly = buildConnector({ ...common, autoSelectFamily: true });
  // One for all, as it remembers TLS sessions.
  const secure = buildConnector(common);

  return () => {
    let socket: Socket | null = null;
    // TLS goes over a socket of ours: Node resets plain sockets only.
    const connect: buildConnector.connector = (target, callback) => {
      const isSecure = target.protocol === 'https:';
      const { servername: _servername, ...place } = target;
      const port = target.port || (isSecure ? '443' : '80');
      connectPlainly({ ...place, port, protocol: 'http:' }, (...[error, connected]) => {
        if (error !== null) {
          callback(error, null);
          return;
        }
        socket = connected;
        if (isSecure) secure({ ...target, httpSocket: connected }, callback);
        else callback(null, connected);
      });
    };
    return {
      // Without pipelining undici closes a connection after one request.
      dispatcher: new Client(origin, { ...options, connect, pipelining: 0 }),
      reset: () => void socket?.resetAndDestroy(),
    };
  };
}
