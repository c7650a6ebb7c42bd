import { expect } from 'vitest';
import type { OpenApiJudge } from './openapi.ts';

/** What a call gave back; `body` is undefined where the text is not JSON. */
export type Reply = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
};

type CallOptions = {
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as a form where it is one, and as JSON otherwise. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
};

/** Sends one call. Rejects where the connection breaks or the signal gives up. */
export type Client = (method: string, path: string, options?: CallOptions) => Promise<Reply>;

const bearer: Readonly<Record<string, string>> = { authorization: 'Bearer sandbox' };

/** A client with a key that the sandbox takes, in the headers that the vendor wants it in. */
export function createClient(baseUrl: string, credentials = bearer): Client {
  return async (method, path, { query = {}, body, signal } = {}) => {
    const search = Object.keys(query).length > 0 ? `?${new URLSearchParams(query)}` : '';
    const response = await fetch(`${baseUrl}${path}${search}`, {
      method,
      headers: headersOf(credentials, body),
      ...(body === undefined ? {} : { body: body instanceof URLSearchParams ? String(body) : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parse(text) };
  };
}

/** The same, but every call and every answer has to be as the vendor's OpenAPI file says. */
export function createJudgedClient(baseUrl: string, judge: OpenApiJudge, credentials = bearer): Client {
  const client = createClient(baseUrl, credentials);
  return async (method, path, options = {}) => {
    const { query = {}, body } = options;
    expect(judge.request({ method, path, query, body, headers: headersOf(credentials, body) })).toEqual([]);
    const reply = await client(method, path, options);
    expect(judge.response({ method, path }, reply)).toEqual([]);
    return reply;
  };
}

function headersOf(credentials: typeof bearer, body: unknown): Readonly<Record<string, string>> {
  const type = body instanceof URLSearchParams ? 'application/x-www-form-urlencoded' : 'application/json';
  return body === undefined ? credentials : { ...credentials, 'content-type': type };
}

/** The text under `name` in a JSON object; fails the test if there is none. */
export function textAt(body: unknown, name: string): string {
  const value = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  expect(value).toBeTypeOf('string');
  return String(value);
}

/** The list under `name` in a JSON object; fails the test if there is none. */
export function listAt(body: unknown, name: string): unknown[] {
  const value = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  expect(value).toBeInstanceOf(Array);
  return Array.isArray(value) ? value : [];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
