import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerJson } from './health.ts';
import { pathOf } from './http-server.ts';

/** Redirects a browser from `/` to GraphiQL, and lists the paths for others. */
export function answerNotFound(request: IncomingMessage, response: ServerResponse): void {
  const isDoor = pathOf(request) === '/';
  if (isDoor && String(request.headers.accept ?? '').includes('text/html')) {
    response.writeHead(302, { location: '/graphiql' });
    response.end();
    return;
  }
  answerJson(response, isDoor ? 200 : 404, {
    ...(isDoor ? {} : { error: 'There is nothing here.' }),
    graphql: '/graphql',
    graphiql: '/graphiql',
    health: ['/health/live', '/health/ready'],
  });
}
