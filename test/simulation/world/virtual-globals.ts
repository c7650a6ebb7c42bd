import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';

/** Where code that asks for the time, for chance or for a pause gets it. */
export type Surroundings = {
  /** Wall clock, in ms since 1970. */
  wallMs(): number;
  /** The clock that nobody sets, in ms. */
  monotonicMs(): number;
  /** 0 to below 1. */
  random(): number;
  /** Runs once after so many ms of the monotonic clock; the answer cancels it. */
  after(ms: number, run: () => void): () => void;
};

type Timer = { cancel: () => void; ref(): Timer; unref(): Timer; hasRef(): boolean; refresh(): Timer };

/**
 * Replaces the clocks, timers and sources of chance of this thread, for good: those that are global, and those that
 * modules import from Node.js by name. Outside of the simulation's own work nothing asks for them any more.
 */
export function replaceGlobals(surroundings: () => Surroundings): void {
  const RealDate = Date;
  class VirtualDate extends RealDate {
    constructor(...given: [] | [number | string | Date]) {
      if (given.length === 0) super(surroundings().wallMs());
      else super(...given);
    }
    static override now(): number {
      return Math.floor(surroundings().wallMs());
    }
  }
  Object.assign(globalThis, { Date: VirtualDate });
  Object.defineProperty(performance, 'now', { value: () => surroundings().monotonicMs() });
  Math.random = () => surroundings().random();
  Object.assign(crypto, { randomUUID: () => toUuid(() => surroundings().random()) });

  const startTimer = (run: () => void, ms = 1, isRepeated = false): Timer => {
    // In whole ms, as the real ones: fractions would never add up.
    const pauseMs = ms >= 1 ? Math.ceil(ms) : 1;
    const timer: Timer = {
      cancel: () => undefined,
      ref: () => timer,
      unref: () => timer,
      hasRef: () => true,
      refresh: () => timer,
    };
    const start = (): void => {
      timer.cancel = surroundings().after(pauseMs, () => {
        if (isRepeated) start();
        run();
      });
    };
    start();
    return timer;
  };
  const stopTimer = (timer: Timer | undefined | null): void => timer?.cancel();
  Object.assign(globalThis, {
    setTimeout: (run: (...given: unknown[]) => void, ms?: number, ...given: unknown[]) =>
      startTimer(() => run(...given), ms),
    setInterval: (run: (...given: unknown[]) => void, ms?: number, ...given: unknown[]) =>
      startTimer(() => run(...given), ms, true),
    clearTimeout: stopTimer,
    clearInterval: stopTimer,
  });
  Object.assign(timers, {
    setTimeout: <Value>(ms?: number, value?: Value, { signal }: { signal?: AbortSignal } = {}): Promise<Value> =>
      new Promise((resolve, reject) => {
        // The real one says so with an AbortError, which nobody here tells from other errors.
        if (signal?.aborted) return reject(signal.reason);
        const timer = startTimer(() => resolve(value as Value), ms);
        signal?.addEventListener('abort', () => {
          stopTimer(timer);
          reject(signal.reason);
        });
      }),
  });
  syncBuiltinESMExports();
}

function toUuid(random: () => number): string {
  const digits = Array.from({ length: 31 }, () => Math.floor(random() * 16).toString(16));
  const text = digits.join('');
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(12, 15)}-a${text.slice(15, 18)}-${text.slice(18, 30)}`;
}
