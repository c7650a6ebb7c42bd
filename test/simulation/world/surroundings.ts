import { replaceGlobals, type Surroundings } from './virtual-globals.ts';

const nowhere: Surroundings = {
  wallMs: () => 0,
  monotonicMs: () => 0,
  random: () => 0,
  after: () => () => undefined,
};

let current: Surroundings = nowhere;
let isReplaced = false;

/** From now on, code of this thread gets its time and its chance from here. Returns how to end that. */
export function enterSurroundings(surroundings: Surroundings): () => void {
  if (!isReplaced) replaceGlobals(() => current);
  isReplaced = true;
  current = surroundings;
  return () => {
    current = nowhere;
  };
}
