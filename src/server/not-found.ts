import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerJson } from './health.ts';
import { pathOf } from './http-server.ts';

/** Redirects a browser from `/` to GraphiQL. False, and nothing is answered, where it is something else. */
export function redirectToPage(request: IncomingMessage, response: ServerResponse): boolean {
  if (pathOf(request) !== '/' || !String(request.headers.accept ?? '').includes('text/html')) return false;
  response.writeHead(302, { location: '/graphiql' });
  response.end();
  return true;
}

/** Lists the paths. */
export function answerNotFound(request: IncomingMessage, response: ServerResponse, hasPage: boolean): void {
  const isDoor = pathOf(request) === '/';
  answerJson(response, isDoor ? 200 : 404, {
    ...(isDoor ? {} : { error: 'There is nothing here.' }),
    graphql: '/graphql',
    ...(hasPage && { graphiql: '/graphiql' }),
    health: ['/health/live', '/health/ready'],
  });
}
