import { AsyncLocalStorage } from 'node:async_hooks';
import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import type { TraceContext } from './trace-context.ts';

const requests = new AsyncLocalStorage<RequestTrace>();

/** What log lines written during a request have in common. */
export type RequestTrace = {
  readonly requestId: string;
  /** Null where the caller traces nothing. */
  readonly context: TraceContext | null;
  /** Name of the GraphQL operation, once it is known. */
  operationName?: string;
};

/** Runs the work so that every line logged meanwhile carries the request's id. */
export function traced<Result>(trace: RequestTrace, work: () => Result): Result {
  return requests.run(trace, work);
}

/** The request that is being served, if any. */
export function currentRequest(): RequestTrace | undefined {
  return requests.getStore();
}

/**
 * A logger of JSON lines. Nothing secret is handed to it in the first place; what should slip through under one of the
 * usual names is cut out here.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    mixin: () => {
      const request = currentRequest();
      if (request === undefined) return {};
      const { requestId, context } = request;
      return context === null ? { requestId } : { requestId, traceId: context.traceId };
    },
    redact: {
      paths: ['password', 'apiKey', 'authorization', '*.password', '*.apiKey', '*.authorization', '*.*.password'],
      censor: '[removed]',
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
