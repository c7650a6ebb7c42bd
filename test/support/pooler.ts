import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/**
 * What stands between a service and PostgreSQL in many places.
 * - `session`: a server's connection for each client. Startup parameters but the user and the database are dropped.
 * - `transaction`: a server's connection for each transaction, another one each time.
 * - `statement`: the same, and it refuses transactions.
 */
export type PoolingMode = 'session' | 'transaction' | 'statement';

export type Pooler = {
  /** The server's URL, by this way. */
  readonly url: string;
  /** The startup parameters that clients have sent. */
  readonly parameters: ReadonlySet<string>;
  close(): Promise<void>;
};

type Message = { readonly type: string; readonly bytes: Buffer };
/** A connection to the server, logged in, and what takes its answers. */
type Backend = { readonly socket: Socket; readonly greeting: readonly Message[]; hear: (message: Message) => void };

const SERVER_CONNECTIONS = 3;

/** Opens a pooler before the server of this URL. It lets everybody in. */
export async function openPooler(serverUrl: string, mode: PoolingMode): Promise<Pooler> {
  const parameters = new Set<string>();
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket
      .setNoDelay(true)
      .on('close', () => sockets.delete(socket))
      .on('error', () => undefined);
  };
  const logInAgain = async (): Promise<Backend> => {
    const { port, hostname } = new URL(serverUrl);
    return logIn(keep(connect(Number(port), hostname)), new URL(serverUrl));
  };
  const count = mode === 'session' ? 0 : SERVER_CONNECTIONS;
  const pool = createPool(await Promise.all(Array.from({ length: count }, logInAgain)));

  const listener = createServer((client) => {
    keep(client);
    client.once('data', async (startup: Buffer) => {
      const given = startup.toString('utf8', 8).split('\0');
      for (const [index, name] of given.entries()) if (index % 2 === 0 && name !== '') parameters.add(name);
      if (mode === 'session') serveSession(client, await logInAgain());
      else serveTransactions(client, pool, mode);
    });
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  const url = new URL(serverUrl);
  url.port = String(address.port);
  return {
    url: url.href,
    parameters,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

function serveSession(client: Socket, backend: Backend): void {
  backend.hear = ({ bytes }) => void client.write(bytes);
  for (const { bytes } of backend.greeting) client.write(bytes);
  client.on('data', (bytes) => backend.socket.write(bytes));
  client.on('close', () => backend.socket.destroy());
  backend.socket.on('close', () => client.destroy());
}

function serveTransactions(client: Socket, pool: Pool, mode: PoolingMode): void {
  for (const { type, bytes } of pool.greeting)
    if (type !== 'K') client.write(bytes);
    else client.write(toMessage('K', Buffer.concat([int32(OWN_ID), int32(1)])));
  let backend: Backend | null = null;
  let unsent: Buffer[] = [];
  const answer = ({ type, bytes }: Message): void => {
    const isOver = type === 'Z' && bytes.toString('utf8', 5) === 'I';
    if (isOver && backend) {
      pool.release(backend);
      backend = null;
    }
    client.write(bytes);
  };
  splitMessages(client, ({ type, bytes }) => {
    if (type === 'X') return void client.end();
    if (mode === 'statement' && /^begin/.test(bytes.toString('utf8', 5))) return void client.end(REFUSAL);
    if (backend) return void backend.socket.write(bytes);
    unsent.push(bytes);
    if (unsent.length > 1) return;
    pool.acquire((acquired) => {
      backend = acquired;
      acquired.hear = answer;
      acquired.socket.write(Buffer.concat(unsent));
      unsent = [];
    });
  });
}

/** The id that clients are given for the process that serves them. */
const OWN_ID = 77;

type Pool = ReturnType<typeof createPool>;

/** Hands out that connection which has been idle for longest. */
function createPool(backends: readonly Backend[]) {
  const idle = [...backends];
  const waiting: ((backend: Backend) => void)[] = [];
  return {
    greeting: backends[0]?.greeting ?? [],
    acquire(take: (backend: Backend) => void): void {
      const backend = idle.shift();
      if (backend) take(backend);
      else waiting.push(take);
    },
    release(backend: Backend): void {
      const next = waiting.shift();
      if (next) next(backend);
      else idle.push(backend);
    },
  };
}

const PROTOCOL = 196_608;
const CLEAR_TEXT_PASSWORD = 3;

async function logIn(socket: Socket, { username, password, pathname }: URL): Promise<Backend> {
  const ready = Promise.withResolvers<void>();
  const greeting: Message[] = [];
  const backend: Backend = {
    socket,
    greeting,
    hear(message) {
      const isQuestion = message.type === 'R' && message.bytes.readInt32BE(5) === CLEAR_TEXT_PASSWORD;
      if (isQuestion) socket.write(toMessage('p', texts(password)));
      else greeting.push(message);
      if (message.type === 'Z') ready.resolve();
      if (message.type === 'E') ready.reject(new Error(message.bytes.toString('utf8', 5)));
    },
  };
  splitMessages(socket, (message) => backend.hear(message));
  const parameters = texts('user', username, 'database', pathname.slice(1), '');
  socket.write(toMessage('', Buffer.concat([int32(PROTOCOL), parameters])));
  await ready.promise;
  return backend;
}

/** Takes what arrives apart: each message has a letter, and its length in four bytes that count themselves. */
function splitMessages(socket: Socket, hear: (message: Message) => void): void {
  let rest = Buffer.alloc(0);
  socket.on('data', (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes]);
    while (rest.length >= 5 && rest.length > rest.readInt32BE(1)) {
      const length = rest.readInt32BE(1) + 1;
      const message = { type: rest.toString('utf8', 0, 1), bytes: rest.subarray(0, length) };
      rest = rest.subarray(length);
      hear(message);
    }
  });
}

function toMessage(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function texts(...values: readonly string[]): Buffer {
  return Buffer.from(values.map((value) => `${value}\0`).join(''));
}

/** In the words and with the code of PgBouncer. */
const REFUSAL = toMessage(
  'E',
  texts('SFATAL', 'VFATAL', 'C08P01', 'Mtransaction blocks not allowed in statement pooling mode', ''),
);
