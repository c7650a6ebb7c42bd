import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerJson } from './health.ts';
import { isRead } from './page-files.ts';

type Answering = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Refuses what would change something: there is nothing here that can be changed. */
export function readOnly(answering: Answering): Answering {
  return async (request, response) => (isRead(request) ? answering(request, response) : answerNotAllowed(response));
}

function answerNotAllowed(response: ServerResponse): void {
  response.setHeader('allow', 'GET, HEAD');
  answerJson(response, 405, { error: 'Only GET and HEAD are answered here.' });
}
