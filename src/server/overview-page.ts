import type { IncomingMessage, ServerResponse } from 'node:http';
import { pathOf } from './http-server.ts';
import { createPageFiles, isRead, type PageAnswer, refusal, sendPage } from './page-files.ts';

/** The part of an HTTP server that shows operators the overview, and gives it its files. */
export type OverviewPage = {
  /** Answers whoever opens `/` in a browser. */
  show(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Answers what lies below `/overview/` and resolves to true, or resolves to false: it is for somebody else. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
};

type OverviewSettings = {
  /** Where `npm run build:overview` wrote to. */
  readonly directory: string;
  /** Whether the vendors are real ones: the page says so before anybody has signed in. */
  readonly mode: 'live' | 'sandbox';
  /** Whether callers have to show a secret or a token. */
  readonly asksWhoCalls: boolean;
  /** Whether there is a GraphiQL to link to. */
  readonly hasGraphiql: boolean;
};

/** Nothing inline, unlike in GraphiQL's, and nothing of any other host. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];

const notFound = refusal(404, 'There is no such file.');
const notAllowed = refusal(405, 'The files of the overview are read with GET.');
const notBuilt = refusal(503, 'The overview is not built: run npm run build:overview');

/** Serves the overview from its built files. They hold no data: all that the page shows, it asks of the API. */
export function createOverviewPage({ directory, ...facts }: OverviewSettings): OverviewPage {
  const files = createPageFiles({ base: '/overview', directory });
  const told: Readonly<Record<string, string>> = {
    mode: facts.mode,
    asks: facts.asksWhoCalls ? 'yes' : 'no',
    graphiql: facts.hasGraphiql ? 'yes' : 'no',
  };

  /** What the page has to know before it asks anything stands in its first element. */
  async function page(): Promise<PageAnswer> {
    const built = await files.read('index.html', '.html');
    if (built === null) return notBuilt;
    return { ...built, body: built.body.toString().replace(/\{\{(\w+)\}\}/g, (_all, name) => told[name] ?? '') };
  }

  async function answer(path: string, request: IncomingMessage): Promise<PageAnswer> {
    if (path === '/overview/licences.txt') return (await files.read('licences.txt', '.txt')) ?? notFound;
    return (await files.asset(path, request)) ?? notFound;
  }

  return {
    async show(request, response) {
      // The same address answers clients otherwise.
      response.appendHeader('vary', 'accept');
      await sendPage(request, response, { policy, answer: await page() });
    },
    async handle(request, response) {
      const path = pathOf(request);
      if (!path.startsWith('/overview/')) return false;
      await sendPage(request, response, { policy, answer: isRead(request) ? await answer(path, request) : notAllowed });
      return true;
    },
  };
}
