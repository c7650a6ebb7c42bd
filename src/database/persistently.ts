import { setTimeout as sleep } from 'node:timers/promises';
import { isPassing } from './database.ts';

const PAUSES_MS = [100, 250, 500, 1_000, 2_000, 3_000];

/** Makes the work try again for some seconds where the database is away or busy. */
export function persistently<Arguments extends unknown[], Result>(
  work: (...args: Arguments) => Promise<Result>,
): (...args: Arguments) => Promise<Result> {
  return async (...args) => {
    for (const pauseMs of PAUSES_MS) {
      try {
        return await work(...args);
      } catch (error) {
        if (!isPassing(error)) throw error;
        await sleep(pauseMs);
      }
    }
    return work(...args);
  };
}
