import { AsyncLocalStorage } from 'node:async_hooks';
import { bulkhead, isBulkheadRejectedError, isTaskCancelledError } from 'cockatiel';
import { HttpError } from './http-error.ts';

const LONGEST_QUEUE = 1_000;

/** Places for calls that are under way at the same time. Whoever finds none waits in line. */
export type Places = {
  /**
   * Runs `work` once it has a place, if it can begin before `waitMs` are over. `begin` is called as the last thing before
   * anything is sent, and throws where that is too late. Throws `HttpError` of kind `busy` if nothing was begun.
   */
  take<Result>(work: (begin: () => void) => Promise<Result>, waitMs: number): Promise<Result>;
};

/** Makes `count` places. */
export function createPlaces(count: number): Places {
  const queue = bulkhead(count, LONGEST_QUEUE);
  return {
    async take(work, waitMs) {
      if (waitMs < 0) throw noTurn();
      const patience = new AbortController();
      const { promise: impatience, reject: giveUp } = Promise.withResolvers<never>();
      const timer = setTimeout(() => {
        patience.abort();
        giveUp(noTurn());
      }, waitMs);
      const begin = () => {
        if (patience.signal.aborted) throw noTurn();
        clearTimeout(timer);
      };
      // Bound to its caller: a queued call is started by the one that ends, whose request id is another.
      const call = queue.execute(
        AsyncLocalStorage.bind(() => work(begin)),
        patience.signal,
      );
      try {
        return await Promise.race([call, impatience]);
      } catch (error) {
        throw isBulkheadRejectedError(error) || isTaskCancelledError(error) ? noTurn(error) : error;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** The error of a call that did not get its turn in time. Nothing of it was sent. */
export function noTurn(cause?: unknown): HttpError {
  return new HttpError('busy', 'was not called: too many calls are waiting', cause);
}
