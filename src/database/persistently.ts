import { setTimeout as sleep } from 'node:timers/promises';
import { isPassing } from './database.ts';

const PAUSES_MS = [100, 250, 500, 1_000, 2_000, 3_000];
const LATER_PAUSE_MS = 3_000;

/**
 * Makes the work try again for some seconds where the database is away, busy or full. Its caller is told after that; the
 * work goes on until the database takes it, or the process ends. Where it is refused by then, `instead` is done.
 */
export function persistently<Arguments extends unknown[], Result>(
  work: (...args: Arguments) => Promise<Result>,
  instead: (...args: Arguments) => Promise<unknown> = async () => undefined,
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
    try {
      return await work(...args);
    } catch (error) {
      if (isPassing(error)) void goOn(() => work(...args)).then((isTaken) => isTaken || goOn(() => instead(...args)));
      throw error;
    }
  };
}

/** Works until the database takes it; false where it is refused. Never throws. */
async function goOn(work: () => Promise<unknown>): Promise<boolean> {
  for (;;) {
    await sleep(LATER_PAUSE_MS, undefined, { ref: false });
    try {
      await work();
      return true;
    } catch (error) {
      if (!isPassing(error)) return false;
    }
  }
}
