import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { SentCall } from '../../domain/sent-call.ts';
import { createGuard, FailureRecord, type Health } from './circuit-breaker.ts';
import {
  type HttpHeaders,
  type HttpLookup,
  type HttpReply,
  type HttpRequest,
  type OpenOrigin,
  openOrigin,
} from './exchange.ts';
import { HttpError } from './http-error.ts';
import { noTurn } from './places.ts';
import { type FailedAttempt, shouldRetry } from './retry.ts';

export type { HttpLookup, HttpReply, HttpRequest } from './exchange.ts';

const DEFAULT_CONCURRENCY = 16;
const DEFAULT_MAX_BYTES = 2 * 1024 * 1024;
// Leaves a read time for a second attempt after one that hangs, and an attempt time to learn that it cannot connect.
const ATTEMPT_SHARE = 0.4;
const CONNECT_SHARE = 0.24;
// What has less than this left is not begun: it could only fail, and the vendor would be blamed for it.
const LEAST_SHARE = 0.2;

/** What a client is made of; times are in milliseconds. */
export type HttpClientSettings = {
  readonly baseUrl: string;
  /** Headers of every request, such as `authorization`; they go to the origin of `baseUrl` only. */
  readonly headers: () => Promise<HttpHeaders>;
  /** For one call as its caller sees it, attempts and pauses included. */
  readonly timeoutMs: number;
  /** Reads at the same time, and as many writes; 16 if left out. */
  readonly concurrency?: number;
  /** The largest answer read, 2 MiB if left out. */
  readonly maxBytes?: number;
  readonly logger: Logger;
  /** How the origin is reached; over the network if left out. */
  readonly open?: OpenOrigin | undefined;
  /** Whose API it is: for programs, and for people. */
  readonly vendor: string;
  readonly title: string;
};

/** Calls one API. Both methods answer whatever the status is, and throw `HttpError` where there is no answer. */
export type HttpClient = {
  /** For what changes nothing: repeated up to twice if it fails in a way that may pass. */
  read(request: HttpLookup): Promise<HttpReply>;
  /** For what changes something: sent once, and never again. */
  write(sent: SentCall, request: HttpRequest): Promise<HttpReply>;
  health(): Health;
  /** Waits for calls under way, then closes all connections. */
  close(): Promise<void>;
};

type Attempt = { reply: HttpReply; error: null } | { reply: null; error: HttpError };

type AttemptOptions = {
  readonly kind: 'read' | 'write';
  readonly waitMs: number;
  /** Asked when the attempt begins, which may be after a wait. */
  readonly timeoutMs: () => number;
  readonly logged: { readonly attempt: number; readonly operationId?: string };
};

/** Makes the client of one API, with connections, a queue and a circuit breaker of its own. */
export function createHttpClient(settings: HttpClientSettings): HttpClient {
  const { timeoutMs, vendor, title, concurrency = DEFAULT_CONCURRENCY } = settings;
  const logger = settings.logger.child({ vendor });
  const failures = new FailureRecord();
  const { open = openOrigin } = settings;
  const origin = open({
    vendor,
    baseUrl: settings.baseUrl,
    headers: settings.headers,
    connections: concurrency,
    connectTimeoutMs: timeoutMs * CONNECT_SHARE,
    maxBytes: settings.maxBytes ?? DEFAULT_MAX_BYTES,
  });
  const guard = createGuard({
    concurrency,
    onBreak: () => logger.warn('circuit breaker open'),
    onReset: () => logger.info('circuit breaker closed'),
  });

  async function exchange(request: HttpRequest, options: AttemptOptions): Promise<HttpReply> {
    const startedAt = performance.now();
    const { operation, method, path } = request;
    const log = (level: 'info' | 'warn', facts: { status?: number; outcome: string }) => {
      const durationMs = Math.round(performance.now() - startedAt);
      logger[level]({ operation, method, path, ...options.logged, ...facts, durationMs }, 'vendor call');
    };
    try {
      const msLeft = options.timeoutMs();
      if (msLeft < timeoutMs * LEAST_SHARE) throw noTurn();
      const reply = await origin.exchange(request, { timeoutMs: msLeft, ownConnection: options.kind === 'write' });
      const { status } = reply;
      log(status >= 400 ? 'warn' : 'info', { status, outcome: 'answered' });
      if (status >= 500) failures.record(`${title} answers with HTTP ${status}`, new Date());
      // A call that began before the breaker opened does not close it.
      else if (guard.isClosed()) failures.record(null, new Date());
      return reply;
    } catch (error) {
      const failure = toHttpError(error);
      log('warn', { outcome: failure.kind });
      if (failure.kind !== 'busy') failures.record(`${title} ${failure.message}`, new Date());
      throw failure;
    }
  }

  async function attempt(request: HttpRequest, options: AttemptOptions): Promise<Attempt> {
    try {
      const reply = await guard.run(options.kind, () => exchange(request, options), options.waitMs);
      return { reply, error: null };
    } catch (error) {
      const failure = toHttpError(error);
      const { kind } = failure;
      if (kind === 'busy' || kind === 'refused-locally') origin.noteNotMade?.(kind);
      return { reply: null, error: failure };
    }
  }

  return {
    async read(request) {
      const deadline = performance.now() + timeoutMs;
      const msLeft = () => Math.max(1, deadline - performance.now());
      let last: Attempt | null = null;
      for (let number = 1; ; number += 1) {
        const now = await attempt(request, {
          kind: 'read',
          // The first attempt is given its whole time, and the others no less than can go well.
          waitMs: msLeft() - timeoutMs * (last === null ? ATTEMPT_SHARE : LEAST_SHARE),
          timeoutMs: () => Math.min(timeoutMs * ATTEMPT_SHARE, msLeft()),
          logged: { attempt: number },
        });
        if (now.reply && now.reply.status < 400) return now.reply;
        // What went wrong is worth more to a caller than that it is not tried again.
        const isTried = now.error?.kind !== 'refused-locally' && now.error?.kind !== 'busy';
        if (!isTried && last !== null) return replyOf(last);
        last = now;
        const retry = shouldRetry({
          attempt: number,
          trouble: troubleOf(now),
          msLeft: msLeft(),
          now: new Date(),
          random: Math.random(),
        });
        if (!retry) return replyOf(now);
        await pause(retry.pauseMs);
      }
    },
    async write(sent, request) {
      const once = await attempt(request, {
        kind: 'write',
        waitMs: timeoutMs,
        // A process that was held up after recording the call must not make it when others have stopped expecting it.
        timeoutMs: () => Math.min(timeoutMs, longestWriteMs(timeoutMs) - ageOf(sent)),
        logged: { attempt: sent.attempt, operationId: sent.operationId },
      });
      return replyOf(once);
    },
    health: () => failures.toHealth(guard.isClosed()),
    close: () => origin.close(),
  };
}

/** How long after it was recorded a write may be under way, for a client of this timeout: queueing and the call itself. */
export function longestWriteMs(timeoutMs: number): number {
  return 2 * timeoutMs;
}

function replyOf({ reply, error }: Attempt): HttpReply {
  if (error !== null) throw error;
  return reply;
}

function troubleOf({ reply, error }: Attempt): FailedAttempt['trouble'] {
  if (error !== null) return error.kind;
  const retryAfter = reply.headers['retry-after'];
  return { status: reply.status, retryAfter: typeof retryAfter === 'string' ? retryAfter : null };
}

// Whatever else is thrown here comes after the request was begun, as far as anyone knows.
function toHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  return new HttpError('no-answer', 'could not be called properly', error);
}

/** How long ago a call was recorded, in ms, by the clock that says longer. */
export function ageOf(sent: SentCall): number {
  return Math.max(performance.now() - sent.recordedAtMs, Date.now() - sent.recordedAt);
}
