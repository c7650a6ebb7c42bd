import type { VendorName } from '../../domain/phone-number.ts';

/** How many items of bulks are carried out at a time at each vendor: a quarter of its places, so that single changes find one. */
const AT_ONCE = 4;

/** Lets items of bulks take turns, in this process: a few at a time at each vendor, however many bulks there are. */
export type Turns = {
  /**
   * Does the work on an operation when its turn has come. Null where it is not done by this call: another one has it in
   * turn, whose end is waited for, or the service is stopping.
   */
  take<Answer>(
    operation: { readonly id: string; readonly vendor: VendorName },
    work: () => Promise<Answer>,
  ): Promise<Answer | null>;
  /** Begins nothing more, and waits for the end of what has been begun. */
  stop(): Promise<void>;
};

type Line = { working: number; readonly waiting: (() => void)[] };

/** Nobody is waiting yet. */
export function createTurns(): Turns {
  const lines = new Map<VendorName, Line>();
  const ends = new Map<string, Promise<unknown>>();
  let isStopping = false;

  async function inTurn<Answer>(vendor: VendorName, work: () => Promise<Answer>): Promise<Answer | null> {
    const line = lines.get(vendor) ?? { working: 0, waiting: [] };
    lines.set(vendor, line);
    if (line.working < AT_ONCE) line.working += 1;
    else await new Promise<void>((resolve) => line.waiting.push(resolve));
    try {
      return isStopping ? null : await work();
    } finally {
      const next = line.waiting.shift();
      if (next) next();
      else line.working -= 1;
    }
  }

  return {
    take({ id, vendor }, work) {
      const before = ends.get(id);
      if (before !== undefined) return before.then(() => null);
      const answer = inTurn(vendor, work).finally(() => ends.delete(id));
      ends.set(
        id,
        answer.catch(() => null),
      );
      return answer;
    },

    async stop() {
      isStopping = true;
      await Promise.all(ends.values());
    },
  };
}
