import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { VendorName } from '../../../src/domain/phone-number.ts';
import type { OperationName } from '../../../src/vendors/fake-kit/routes.ts';

/** What a vendor answers. */
export type Reply = { readonly status: number; readonly text: string };

/** One call on its way to a vendor, in the hands of whoever misleads us. */
export type Exchange = {
  readonly vendor: VendorName;
  readonly operation: OperationName | null;
  /** The text of the body. */
  readonly body: string;
  /** Whether it carries this key, in whichever header. */
  carries(key: string): boolean;
  /** In ms since 1970. */
  readonly at: number;
  /** Lets the call arrive, at once or late, as often as it likes; gives what the vendor answers. */
  forward(body?: string): Promise<Reply>;
  answer(reply: Reply): void;
  /** Answers with an error in the vendor's own shape. */
  refuse(status: number, words: string): void;
  /** Resets the connection: nothing is answered. */
  breakOff(): void;
  /** How the caller's end of the connection came to its end: by itself, or with a reset. */
  readonly ended: Promise<'closed' | 'reset'>;
};

/** What becomes of a call. */
export type Lie = (exchange: Exchange) => Promise<void> | void;

/** The way to the fake vendors. Honest until it is told otherwise. */
export type Way = {
  /** Its origin, in place of the sandbox's. */
  readonly url: string;
  /** From now on, calls of this kind meet this lie; the function that comes back makes the way honest again. */
  on(vendor: VendorName, operation: OperationName, lie: Lie): () => void;
  /** Only the next call of this kind does. */
  once(vendor: VendorName, operation: OperationName, lie: Lie): void;
  /** The calls of this kind that came by, oldest first. */
  calls(vendor: VendorName, operation: OperationName): Exchange[];
  /** Forgets the calls so far. */
  forget(): void;
  stop(): Promise<void>;
};

/** What the way needs to know of the vendors behind it. */
export type Behind = {
  /** Origin of the sandbox. */
  readonly url: string;
  /** Whose call it is, and about what. */
  read(call: { method: string; path: string; body: string }): {
    readonly vendor: VendorName;
    readonly operation: OperationName | null;
  };
  /** The text of an error in the vendor's own shape. */
  problem(vendor: VendorName, status: number, words: string): string;
};

/** Opens a way to the vendors on a free port of the loopback address. */
export async function openWay(behind: Behind): Promise<Way> {
  const seen: Exchange[] = [];
  const lies = new Map<string, { readonly lie: Lie; readonly isForOne: boolean }[]>();
  const of = (vendor: VendorName, operation: OperationName | null) => `${vendor} ${operation}`;

  function take({ vendor, operation }: Exchange): Lie {
    const told = lies.get(of(vendor, operation)) ?? [];
    const last = told.at(-1);
    if (last?.isForOne) told.pop();
    return last?.lie ?? pass;
  }

  function tell(kind: string, lie: Lie, isForOne: boolean): () => void {
    const told = lies.get(kind) ?? [];
    const entry = { lie, isForOne };
    lies.set(kind, [...told, entry]);
    return () =>
      void lies.set(
        kind,
        (lies.get(kind) ?? []).filter((other) => other !== entry),
      );
  }

  const server = createServer(async (request, response) => {
    const exchange = await receive(behind, request, response);
    seen.push(exchange);
    await take(exchange)(exchange);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The way has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    on: (vendor, operation, lie) => tell(of(vendor, operation), lie, false),
    once: (vendor, operation, lie) => void tell(of(vendor, operation), lie, true),
    calls: (vendor, operation) => seen.filter((call) => call.vendor === vendor && call.operation === operation),
    forget: () => void seen.splice(0),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The truth. */
const pass: Lie = async (exchange) => exchange.answer(await exchange.forward());

const ofTheConnection = ['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding'];

async function receive(behind: Behind, request: IncomingMessage, response: ServerResponse): Promise<Exchange> {
  const { socket, method = '', url = '', headers } = request;
  const { promise: ended, resolve } = Promise.withResolvers<'closed' | 'reset'>();
  const onClose = (hadError: boolean): void => resolve(hadError ? 'reset' : 'closed');
  socket.once('close', onClose);
  // The connection is used again.
  response.once('finish', () => socket.off('close', onClose));
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  const passedOn = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' && !ofTheConnection.includes(name) ? [[name, value]] : [],
  );
  const { vendor, operation } = behind.read({ method, path: new URL(url, behind.url).pathname, body });
  const answer = ({ status, text }: Reply): void => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(text);
  };
  return {
    ...{ vendor, operation, body, at: Date.now(), ended, answer },
    carries: (key) => passedOn.some(([, value]) => value.includes(key)),
    async forward(changed = body) {
      const hasBody = method !== 'GET' && method !== 'HEAD' && changed !== '';
      const reply = await fetch(`${behind.url}${url}`, {
        method,
        headers: passedOn,
        ...(hasBody && { body: changed }),
      });
      return { status: reply.status, text: await reply.text() };
    },
    refuse: (status, words) => answer({ status, text: behind.problem(vendor, status, words) }),
    breakOff: () => void socket.resetAndDestroy(),
  };
}
