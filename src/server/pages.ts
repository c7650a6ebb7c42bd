import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphiqlInfo } from '../web/graphiql/info.ts';
import { pathOf } from './http-server.ts';
import { createPageFiles, isRead, type PageAnswer, refusal, sendPage } from './page-files.ts';

/** The part of an HTTP server that answers `/graphiql` and what lies below it. */
export type GraphiqlPage = {
  /** Answers the request and resolves to true, or leaves it untouched and resolves to false: it is for somebody else. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
};

type GraphiqlPageSettings = {
  /** Where `npm run build:graphiql` wrote to. */
  readonly directory: string;
  /** What the page is told of the vendors. Asked at each visit, since accounts change. */
  readonly info: () => GraphiqlInfo | Promise<GraphiqlInfo>;
};

const DOCS_PATH = /^\/graphiql\/(docs\/[\w-]+\.html)$/;

const policy = [
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
];

const notFound = refusal(404, 'There is no such file.');
const notAllowed = refusal(405, 'GraphiQL is read with GET.');
const notBuilt = refusal(503, 'GraphiQL is not built: run npm run build:graphiql');

/** Serves GraphiQL from its built files. */
export function createGraphiqlPage({ directory, info }: GraphiqlPageSettings): GraphiqlPage {
  const files = createPageFiles({ base: '/graphiql', directory });

  async function answer(path: string, request: IncomingMessage): Promise<PageAnswer> {
    if (path === '/graphiql/info.json') {
      return { type: 'application/json', cache: 'no-store', body: JSON.stringify(await info()) };
    }
    if (path === '/graphiql' || path === '/graphiql/') return (await files.read('index.html', '.html')) ?? notBuilt;
    if (path === '/graphiql/licences.txt') return (await files.read('licences.txt', '.txt')) ?? notFound;
    const [, docsPage] = DOCS_PATH.exec(path) ?? [];
    if (docsPage !== undefined) return (await files.read(docsPage, '.html')) ?? notFound;
    return (await files.asset(path, request)) ?? notFound;
  }

  return {
    async handle(request, response) {
      const path = pathOf(request);
      if (path !== '/graphiql' && !path.startsWith('/graphiql/')) return false;
      await sendPage(request, response, { policy, answer: isRead(request) ? await answer(path, request) : notAllowed });
      return true;
    },
  };
}
