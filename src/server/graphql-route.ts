import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApolloServer, HeaderMap } from '@apollo/server';
import { createContext, type RequestContext, type Sender, type Services } from '../graphql/context.ts';
import { isTooNested } from '../graphql/nesting.ts';
import type { RateLimit } from '../graphql/rate-limit.ts';
import { noteRefusal } from '../telemetry/refusals.ts';
import { endWith } from './compression.ts';
import { READABLE_ENCODINGS, readBody } from './read-body.ts';

/** ASCII is a part of UTF-8. */
const READABLE_CHARSET = /^(utf-?8|(us-)?ascii)$/i;
const BYTE_ORDER_MARK = '\u{FEFF}';
const JSON_TYPE = /^application\/json$/i;
const SIMPLE_TYPE = /^(|text\/plain|multipart\/form-data|application\/x-www-form-urlencoded)$/i;
const PREFLIGHT_HEADERS = ['apollo-require-preflight', 'x-apollo-operation-name'];

/** A request, and what it is answered with. */
type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly services: Services;
  readonly sender: Sender;
  readonly rateLimit: RateLimit;
};

/** Answers a GraphQL request. Its context is made only if it can be read. */
export async function answerGraphql(
  apollo: ApolloServer<RequestContext>,
  { request, response, services, sender, rateLimit }: Exchange,
): Promise<void> {
  response.setHeader('x-content-type-options', 'nosniff');
  const reason = whyUnreadable(request);
  if (reason !== null) {
    refuse(response, 415, reason);
    return;
  }
  const search = searchOf(request);
  if (!isPercentEncoded(search)) {
    refuse(response, 400, 'The query of the URL is not UTF-8, percent-encoded.');
    return;
  }
  const bytes = await readBody(request);
  if (bytes === 'aborted') return;
  if ('status' in bytes) {
    if (bytes.status === 415) response.setHeader('accept-encoding', READABLE_ENCODINGS);
    refuse(response, bytes.status, bytes.message);
    return;
  }
  const body = decode(bytes);
  if (body === null) {
    refuse(response, 400, 'The body of the request is not UTF-8.');
    return;
  }
  const parsed = body === '' ? { value: {} } : parseJson(body);
  if (!parsed) {
    refuse(response, 400, 'The body of the request is not JSON.');
    return;
  }
  if (documentsOf(search, parsed.value).some(isTooNested)) {
    noteRefusal('limits');
    refuse(response, 400, 'This request nests too deep.');
    return;
  }
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const address = request.socket.remoteAddress ?? 'gone';
  const answer = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: request.method ?? 'GET',
      headers,
      search,
      body: parsed.value,
    },
    context: async () => createContext(services, { sender, address, rateLimit }),
  });
  response.statusCode = answer.status ?? 200;
  response.setHeader('cache-control', 'no-store');
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  if (answer.body.kind === 'complete') {
    await endWith(request, response, { body: answer.body.string });
    return;
  }
  for await (const chunk of answer.body.asyncIterator) response.write(chunk);
  response.end();
}

/** The query of the URL; most requests have none. */
function searchOf({ url = '/' }: IncomingMessage): string {
  return url.includes('?') ? new URL(url, 'http://localhost').search : '';
}

/** Why the body cannot be read, going by its headers; null if it can. */
function whyUnreadable({ method, headers }: IncomingMessage): string | null {
  if (method === 'POST' && !isJson(headers)) {
    return 'The body of a request must be JSON: send it with content-type: application/json.';
  }
  const [, charset = 'utf-8'] = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(headers['content-type'] ?? '') ?? [];
  return READABLE_CHARSET.test(charset) ? null : 'The body of a request must be in UTF-8.';
}

/** What any web page could send without asking first is for Apollo Server to refuse, which says how to ask. */
function isJson(headers: IncomingMessage['headers']): boolean {
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  const isPreflighted = PREFLIGHT_HEADERS.some((name) => headers[name]);
  return JSON_TYPE.test(type.trim()) || (SIMPLE_TYPE.test(type.trim()) && !isPreflighted);
}

/** The documents of a request: the library reads one of them, by its method. */
function documentsOf(search: string, body: unknown): string[] {
  const inBody = typeof body === 'object' && body !== null && 'query' in body ? body.query : null;
  const inUrl = search === '' ? null : new URLSearchParams(search).get('query');
  return [inUrl, inBody].filter((document) => typeof document === 'string');
}

/**
 * The text of UTF-8, without its byte order mark, or null if the bytes are none. A decoder that mends would change a SIP
 * password in Latin-1, and nobody would be told.
 */
function decode(bytes: Buffer): string | null {
  if (!isUtf8(bytes)) return null;
  const text = bytes.toString('utf8');
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(BYTE_ORDER_MARK.length) : text;
}

function isPercentEncoded(search: string): boolean {
  try {
    decodeURIComponent(search);
    return true;
  } catch {
    return false;
  }
}

function parseJson(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

function refuse(response: ServerResponse, status: number, message: string): void {
  noteRefusal('request');
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    connection: 'close',
  });
  response.end(JSON.stringify({ errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] }));
}
