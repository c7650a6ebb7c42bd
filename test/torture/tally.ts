/** Counts things by name. */
export type Tally = {
  add(name: string, count?: number): void;
  /** In the order of their names. */
  rows(): [name: string, count: number][];
  total(): number;
};

/** An empty one. */
export function createTally(): Tally {
  const counts = new Map<string, number>();
  return {
    add: (name, count = 1) => void counts.set(name, (counts.get(name) ?? 0) + count),
    rows: () => [...counts].sort(([one], [other]) => (one < other ? -1 : 1)),
    total: () => [...counts.values()].reduce((sum, count) => sum + count, 0),
  };
}
