import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { readTexts } from './openapi/texts.ts';

/** A request as it arrived. */
export type ReceivedRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed, JSON or a form; undefined where there was no body. */
  readonly body: unknown;
  /** The connection's port at the other end: tells connections apart. */
  readonly connection: number;
};

/** What to answer: JSON, raw text, or whatever a function does with the response. */
export type StubAnswer =
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly json: unknown }
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly text: string }
  | ((response: ServerResponse, request: ReceivedRequest) => void);

/** An HTTP server that remembers what it is asked, and answers what it is told. */
export type StubServer = {
  readonly url: string;
  readonly requests: ReceivedRequest[];
  /** Answers to the calls to come, in order; the last one is repeated. */
  answer(...answers: StubAnswer[]): void;
  stop(): Promise<void>;
};

/** Starts one on a free port of the loopback address. It answers 500 until it is told something else. */
export async function startStubServer(): Promise<StubServer> {
  const requests: ReceivedRequest[] = [];
  let answers: StubAnswer[] = [];
  const server = createServer(async (incoming, response) => {
    // A caller that went away in the middle of its request has asked for nothing.
    const request = await receive(incoming).catch(() => null);
    if (request === null) return;
    requests.push(request);
    const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? {
      status: 500,
      text: 'The stub was told no answer.',
    };
    if (typeof answer === 'function') {
      answer(response, request);
      return;
    }
    const isJson = 'json' in answer;
    const type = isJson ? 'application/json' : 'text/plain';
    response.writeHead(answer.status ?? 200, { 'content-type': type, ...answer.headers });
    response.end(isJson ? JSON.stringify(answer.json) : answer.text);
  });
  const { port } = await new Promise<{ port: number }>((resolve, reject) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address);
      else reject(new Error('The stub has no port.'));
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    answer(...given) {
      answers = given;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Breaks the connection off with a TCP reset. */
export function resetConnection(response: ServerResponse): void {
  const socket: Socket | null = response.socket;
  socket?.resetAndDestroy();
}

/** The base URL of a port on which nothing listens. */
export async function findDeadUrl(): Promise<string> {
  const stub = await startStubServer();
  await stub.stop();
  return stub.url;
}

async function receive(incoming: IncomingMessage): Promise<ReceivedRequest> {
  let text = '';
  for await (const chunk of incoming.setEncoding('utf8')) text += chunk;
  const url = new URL(incoming.url ?? '/', 'http://stub');
  return {
    method: incoming.method ?? '',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])),
    body: readBody(text, incoming.headers['content-type']),
    connection: incoming.socket.remotePort ?? 0,
  };
}

function readBody(text: string, type = ''): unknown {
  if (text === '') return undefined;
  return type.startsWith('application/x-www-form-urlencoded') ? readTexts(text) : JSON.parse(text);
}
