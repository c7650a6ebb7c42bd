import { type Dispatcher, errors, Pool } from 'undici';
import packageJson from '../../../package.json' with { type: 'json' };
import { Secret } from '../../domain/secret.ts';
import { HttpError } from './http-error.ts';
import { createOwnConnections, type OwnConnection } from './own-connections.ts';

/** The longest body of a failure that is looked at, in UTF-16 units: nobody gives a reason in more words. */
const LONGEST_REFUSAL = 64 * 1024;
const FORM = 'application/x-www-form-urlencoded';

/** One request; what is left out of it is not sent. */
export type HttpRequest = {
  /** What it does, for the log. */
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base URL, with `/` in front and its variable parts encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | null>>;
  /** Sent as JSON; a `Secret` in it as what it hides. */
  readonly body?: unknown;
  /** Sent as an HTML form is, in place of `body`. */
  readonly form?: Readonly<Record<string, string>>;
};

/** A request that changes nothing. Where that takes a POST, as some searches do, its path has to say so. */
export type HttpLookup = HttpRequest &
  ({ readonly method: 'GET' } | { readonly method: 'POST'; readonly path: `${string}/search` });

/** An answer of any status. `body` is parsed JSON; undefined where there is none, or an error's could not be read. */
export type HttpReply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
};

/** Headers of a request; a `Secret` is sent as what it hides. */
export type HttpHeaders = Readonly<Record<string, string | Secret<string>>>;

/** How to reach one origin. */
export type OriginSettings = {
  /** Whose it is. */
  vendor: string;
  /** Origin and the path every request begins with. */
  baseUrl: string;
  /** Headers of every request, such as `authorization`. They go to this origin and nowhere else. */
  headers: () => Promise<HttpHeaders>;
  connections: number;
  connectTimeoutMs: number;
  /** The largest body read. */
  maxBytes: number;
};

/** How to send one request. */
export type ExchangeOptions = {
  readonly timeoutMs: number;
  /**
   * Over a connection of its own? An idle one may be closed by the other side just as it is used again, and nobody can
   * tell whether the request got through.
   */
  readonly ownConnection: boolean;
};

/** The connections to one origin. */
export type Origin = {
  /** Sends the request once and reads the answer, following no redirect. Throws `HttpError`. */
  exchange(request: HttpRequest, options: ExchangeOptions): Promise<HttpReply>;
  /** Told of each call that was not made, for those who count. */
  noteNotMade?(reason: 'busy' | 'refused-locally'): void;
  close(): Promise<void>;
};

/** Opens connections to one origin as they are needed. */
export type OpenOrigin = (settings: OriginSettings) => Origin;

/** The same, over the network. */
export function openOrigin(settings: OriginSettings): Origin {
  const base = new URL(settings.baseUrl);
  const basePath = base.pathname.replace(/\/+$/, '');
  const commonHeaders = {
    accept: 'application/json',
    'user-agent': `phone-numbers-subgraph/${packageJson.version}`,
  };
  const options = {
    maxResponseSize: settings.maxBytes,
    // Time is kept here, for the exchange as a whole: undici's own timers are coarse and watch its parts.
    headersTimeout: 0,
    bodyTimeout: 0,
    // HTTP/2 may send a request again that the other side turned away; HTTP/1.1 never does.
    allowH2: false,
  };
  const { connections, connectTimeoutMs } = settings;
  const pool = new Pool(base.origin, {
    ...options,
    connections,
    connectTimeout: connectTimeoutMs,
    autoSelectFamily: true,
  });
  const openOwn = createOwnConnections(base.origin, { ...options, connectTimeoutMs });
  /** Those whose last request was answered: they are connected to nothing, and connect anew for the next one. */
  const idle: OwnConnection[] = [];
  const underWay = new Set<Promise<unknown>>();

  let closing: Promise<unknown> | null = null;

  async function toOptions({ method, path, query, ...content }: HttpRequest) {
    const { contentType, text } = writeContent(content);
    return {
      method,
      path: `${basePath}${path}${toQueryString(query)}`,
      headers: { ...commonHeaders, ...writeHeaders(await settings.headers()), ...contentType },
      body: text,
    };
  }

  async function exchange(request: HttpRequest, { timeoutMs, ownConnection }: ExchangeOptions): Promise<HttpReply> {
    const abort = new AbortController();
    const own = ownConnection ? (idle.pop() ?? openOwn()) : null;
    const { promise: overdue, reject } = Promise.withResolvers<never>();
    // Rejects by itself too: an abort alone is not noticed before there is a connection. What is aborted by then is
    // never written.
    const timer = setTimeout(() => {
      const reason = new errors.RequestAbortedError('The time for this request is over.');
      own?.reset();
      abort.abort(reason);
      reject(reason);
    }, timeoutMs);
    let begun = false;
    const noteBegin = () => {
      begun = true;
    };
    async function send(): Promise<HttpReply> {
      const dispatcher = (own?.dispatcher ?? pool).compose(whenBegun(noteBegin));
      const response = await dispatcher.request({ ...(await toOptions(request)), signal: abort.signal });
      const body = request.method === 'DELETE' ? await readRemoval(response) : await readBody(response);
      return { status: response.statusCode, headers: response.headers, body };
    }
    try {
      const reply = await Promise.race([send(), overdue]);
      if (own !== null) idle.push(own);
      return reply;
    } catch (error) {
      void own?.dispatcher.destroy();
      throw toHttpError(error, { begun, timedOut: abort.signal.aborted });
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    async exchange(request, options) {
      if (closing !== null) throw new HttpError('not-sent', 'is not called any more');
      const call = exchange(request, options);
      underWay.add(call);
      return call.finally(() => underWay.delete(call));
    },
    close: async () => {
      closing ??= Promise.all([pool.close(), Promise.allSettled(underWay)]);
      await closing;
    },
  };
}

/**
 * Tells when undici begins to write a request. Until then it has only looked up a name, connected, or shaken hands, so
 * that a failure is known to have changed nothing; no list of error codes could say so as exactly.
 */
function whenBegun(note: () => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart(controller, context) {
        handler.onRequestStart?.(controller, context);
        if (!controller.aborted) note();
      },
      onResponseStart: (...details) => handler.onResponseStart?.(...details),
      onResponseData: (...details) => handler.onResponseData?.(...details),
      onResponseEnd: (...details) => handler.onResponseEnd?.(...details),
      onResponseError: (...details) => handler.onResponseError?.(...details),
    });
}

/** With what is secret in them, opened here and nowhere before. */
function writeHeaders(headers: HttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value instanceof Secret ? value.reveal() : value]),
  );
}

function writeContent({ body, form }: Pick<HttpRequest, 'body' | 'form'>) {
  if (form !== undefined)
    return { contentType: { 'content-type': FORM }, text: new URLSearchParams({ ...form }).toString() };
  if (body === undefined) return { contentType: {}, text: null };
  return { contentType: { 'content-type': 'application/json' }, text: writeBody(body) };
}

/** The same for JSON. */
function writeBody(body: unknown): string {
  return JSON.stringify(body, function (this: object, name: string, written: unknown) {
    const value: unknown = Reflect.get(this, name);
    return value instanceof Secret ? value.reveal() : written;
  });
}

function toQueryString(query: HttpRequest['query']): string {
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== null);
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}

/** The answer to a removal says nothing that its status does not: whatever else comes with a success is left unread. */
async function readRemoval(response: Dispatcher.ResponseData): Promise<unknown> {
  if (!isSuccess(response)) return readBody(response);
  response.body.on('error', () => undefined).destroy();
  return undefined;
}

function isSuccess({ statusCode }: Dispatcher.ResponseData): boolean {
  return statusCode >= 200 && statusCode < 300;
}

async function readBody(response: Dispatcher.ResponseData): Promise<unknown> {
  try {
    const text = await response.body.text();
    if (response.statusCode === 204) return undefined;
    if (!isSuccess(response) && text.length > LONGEST_REFUSAL) return undefined;
    // No stored text has a NUL: PostgreSQL refuses it, and a number must not be lost for that.
    return text.includes('\\u0000') ? JSON.parse(text, withoutNul) : JSON.parse(text);
  } catch (error) {
    // The status of a failure says enough.
    if (!isSuccess(response)) return undefined;
    // A syntax error quotes the text it stumbled over, and that may hold a secret.
    if (error instanceof SyntaxError) throw unreadable('no JSON');
    throw error;
  }
}

/** For `JSON.parse`. */
function withoutNul(_name: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\u0000', '') : value;
}

function unreadable(cause: unknown): HttpError {
  return new HttpError('unreadable', 'sends answers that cannot be read', cause);
}

function toHttpError(error: unknown, { begun, timedOut }: { begun: boolean; timedOut: boolean }): HttpError {
  if (error instanceof HttpError) return error;
  if (!begun) return new HttpError('not-sent', 'cannot be reached', error);
  if (error instanceof errors.ResponseExceededMaxSizeError) return unreadable(error);
  return new HttpError('no-answer', timedOut ? 'does not answer in time' : 'breaks connections off', error);
}
