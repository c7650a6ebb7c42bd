import { type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import type { ListPosition, Page, Paging } from '../domain/paging.ts';
import type { Tables } from './tables.ts';

type Keyset<Row, Node> = {
  /** Column the list is ordered by; `id` breaks ties. Must hold texts. */
  readonly column: keyof Row & string;
  readonly descending: boolean;
  readonly paging: Paging;
  readonly toNode: (row: Row) => Node;
};

/** One page of a query, by keyset: its cost does not grow with how far into the list it lies. */
export async function readKeysetPage<Table extends keyof Tables, Row extends { id: string }, Node>(
  query: SelectQueryBuilder<Tables, Table, Row>,
  { column, descending, paging, toNode }: Keyset<Row, Node>,
): Promise<Page<Node>> {
  const beyond = (place: ListPosition, towardsEnd: boolean) =>
    sql<SqlBool>`(${sql.ref(column)}, id) ${sql.raw(descending === towardsEnd ? '<' : '>')} (${place.value}, ${place.id})`;
  const { after, before, size } = paging;
  const backward = paging.direction === 'backward';
  const direction = sql.raw(descending === backward ? 'asc' : 'desc');

  let page = query;
  if (after) page = page.where(beyond(after, true));
  if (before) page = page.where(beyond(before, false));
  // One more than asked for tells whether the list goes on.
  const found = await page
    .orderBy(sql`${sql.ref(column)} ${direction}`)
    .orderBy(sql`id ${direction}`)
    .limit(size + 1)
    .execute();
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
