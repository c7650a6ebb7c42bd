import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace as traces,
} from '@opentelemetry/api';
import { currentRequest, type RequestTrace, traced } from './logger.ts';
import type { TraceContext } from './trace-context.ts';
import type { TracedWork, Tracing } from './tracing.ts';

/** They are asked every few seconds, and tell nothing. */
const unrecorded = new Set(['/health/live', '/health/ready', '/metrics']);

/** What a request is recorded with, in addition to what is known of it anyway. */
type RecordedRequest = RequestTrace & { readonly span?: Span };

/**
 * Records spans. What is under way is what `currentRequest` tells, so that nothing global is registered, and its ids are in
 * the lines of the log.
 */
export function createTracing(tracer: Tracer, stop: () => Promise<void>): Tracing {
  return {
    begin(trace, { method, route }): RecordedRequest {
      if (route === null || unrecorded.has(route)) return trace;
      const attributes = { 'http.request.method': method, 'http.route': route };
      const options = { kind: SpanKind.SERVER, attributes };
      const span = tracer.startSpan(`${method} ${route}`, options, parentOf(trace.context));
      return span.isRecording() ? { ...trace, context: new RecordedContext(span, trace.context), span } : trace;
    },

    end({ span, operationName, outcome }: RecordedRequest, { status }) {
      if (span === undefined) return;
      span.setAttribute('http.response.status_code', status);
      if (operationName !== undefined) span.setAttribute('graphql.operation.name', operationName);
      if (outcome === 'failed' || status >= 500) {
        span.setAttribute('error.type', outcome ?? String(status));
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end();
    },

    inSpan({ name, kind = SpanKind.INTERNAL, attributes }, work) {
      const current = currentRequest() ?? ownWork;
      const options = attributes === undefined ? { kind } : { kind, attributes };
      const span = tracer.startSpan(name, options, parentOf(current.context));
      const told = new SpanWork(span);
      if (!span.isRecording()) return work(told);
      const context = new RecordedContext(span, current.context);
      const inner = { requestId: current.requestId, context, of: current.of ?? current };
      return traced(inner, () => work(told)).then(
        (result) => {
          span.end();
          return result;
        },
        (error: unknown) => {
          // Its message may hold anything.
          told.fail(error instanceof Error ? error.name : 'error');
          span.end();
          throw error;
        },
      );
    },

    stop,
  };
}

const ownWork: RequestTrace = { requestId: null, context: null };

class SpanWork implements TracedWork {
  readonly #span: Span;
  #hasFailed = false;

  constructor(span: Span) {
    this.#span = span;
  }

  set(attributes: Attributes): void {
    this.#span.setAttributes(attributes);
  }

  fail(how: string): void {
    // What is nearest to it knows best.
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#span.setAttribute('error.type', how);
    this.#span.setStatus({ code: SpanStatusCode.ERROR });
  }
}

/** Calls that are made for it carry its ids, and the caller's own state as it came. Most make none. */
class RecordedContext implements TraceContext {
  readonly span: SpanContext;
  readonly #parent: TraceContext | null;

  constructor(span: Span, parent: TraceContext | null) {
    this.span = span.spanContext();
    this.#parent = parent;
  }

  get traceId(): string {
    return this.span.traceId;
  }

  get spanId(): string {
    return this.span.spanId;
  }

  get headers(): TraceContext['headers'] {
    const { traceId, spanId, traceFlags } = this.span;
    const flags = (traceFlags & TraceFlags.SAMPLED).toString(16).padStart(2, '0');
    return { ...this.#parent?.headers, traceparent: `00-${traceId}-${spanId}-${flags}` };
  }
}

/** Of a caller, its ids and whether it is recorded are in the header that calls carry. */
function parentOf(context: TraceContext | null): Context {
  if (context === null) return ROOT_CONTEXT;
  if (context instanceof RecordedContext) return traces.setSpanContext(ROOT_CONTEXT, context.span);
  const [, traceId = '', spanId = '', flags = '0'] = (context.headers['traceparent'] ?? '').split('-');
  const traceFlags = Number.parseInt(flags, 16);
  return traces.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}
