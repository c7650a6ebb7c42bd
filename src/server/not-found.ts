import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerJson } from './health.ts';
import { pathOf } from './http-server.ts';
import { isRead } from './page-files.ts';

/** Whether a person has opened `/` or `/graphql` in a browser: clients of GraphQL ask for no HTML. */
export function isVisit(request: IncomingMessage): boolean {
  const isDoor = ['/', '/graphql'].includes(pathOf(request));
  return isDoor && request.method === 'GET' && String(request.headers.accept ?? '').includes('text/html');
}

/** Whether it is `/` that a person has opened. */
export function isVisitOfRoot(request: IncomingMessage): boolean {
  return isVisit(request) && pathOf(request) === '/';
}

/** Redirects a browser to GraphiQL. */
export function redirectToPage(response: ServerResponse): void {
  // The same address answers clients otherwise.
  response.writeHead(302, { location: '/graphiql', vary: 'accept', 'cache-control': 'no-store' });
  response.end();
}

/** Which pages there are. */
type Pages = { readonly graphiql: boolean; readonly overview: boolean };

/** Lists the paths. */
export function answerNotFound(request: IncomingMessage, response: ServerResponse, pages: Pages): void {
  const isDoor = pathOf(request) === '/' && isRead(request);
  answerJson(response, isDoor ? 200 : 404, {
    ...(isDoor ? {} : { error: 'There is nothing here.' }),
    graphql: '/graphql',
    ...(pages.overview && { overview: '/' }),
    ...(pages.graphiql && { graphiql: '/graphiql' }),
    health: ['/health/live', '/health/ready'],
    metrics: '/metrics',
  });
}
