import { setTimeout as sleep } from 'node:timers/promises';

/** What came of one id. `mayPass`: the reason may be gone a little later, as where the vendor is busy. */
export type Adopted =
  | { readonly state: 'taken-in' | 'here-before' }
  | { readonly state: 'failed'; readonly reason: string; readonly mayPass: boolean };

/** How many ids came to what; `left` are those that nobody got to. */
export type Tally = { takenIn: number; hereBefore: number; failed: number; left: number };

type AdoptSettings = {
  /** How many at a time. */
  readonly places: number;
  /** Begins no more once it is aborted; what is under way is finished. */
  readonly signal: AbortSignal;
  readonly adopt: (id: string) => Promise<Adopted>;
  /** Told of each id when it is done with, and how all stand by then. */
  readonly onEnd: (id: string, adopted: Adopted, tally: Tally) => void;
};

/** Before each further try of an id whose reason may pass, in ms. */
const PAUSES_MS = [1_000, 2_000, 4_000];
/** Once so many in a row were in vain, the vendor is away: nothing more is begun. A few ids that it fails at are no reason. */
const MOST_IN_VAIN = 10;

/**
 * Takes in all ids, so many at a time. Where the vendor is busy or away, each waits, longer every time, unless those before it
 * have waited in vain.
 */
export async function adoptAll(ids: readonly string[], settings: AdoptSettings): Promise<Tally> {
  const { places, signal, adopt, onEnd } = settings;
  const tally: Tally = { takenIn: 0, hereBefore: 0, failed: 0, left: ids.length };
  const waiting = ids.values();
  let inVain = 0;

  const adoptPatiently = async (id: string): Promise<Adopted> => {
    for (const pauseMs of inVain < places ? PAUSES_MS : []) {
      const adopted = await adopt(id);
      if (adopted.state !== 'failed' || !adopted.mayPass) return adopted;
      const isOver = await sleep(pauseMs, false, { signal }).catch(() => true);
      if (isOver) return adopted;
    }
    return adopt(id);
  };

  const work = async (): Promise<void> => {
    while (!signal.aborted && inVain < MOST_IN_VAIN) {
      const { value: id } = waiting.next();
      if (id === undefined) return;
      const adopted = await adoptPatiently(id);
      inVain = adopted.state === 'failed' && adopted.mayPass ? inVain + 1 : 0;
      tally.left -= 1;
      if (adopted.state === 'taken-in') tally.takenIn += 1;
      else if (adopted.state === 'here-before') tally.hereBefore += 1;
      else tally.failed += 1;
      onEnd(id, adopted, tally);
    }
  };

  await Promise.all(Array.from({ length: places }, work));
  return tally;
}
