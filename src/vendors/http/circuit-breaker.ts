import { AsyncLocalStorage } from 'node:async_hooks';
import {
  bulkhead,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleAll,
  isBrokenCircuitError,
  isBulkheadRejectedError,
  isTaskCancelledError,
  noJitterGenerator,
} from 'cockatiel';
import type { HttpReply } from './exchange.ts';
import { HttpError } from './http-error.ts';

const FAILURES_IN_A_ROW = 5;
const FIRST_BREAK_MS = 10_000;
const LONGEST_BREAK_MS = 120_000;
const LONGEST_QUEUE = 1_000;

type GuardSettings = {
  /** Calls at the same time; more wait in line. */
  concurrency: number;
  onBreak: () => void;
  onReset: () => void;
};

/** Lets a limited number of calls through at a time, and none to a side that failed five times in a row. */
export type Guard = {
  /**
   * Runs `send` once, if it can begin before `waitMs` are over. Throws `HttpError` of kind `refused-locally` if and
   * only if `send` was not run.
   */
  run(send: () => Promise<HttpReply>, waitMs: number): Promise<HttpReply>;
  /** Does the next call have a chance? */
  isClosed(): boolean;
};

/** Makes the guard of one client: a queue in front of a circuit breaker. */
export function createGuard({ concurrency, onBreak, onReset }: GuardSettings): Guard {
  const queue = bulkhead(concurrency, LONGEST_QUEUE);
  // A 4xx is an answer: the other side works, and so it counts as a success. The breaker is asked after the queue, so
  // that those in line learn at once that it has opened.
  const breaker = circuitBreaker(handleAll.orWhenResult(isServerFailure), {
    breaker: new ConsecutiveBreaker(FAILURES_IN_A_ROW),
    halfOpenAfter: new ExponentialBackoff({
      generator: noJitterGenerator,
      initialDelay: FIRST_BREAK_MS,
      maxDelay: LONGEST_BREAK_MS,
    }),
  });
  breaker.onBreak(onBreak);
  breaker.onReset(onReset);

  return {
    isClosed: () => breaker.state !== CircuitState.Open,
    async run(send, waitMs) {
      const patience = new AbortController();
      const { promise: impatience, reject: giveUp } = Promise.withResolvers<never>();
      const timer = setTimeout(() => {
        patience.abort();
        giveUp(waitedTooLong());
      }, waitMs);

      // Bound to its caller: a queued call is started by the one that ends, whose request id is another.
      const start = AsyncLocalStorage.bind(async () => {
        if (patience.signal.aborted) throw waitedTooLong();
        clearTimeout(timer);
        return await send();
      });
      const call = queue.execute(() => breaker.execute(start, patience.signal), patience.signal);
      try {
        return await Promise.race([call, impatience]);
      } catch (error) {
        throw toRefusal(error);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

function isServerFailure(reply: unknown): boolean {
  return typeof reply === 'object' && reply !== null && 'status' in reply && Number(reply.status) >= 500;
}

function waitedTooLong(cause?: unknown): HttpError {
  return new HttpError('refused-locally', 'has too many calls waiting', cause);
}

function toRefusal(error: unknown): unknown {
  if (isBrokenCircuitError(error)) {
    return new HttpError('refused-locally', 'is not called for the moment, as it keeps failing', error);
  }
  if (isBulkheadRejectedError(error) || isTaskCancelledError(error)) return waitedTooLong(error);
  return error;
}

/** Whether the other side answers: `failingSince` is set from its first failure until its next good answer. */
export type Health =
  | { readonly available: true; readonly failingSince: null; readonly message: null }
  | { readonly available: boolean; readonly failingSince: string; readonly message: string };

/** Remembers since when every call has failed, and why the last one did. */
export class FailureRecord {
  #failing: { since: string; message: string } | null = null;

  /** Takes down how one call went; `message` is null if it went well. */
  record(message: string | null, now: Date): void {
    this.#failing = message === null ? null : { since: this.#failing?.since ?? now.toISOString(), message };
  }

  /** `available`: are calls let through at the moment? */
  toHealth(available: boolean): Health {
    if (this.#failing === null) return { available: true, failingSince: null, message: null };
    return { available, failingSince: this.#failing.since, message: this.#failing.message };
  }
}
