import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Answer, Call } from '../vendors/fake-kit/http.ts';

const MOST_BODY_BYTES = 1_000_000;

/** An answer on its way. */
export type AnswerDelivery = {
  readonly kind: 'answer';
  readonly answer: Answer;
  readonly delayMs: number;
  /** Send only the first half of the body. */
  readonly truncated: boolean;
};

/** What the caller gets, if anything. */
export type Delivery =
  | AnswerDelivery
  | { readonly kind: 'reset'; readonly delayMs: number }
  | { readonly kind: 'hang' };

/** The delivery without any trouble. */
export function deliverPlainly(answer: Answer): AnswerDelivery {
  return { kind: 'answer', answer, delayMs: 0, truncated: false };
}

/** A server, not yet listening, that answers every call with what `handle` decides. Paths start at its root. */
export function createSandboxServer(handle: (call: Call) => Delivery): Server {
  return createServer((request, response) => {
    readCall(request).then(
      (call) => deliver(call === null ? tooMuch : decide(handle, call), response),
      // The caller went away in the middle of its request: there is nobody to answer.
      () => response.destroy(),
    );
  });
}

const tooMuch = deliverPlainly({ status: 413, headers: { connection: 'close' } });

function decide(handle: (call: Call) => Delivery, call: Call): Delivery {
  try {
    return handle(call);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'no reason given';
    return deliverPlainly({ status: 500, body: { error: `The sandbox failed: ${reason}` } });
  }
}

async function readCall(request: IncomingMessage): Promise<Call | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MOST_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  return {
    method: request.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    body: Buffer.concat(chunks).toString('utf8'),
    header: (name) => String(request.headers[name.toLowerCase()] ?? ''),
  };
}

function deliver(delivery: Delivery, response: ServerResponse): void {
  if (delivery.kind === 'hang') return;
  const act = delivery.kind === 'reset' ? () => reset(response) : prepare(delivery, response);
  if (delivery.delayMs === 0) {
    act();
    return;
  }
  const timer = setTimeout(act, delivery.delayMs).unref();
  response.once('close', () => clearTimeout(timer));
}

function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

/** Writes the body out at once: a late answer tells how things were when the vendor acted. */
function prepare({ answer, truncated }: AnswerDelivery, response: ServerResponse): () => void {
  const isJson = answer.body !== undefined;
  const whole = isJson ? JSON.stringify(answer.body) : (answer.text ?? '');
  const payload = truncated ? whole.slice(0, Math.floor(whole.length / 2)) : whole;
  const describing = {
    'content-type': isJson ? 'application/json' : 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(payload),
  };
  const headers = { ...(whole === '' ? {} : describing), ...answer.headers };
  return () => {
    response.writeHead(answer.status, headers).end(payload);
  };
}
