import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';

/** A span as it was received. */
export type ReceivedSpan = {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty, or missing, for the first of a trace. */
  readonly parentSpanId?: string;
  readonly name: string;
  /** 1 is internal, 2 a server's, 3 a client's. */
  readonly kind: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** 2 where it has failed. */
  readonly status: number;
};

/** What receives traces and metrics by OTLP over HTTP, as a collector does. */
export type OtlpReceiver = {
  readonly url: string;
  readonly spans: ReceivedSpan[];
  /** Names of the metrics that were pushed. */
  readonly metrics: Set<string>;
  /** Everything that came, as it came. */
  readonly texts: string[];
  stop(): Promise<void>;
};

type Value = { readonly stringValue?: string; readonly intValue?: number; readonly doubleValue?: number };
type Sent = {
  readonly resourceSpans?: readonly {
    readonly scopeSpans: readonly {
      readonly spans: readonly (Omit<ReceivedSpan, 'attributes' | 'status'> & {
        readonly attributes: readonly { readonly key: string; readonly value: Value }[];
        readonly status: { readonly code: number };
      })[];
    }[];
  }[];
  readonly resourceMetrics?: readonly {
    readonly scopeMetrics: readonly { readonly metrics: readonly { readonly name: string }[] }[];
  }[];
};

/** Starts one on a free port of the loopback address. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const metrics = new Set<string>();
  const texts: string[] = [];
  const server = createServer(async (request, response) => {
    const text = await readText(request);
    texts.push(text);
    const sent: Sent = JSON.parse(text);
    for (const { scopeSpans } of sent.resourceSpans ?? []) {
      for (const span of scopeSpans.flatMap((scope) => scope.spans)) spans.push(toSpan(span));
    }
    for (const { scopeMetrics } of sent.resourceMetrics ?? []) {
      for (const { name } of scopeMetrics.flatMap((scope) => scope.metrics)) metrics.add(name);
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The receiver has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    ...{ spans, metrics, texts },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type SentSpan = NonNullable<Sent['resourceSpans']>[number]['scopeSpans'][number]['spans'][number];

function toSpan({ attributes, status, ...span }: SentSpan): ReceivedSpan {
  const values = attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue ?? value.doubleValue]);
  return { ...span, attributes: Object.fromEntries(values), status: status.code };
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}
