import {
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  isBrokenCircuitError,
  noJitterGenerator,
} from 'cockatiel';
import type { HttpReply } from './exchange.ts';
import { HttpError } from './http-error.ts';
import { createPlaces } from './places.ts';

const FAILURES_IN_A_ROW = 5;
const FIRST_BREAK_MS = 10_000;
const LONGEST_BREAK_MS = 120_000;

type GuardSettings = {
  /** Reads at the same time, and writes at the same time; more wait in line. */
  concurrency: number;
  onBreak: () => void;
  onReset: () => void;
};

/** Lets a limited number of calls through at a time, and none to a side that failed five times in a row. */
export type Guard = {
  /**
   * Runs `send` once, if it can begin before `waitMs` are over. Reads and writes have places of their own: however many
   * read, what changes something has its turn. Throws `HttpError` of kind `busy` or `refused-locally` where nothing was
   * sent; neither counts as a failure of the other side.
   */
  run(kind: 'read' | 'write', send: () => Promise<HttpReply>, waitMs: number): Promise<HttpReply>;
  /** Does the next call have a chance? */
  isClosed(): boolean;
};

/** Makes the guard of one client: places in front of a circuit breaker. */
export function createGuard({ concurrency, onBreak, onReset }: GuardSettings): Guard {
  const places = { read: createPlaces(concurrency), write: createPlaces(concurrency) };
  // A 4xx is an answer: the other side works, and so it counts as a success. The breaker is asked after the wait, so
  // that those in line learn at once that it has opened.
  const breaker = circuitBreaker(handleWhen(isAboutTheOtherSide).orWhenResult(isServerFailure), {
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
    run: (kind, send, waitMs) =>
      places[kind].take(async (begin) => {
        try {
          return await breaker.execute(async () => {
            begin();
            return await send();
          });
        } catch (error) {
          if (!isBrokenCircuitError(error)) throw error;
          throw new HttpError('refused-locally', 'is not called for the moment, as it keeps failing', error);
        }
      }, waitMs),
  };
}

/** Whether a failure says something about the other side: what did not get its turn here does not. */
function isAboutTheOtherSide(error: unknown): boolean {
  return !(error instanceof HttpError && error.kind === 'busy');
}

function isServerFailure(reply: unknown): boolean {
  return typeof reply === 'object' && reply !== null && 'status' in reply && Number(reply.status) >= 500;
}

/**
 * Whether the other side answers: `failingSince` is set from its first failure until its next good answer, and
 * `answeringSince` from its first answer, or the first after a failure, until the next failure. `available`: are calls let
 * through at the moment?
 */
export type Health =
  | {
      readonly available: true;
      readonly failingSince: null;
      readonly message: null;
      readonly answeringSince: string | null;
    }
  | {
      readonly available: boolean;
      readonly failingSince: string;
      readonly message: string;
      readonly answeringSince: null;
    };

/** Remembers since when every call has failed, and why the last one did; or since when they have gone well. */
export class FailureRecord {
  #failing: { since: string; message: string } | null = null;
  #answeringSince: string | null = null;

  /** Takes down how one call went; `message` is null if it went well. */
  record(message: string | null, now: Date): void {
    this.#failing = message === null ? null : { since: this.#failing?.since ?? now.toISOString(), message };
    this.#answeringSince = message === null ? (this.#answeringSince ?? now.toISOString()) : null;
  }

  /** `available`: are calls let through at the moment? */
  toHealth(available: boolean): Health {
    const answeringSince = this.#answeringSince;
    if (this.#failing === null) return { available: true, failingSince: null, message: null, answeringSince };
    return { available, failingSince: this.#failing.since, message: this.#failing.message, answeringSince: null };
  }
}
