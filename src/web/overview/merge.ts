/** One page of a list, as the API has answered it. */
export type Page<Row> = {
  readonly rows: readonly Row[];
  readonly total: number;
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
  readonly start: string | null;
  readonly end: string | null;
};

/** What is shown of a page, and what has changed since. */
export type Shown<Row> = Page<Row> & {
  /** How many rows there are by now that are not shown. */
  readonly news: number;
  /** Whether rows that are shown are no longer among those asked for. */
  readonly hasGone: boolean;
};

/** Shows a page as it is. */
export function showAll<Row>(page: Page<Row>): Shown<Row> {
  return { ...page, news: 0, hasGone: false };
}

/**
 * Keeps the rows where they are, each as it is now: nothing moves under a person's hand. What is new waits, and what has gone
 * stays until they ask for it.
 */
export function keepPlaces<Row extends { readonly id: string }>(shown: Page<Row>, fresh: Page<Row>): Shown<Row> {
  const byId = new Map(fresh.rows.map((row) => [row.id, row]));
  const known = new Set(shown.rows.map(({ id }) => id));
  return {
    ...fresh,
    // Where the page begins and ends is what is shown: from there, the next is counted.
    ...{ start: shown.start, end: shown.end, hasNext: shown.hasNext || fresh.hasNext },
    rows: shown.rows.map((row) => byId.get(row.id) ?? row),
    news: fresh.rows.filter(({ id }) => !known.has(id)).length,
    hasGone: shown.rows.some(({ id }) => !byId.has(id)),
  };
}

/** Puts a row as it is now in its place, if it is shown. */
export function putRow<Row extends { readonly id: string }>(shown: Shown<Row>, row: Row): Shown<Row> {
  return { ...shown, rows: shown.rows.map((other) => (other.id === row.id ? row : other)) };
}
