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

/** A list of rows, or several that have no row in common: each is found by an index, in its order, and they are merged. */
export type Lists<Table extends keyof Tables, Row> = readonly SelectQueryBuilder<Tables, Table, Row>[];

/**
 * One page of what lists hold together, by keyset: its cost does not grow with how far into the list it lies. Lists that follow
 * one another in `inTurn` are each read after the one before, and the page is that of all of them.
 */
export async function readKeysetPage<Table extends keyof Tables, Row extends { id: string }, Node>(
  inTurn: InTurn<Lists<Table, Row>>,
  keyset: Keyset<Row, Node>,
): Promise<Page<Node>> {
  const { column, paging, toNode } = keyset;
  const { after, before, size } = paging;
  const backward = paging.direction === 'backward';
  let found: Row[] = [];
  for await (const lists of inTurn) {
    // One more than asked for tells whether the list goes on.
    const rows = await firstRows(lists, keyset, size + 1)?.execute();
    if (rows)
      found = found.length === 0 ? rows : inOrder([...found, ...rows], keyset, backward ? -1 : 1).slice(0, size + 1);
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

type InTurn<Each> = Iterable<Each> | AsyncIterable<Each>;

type Place<Row> = Omit<Keyset<Row, never>, 'toNode'>;

/** The first rows of a page, as a query: each list is read no further than the page needs. Undefined where there is no list. */
export function firstRows<Table extends keyof Tables, Row extends { id: string }>(
  lists: Lists<Table, Row>,
  keyset: Place<Row>,
  size: number,
): SelectQueryBuilder<Tables, Table, Row> | undefined {
  const [first, ...others] = lists.map((list) => within(list, keyset));
  if (!first) return undefined;
  const { column, descending, paging } = keyset;
  const direction = sql.raw(descending === (paging.direction === 'backward') ? 'asc' : 'desc');
  return others
    .reduce((all, list) => all.unionAll(list), first)
    .orderBy(sql`${sql.ref(column)} ${direction}`)
    .orderBy(sql`id ${direction}`)
    .limit(size);
}

/** What lies between the cursors. */
function within<Table extends keyof Tables, Row>(
  list: SelectQueryBuilder<Tables, Table, Row>,
  { column, descending, paging: { after, before } }: Place<Row>,
): SelectQueryBuilder<Tables, Table, Row> {
  const beyond = ({ value, id }: ListPosition, towardsEnd: boolean) =>
    sql<SqlBool>`(${sql.ref(column)}, id) ${sql.raw(descending === towardsEnd ? '<' : '>')} (${value}, ${id})`;
  let rows = list;
  if (after) rows = rows.where(beyond(after, true));
  if (before) rows = rows.where(beyond(before, false));
  return rows;
}

/** Rows in the order of a list; `sign` is 1, or -1 where they are to be the other way round. */
export function inOrder<Row extends { id: string }>(
  rows: readonly Row[],
  { column, descending }: Pick<Keyset<Row, never>, 'column' | 'descending'>,
  sign: 1 | -1 = 1,
): Row[] {
  const way = descending ? -sign : sign;
  return rows.toSorted(
    (one, other) => way * (compareTexts(String(one[column]), String(other[column])) || compareTexts(one.id, other.id)),
  );
}

/** From here on, texts are not in the order of their characters' halves. */
const HIGH = /[\ud800-\uffff]/;

/** As the databases do, by their bytes. */
function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  if (HIGH.test(one) || HIGH.test(other)) return Buffer.compare(Buffer.from(one), Buffer.from(other));
  return one < other ? -1 : 1;
}
