import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

const MOST_BODY_BYTES = 1_000_000;

/** A request as the sandbox sees it. `path` starts at the root of the server. */
export type Call = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string;
  readonly contentType: string;
  /** Unparsed; empty if there was none. */
  readonly body: string;
};

/** What is sent back. `body` is sent as JSON, `text` as plain text, neither as nothing. */
export type Answer = {
  readonly status: number;
  readonly body?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

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

/** Thrown by handlers that cannot do what was asked; carries what to say instead. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(answer: Answer, message = `Refused with ${answer.status}`) {
    super(message);
    this.name = 'Refusal';
    this.answer = answer;
  }
}

/** The delivery without any trouble. */
export function deliverPlainly(answer: Answer): AnswerDelivery {
  return { kind: 'answer', answer, delayMs: 0, truncated: false };
}

/** A server, not yet listening, that answers every call with what `handle` decides. */
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
    authorization: request.headers.authorization ?? '',
    contentType: request.headers['content-type'] ?? '',
    body: Buffer.concat(chunks).toString('utf8'),
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
