import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { Logger } from 'pino';
import { REQUEST_LINE, type RequestTrace, traced } from '../telemetry/logger.ts';
import { noWatch, type RequestWatch } from '../telemetry/request-watch.ts';
import { readTraceContext } from '../telemetry/trace-context.ts';
import { answerJson } from './health.ts';

type Answering = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export type HttpServer = {
  /** Where it listens, e.g. `http://127.0.0.1:4001`. */
  readonly url: string;
  /** Goes on answering, and lets callers go: from now on each answer is the last on its connection. */
  retire(): void;
  /** Takes no more requests and waits for those under way, `graceMs` at most. */
  stop(graceMs: number): Promise<void>;
};

type HttpServerSettings = {
  readonly host: string;
  readonly port: number;
  /** For how long a connection without requests stays open; as long as Node says if left out. */
  readonly keepAliveMs?: number;
  readonly logger: Logger;
  /** Told of each request, as it begins and once it is over. */
  readonly watch?: RequestWatch;
  readonly routes: Readonly<Record<string, Answering>>;
  /** Answers what no route does. */
  readonly otherwise: Answering;
};

const REQUEST_ID = /^[\w.:-]{1,128}$/;
/** No path of ours is half as long: whoever asks for a longer one would fill the log. */
const MAX_LOGGED_PATH = 200;
const HEADERS_TIMEOUT_MS = 20_000;
const REQUEST_TIMEOUT_MS = 30_000;
/** How exactly the two are kept; half a minute if left to Node. */
const CHECKING_INTERVAL_MS = 5_000;
/** For how long a caller may take to read an answer: until then, it stays in memory. */
const READING_TIMEOUT_MS = 30_000;

/** Starts listening. Throws if the address cannot be had. */
export async function startHttpServer(settings: HttpServerSettings): Promise<HttpServer> {
  const { host, port, keepAliveMs, logger, routes, otherwise, watch = noWatch } = settings;
  let isRetiring = false;
  let isStopping = false;
  const underWay = new Set<ServerResponse>();
  // What stands in it is no secret: a place, a status and a name that the caller chose.
  const requestLog = logger.child({}, { redact: [] });
  const server = createServer({ connectionsCheckingInterval: CHECKING_INTERVAL_MS }, (request, response) => {
    const path = pathOf(request);
    const answering = Object.hasOwn(routes, path) ? routes[path] : undefined;
    const place = { method: request.method ?? 'GET', route: answering ? path : null };
    const requestId = requestIdOf(request);
    const trace = watch.begin({ requestId, context: readTraceContext(request.headers) }, place);
    const startedAt = performance.now();
    underWay.add(response);
    response.on('close', () => {
      underWay.delete(response);
      // A caller that keeps its connection for later would keep the process from ending.
      if (isStopping) setImmediate(() => server.closeIdleConnections());
      const durationMs = performance.now() - startedAt;
      watch.end(trace, { ...place, status: response.statusCode, durationMs });
      logRequest(requestLog, response, { path, trace, durationMs });
    });
    if (isRetiring) makeLast(response);
    response.setHeader('x-request-id', requestId);
    cutOffIfUnread(response);
    traced(trace, () => {
      (answering ?? otherwise)(request, response).catch((error: unknown) => {
        logger.error({ err: error }, 'request failed');
        if (!response.headersSent) answerJson(response, 500, { error: 'Something went wrong here.' });
        else response.destroy();
      });
    });
  });
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  if (keepAliveMs !== undefined) server.keepAliveTimeout = keepAliveMs;
  const retire = () => {
    isRetiring = true;
    for (const response of underWay) makeLast(response);
  };
  const address = await listen(server, host, port);
  return {
    url: toUrl(address),
    retire,
    stop(graceMs) {
      isStopping = true;
      retire();
      return stop(server, graceMs);
    },
  };
}

/** The path of a request, without its query. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?')[0] ?? '/';
}

/** The caller's own request id, if it is a sane one: so one id follows a request through the supergraph. */
function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

/** Closes the connection once this is answered, and says so, if there is still time to say it. */
function makeLast(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}

/** Ends the connection of a caller that does not read its answer. */
function cutOffIfUnread(response: ServerResponse): void {
  response.on('prefinish', () => {
    // Most answers are taken whole by the system at once, which keeps them from then on.
    if (response.writableLength === 0) return;
    const cutOff = setTimeout(() => response.destroy(), READING_TIMEOUT_MS);
    cutOff.unref();
    response.once('close', () => clearTimeout(cutOff));
  });
}

type Over = { readonly path: string; readonly trace: RequestTrace; readonly durationMs: number };

/** One line per request, once it is over. The query part of the URL is left out: it may hold a whole GraphQL document. */
function logRequest(log: Logger, response: ServerResponse, { path, trace, durationMs }: Over): void {
  log[path.startsWith('/health/') ? 'debug' : 'info'](
    {
      method: response.req.method,
      path: path.slice(0, MAX_LOGGED_PATH),
      status: response.statusCode,
      durationMs: Math.round(durationMs),
      ...(trace.operationName !== undefined && { operation: trace.operationName }),
      ...(response.writableFinished ? {} : { aborted: true }),
    },
    REQUEST_LINE,
  );
}

function listen(server: Server, host: string, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('The server listens on no port.'));
      else resolve(address);
    });
  });
}

function toUrl({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

function stop(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const hard = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(hard);
      resolve();
    });
    server.closeIdleConnections();
  });
}
