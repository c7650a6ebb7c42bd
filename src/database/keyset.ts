import { type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import type { ListPosition, Page, Paging } from '../domain/paging.ts';
import type { Tables } from './tables.ts';

/** The order of a list, and which page of it. */
export type Keyset<Row, Node> = {
  /** Column the list is ordered by; `id` breaks ties. Must hold texts. */
  readonly column: keyof Row & string;
  readonly descending: boolean;
  readonly paging: Paging;
  readonly toNode: (row: Row) => Node;
};

/** The beginning of a page's rows: whoever filters them may find enough there, and need not look through the rest. */
const NEAR_ROWS = 2_000;

/**
 * One page of a query, by keyset: its cost does not grow with how far into the list it lies. Of several queries, which find
 * other rows each, it is the page of all of them.
 */
export async function readKeysetPage<Table extends keyof Tables, Row extends { id: string }, Node>(
  queries: Queries<SelectQueryBuilder<Tables, Table, Row>>,
  keyset: Keyset<Row, Node>,
): Promise<Page<Node>> {
  const { column, paging, toNode } = keyset;
  const { after, before, size } = paging;
  const backward = paging.direction === 'backward';
  let found: Row[] = [];
  for await (const query of queries) {
    // One more than asked for tells whether the list goes on.
    const rows = await inOrder(query, keyset)
      .limit(size + 1)
      .execute();
    found = found.length === 0 ? rows : merge([...found, ...rows], keyset).slice(0, size + 1);
  }
  const rows = found.slice(0, size);
  if (backward) rows.reverse();

  const goesOn = found.length > size;
  return {
    edges: rows.map((row) => ({
      position: { value: String(row[column]), id: row.id },
      node: toNode(row),
    })),
    // A cursor that was given is an edge the caller has seen: there is something on its side of the page.
    hasNextPage: backward ? before !== null : goesOn,
    hasPreviousPage: backward ? goesOn : after !== null,
  };
}

type Queries<Query> = Iterable<Query> | AsyncIterable<Query>;

/** The first rows of a page, before anything is left out of them. */
export function nearRows<Table extends keyof Tables, Row extends { id: string }>(
  query: SelectQueryBuilder<Tables, Table, Row>,
  keyset: Omit<Keyset<Row, never>, 'toNode'>,
): SelectQueryBuilder<Tables, Table, Row> {
  return inOrder(query, keyset).limit(NEAR_ROWS);
}

function inOrder<Table extends keyof Tables, Row>(
  query: SelectQueryBuilder<Tables, Table, Row>,
  { column, descending, paging }: Omit<Keyset<Row, never>, 'toNode'>,
): SelectQueryBuilder<Tables, Table, Row> {
  const { after, before } = paging;
  const beyond = (place: ListPosition, towardsEnd: boolean) =>
    sql<SqlBool>`(${sql.ref(column)}, id) ${sql.raw(descending === towardsEnd ? '<' : '>')} (${place.value}, ${place.id})`;
  const direction = sql.raw(descending === (paging.direction === 'backward') ? 'asc' : 'desc');
  let page = query;
  if (after) page = page.where(beyond(after, true));
  if (before) page = page.where(beyond(before, false));
  return page.orderBy(sql`${sql.ref(column)} ${direction}`).orderBy(sql`id ${direction}`);
}

/** In the order of the databases, which compare texts by their bytes. */
function merge<Row extends { id: string }>(
  rows: readonly Row[],
  { column, descending, paging }: Omit<Keyset<Row, never>, 'toNode'>,
): Row[] {
  const sign = descending === (paging.direction === 'backward') ? 1 : -1;
  const compare = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other));
  return rows.toSorted(
    (one, other) => sign * (compare(String(one[column]), String(other[column])) || compare(one.id, other.id)),
  );
}
