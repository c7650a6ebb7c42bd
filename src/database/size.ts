import { performance } from 'node:perf_hooks';

/** For how long a count is good enough: it says what a request may cost, and counting has a cost too. */
const KEPT_MS = 60_000;

/** Tells how many there are of what `count` counts, a minute ago or later; 0 where the database does not answer. */
export function createSize(count: () => Promise<number>): () => Promise<number> {
  let counted: { readonly at: number; readonly rows: Promise<number> } | null = null;

  return () => {
    const now = performance.now();
    if (counted === null || now - counted.at > KEPT_MS) {
      const rows = count().catch(() => {
        // The next one tries again; whoever waits finds out by what it reads.
        counted = null;
        return 0;
      });
      counted = { at: now, rows };
    }
    return counted.rows;
  };
}
