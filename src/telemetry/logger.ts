import { AsyncLocalStorage } from 'node:async_hooks';
import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import type { RefusalReason } from './refusal-reasons.ts';
import type { TraceContext } from './trace-context.ts';

const requests = new AsyncLocalStorage<RequestTrace>();

/** What log lines written during a request have in common. */
export type RequestTrace = {
  /** Null where it is work of the service's own, such as reconciliation. */
  readonly requestId: string | null;
  /** Null where nothing is traced. */
  readonly context: TraceContext | null;
  /** Name of the GraphQL operation, once it is known. */
  operationName?: string;
  /** The request that this is a part of, where it is only that. */
  readonly of?: RequestTrace;
  /** How it ends, where not well: by a mistake of the caller's, or by a failure. */
  outcome?: 'refused' | 'failed';
  refusedFor?: RefusalReason;
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
      const { traceId, spanId } = context ?? {};
      return {
        ...(requestId !== null && { requestId }),
        ...(traceId !== undefined && { traceId }),
        ...(spanId !== undefined && { spanId }),
      };
    },
    redact: {
      paths: ['password', 'apiKey', 'authorization', '*.password', '*.apiKey', '*.authorization', '*.*.password'],
      censor: '[removed]',
    },
  };
  return pino(options, destination ?? toStandardOutput());
}

/** What the line says that each request leaves. */
export const REQUEST_LINE = 'request';
/** For how long such a line may wait for others, so that many are written by one call. */
const LINES_WAIT_MS = 100;
const LINES_BYTES = 8 * 1024;

/** Writes at once all lines but those of requests, of which there are thousands a second; these wait a moment for others. */
function toStandardOutput(): DestinationStream {
  const output = pino.destination({ dest: 1, minLength: LINES_BYTES, periodicFlush: LINES_WAIT_MS });
  const stream = {
    // By this, the stream is told of each line what it says.
    [pino.symbols.needsMetadataGsym]: true,
    lastMsg: '',
    write(line: string) {
      output.write(line);
      if (this.lastMsg !== REQUEST_LINE) output.flush();
    },
  };
  return stream;
}
