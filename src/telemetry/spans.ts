import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace as traces,
} from '@opentelemetry/api';
import { currentRequest, type RequestTrace, traced } from './logger.ts';
import type { TraceContext } from './trace-context.ts';
import type { Tracing } from './tracing.ts';

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
      const name = `${method} ${route}`;
      const attributes = { 'http.request.method': method, 'http.route': route };
      const span = tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, parentOf(trace.context));
      return span.isRecording() ? { ...trace, context: toContext(span, trace.context), span } : trace;
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

    async within({ name, kind = SpanKind.INTERNAL, attributes }, work) {
      const current = currentRequest() ?? ownWork;
      const options = { kind, ...(attributes && { attributes }) };
      const span = tracer.startSpan(name, options, parentOf(current.context));
      let hasFailed = false;
      const fail = (how: string) => {
        // What is nearest to it knows best.
        if (hasFailed) return;
        hasFailed = true;
        span.setAttribute('error.type', how);
        span.setStatus({ code: SpanStatusCode.ERROR });
      };
      const told = { set: span.setAttributes.bind(span), fail };
      if (!span.isRecording()) return work(told);
      return traced({ ...current, context: toContext(span, current.context) }, async () => {
        try {
          return await work(told);
        } catch (error) {
          // Its message may hold anything.
          fail(error instanceof Error ? error.name : 'error');
          throw error;
        } finally {
          span.end();
        }
      });
    },

    stop,
  };
}

const ownWork: RequestTrace = { requestId: null, context: null };

/** Calls that are made for it carry its ids, and the caller's own state as it came. */
function toContext(span: Span, parent: TraceContext | null): TraceContext {
  const { traceId, spanId, traceFlags } = span.spanContext();
  const flags = (traceFlags & TraceFlags.SAMPLED).toString(16).padStart(2, '0');
  return { traceId, spanId, headers: { ...parent?.headers, traceparent: `00-${traceId}-${spanId}-${flags}` } };
}

/** Its ids, and whether it is recorded, are in the header that calls carry. */
function parentOf(context: TraceContext | null): Context {
  const header = context?.headers['traceparent'];
  if (context === null || header === undefined) return ROOT_CONTEXT;
  const [, traceId = '', spanId = '', flags = '0'] = header.split('-');
  const isRemote = context.spanId === undefined;
  return traces.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote });
}
