import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import type { GraphiqlInfo } from '../web/graphiql/info.ts';
import { encodingFor, endWith } from './compression.ts';

/** The part of an HTTP server that answers `/graphiql` and what lies below it. */
export type GraphiqlPage = {
  /** Answers the request and resolves to true, or leaves it untouched and resolves to false: it is for somebody else. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
};

type GraphiqlPageSettings = {
  /** Where `npm run build:graphiql` wrote to. Read at each request: a new build needs no restart. */
  readonly directory: string;
  /** What the page is told of the vendors. Asked at each visit, since accounts change. */
  readonly info: () => GraphiqlInfo | Promise<GraphiqlInfo>;
};

// Word characters between the dots, so that no `..` and no separator can name a file elsewhere.
const ASSET_PATH = /^\/graphiql\/assets\/([\w-]+(?:\.[\w-]+)+)$/;
const DOCS_PATH = /^\/graphiql\/docs\/([\w-]+\.html)$/;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
};

const HEADERS = {
  'content-security-policy': [
    "default-src 'self'",
    "script-src 'self'",
    // GraphiQL's editor writes style attributes and style elements.
    "style-src 'self' 'unsafe-inline'",
    "worker-src 'self'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

const ONE_YEAR_SECONDS = 31_536_000;
const FOREVER = `public, max-age=${ONE_YEAR_SECONDS}, immutable`;

/** Serves GraphiQL from its built files, with headers that keep the page from talking to any other host. */
export function createGraphiqlPage({ directory, info }: GraphiqlPageSettings): GraphiqlPage {
  async function answer(path: string, request: IncomingMessage): Promise<Answer> {
    if (path === '/graphiql/info.json') {
      return { type: 'application/json', cache: 'no-store', body: JSON.stringify(await info()) };
    }
    if (path === '/graphiql' || path === '/graphiql/') {
      const body = await readIfThere(join(directory, 'index.html'));
      return body ? { type: 'text/html; charset=utf-8', cache: 'no-cache', body } : NOT_BUILT;
    }
    if (path === '/graphiql/licences.txt') {
      const body = await readIfThere(join(directory, 'licences.txt'));
      return body ? { type: 'text/plain; charset=utf-8', cache: 'no-cache', body } : NOT_FOUND;
    }
    const [, docsPage] = DOCS_PATH.exec(path) ?? [];
    if (docsPage !== undefined) {
      const body = await readIfThere(join(directory, 'docs', docsPage));
      return body ? { type: 'text/html; charset=utf-8', cache: 'no-cache', body } : NOT_FOUND;
    }
    const [, name] = ASSET_PATH.exec(path) ?? [];
    const type = CONTENT_TYPES[extname(name ?? '')];
    if (name === undefined || type === undefined) return NOT_FOUND;
    const file = join(directory, 'assets', name);
    const compressed = encodingFor(request, ['gzip']) === null ? null : await readIfThere(`${file}.gz`);
    if (compressed) return { type, cache: FOREVER, encoding: 'gzip', body: compressed };
    const body = await readIfThere(file);
    return body ? { type, cache: FOREVER, body } : NOT_FOUND;
  }

  return {
    async handle(request, response) {
      const [path = ''] = (request.url ?? '').split('?');
      if (path !== '/graphiql' && !path.startsWith('/graphiql/')) return false;
      const isRead = request.method === 'GET' || request.method === 'HEAD';
      await send(request, response, isRead ? await answer(path, request) : NOT_ALLOWED);
      return true;
    },
  };
}

type Answer = {
  readonly status?: number;
  readonly type: string;
  readonly cache: string;
  readonly encoding?: 'gzip';
  readonly body: Buffer | string;
};

function refusal(status: number, body: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', cache: 'no-store', body };
}

const NOT_FOUND = refusal(404, 'There is no such file.\n');
const NOT_ALLOWED = refusal(405, 'GraphiQL is read with GET.\n');
const NOT_BUILT = refusal(503, 'GraphiQL is not built: run npm run build:graphiql\n');

async function send(request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> {
  response.statusCode = answer.status ?? 200;
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  response.setHeader('content-type', answer.type);
  response.setHeader('cache-control', answer.cache);
  if (answer === NOT_ALLOWED) response.setHeader('allow', 'GET, HEAD');
  await endWith(request, response, answer);
}

/** There is none, and there can be none by a name of more than 255 characters. */
const noSuchFile = new Set<unknown>(['ENOENT', 'ENAMETOOLONG']);

async function readIfThere(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && noSuchFile.has(error.code)) return null;
    throw error;
  }
}
