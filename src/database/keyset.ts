import { type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import type { ListPosition, Page, Paging } from '../domain/paging.ts';
import type { Tables } from './tables.ts';

/** The order of a list, and which page of it. */
export type Keyset<Row, Node> = {
  /** Column the list is ordered by; `id` breaks ties. Must hold texts. */
  readonly column: string;
  /** What that column of a row holds. */
  readonly valueIn: (row: Row) => string;
  readonly descending: boolean;
  readonly paging: Paging;
  /** The columns that `toNode` and `valueIn` look at, where the table has more. */
  readonly shown?: readonly (keyof Row & string)[];
  readonly toNode: (row: Row) => Node;
};

/** Where the rows of a list are: gives the first so many of them from a place on, in order, as a query. */
export type Source<Table extends keyof Tables, Row> = (place: Place<Row>, size: number) => Query<Table, Row>;
type Query<Table extends keyof Tables, Row> = SelectQueryBuilder<Tables, Table, Row>;
export type Place<Row> = Omit<Keyset<Row, never>, 'toNode'>;

/**
 * One page of a list, by keyset: its cost does not grow with how far into the list it lies. Of several sources, which have other
 * rows each, it is the page of all of them.
 */
export async function readKeysetPage<Table extends keyof Tables, Row extends { id: string }, Node>(
  sources: InTurn<Source<Table, Row>>,
  keyset: Keyset<Row, Node>,
): Promise<Page<Node>> {
  const { paging, valueIn, toNode } = keyset;
  const { after, before, size } = paging;
  const backward = paging.direction === 'backward';
  let found: Row[] = [];
  for await (const source of sources) {
    // One more than asked for tells whether the list goes on.
    const rows = await shownOf(source(keyset, size + 1), keyset.shown).execute();
    found = found.length === 0 ? rows : sortRows([...found, ...rows], keyset, backward ? -1 : 1).slice(0, size + 1);
  }
  const rows = found.slice(0, size);
  if (backward) rows.reverse();

  const goesOn = found.length > size;
  return {
    edges: rows.map((row) => ({
      position: { value: valueIn(row), id: row.id },
      node: toNode(row),
    })),
    // A cursor that was given is an edge the caller has seen: there is something on its side of the page.
    hasNextPage: backward ? before !== null : goesOn,
    hasPreviousPage: backward ? goesOn : after !== null,
  };
}

/** The same rows without the columns that are not looked at. A union is left as it is: its order goes by one of them. */
function shownOf<Table extends keyof Tables, Row>(
  query: Query<Table, Row>,
  shown: Keyset<Row, never>['shown'],
): Query<Table, Row> {
  if (!shown || query.toOperationNode().setOperations) return query;
  return query
    .clearSelect()
    .select(shown.map((column) => sql<unknown>`${sql.ref(column)}`.as(column)))
    .$castTo<Row>();
}

type InTurn<Each> = Iterable<Each> | AsyncIterable<Each>;

/** The rows of a query. */
export function rowsOf<Table extends keyof Tables, Row>(query: Query<Table, Row>): Source<Table, Row> {
  return (place, size) => inOrder(within(query, place), place).limit(size);
}

/**
 * The rows of queries that have none in common, each of which an index finds in this order: SQLite merges them, and reads no
 * further than the page.
 */
export function mergedRows<Table extends keyof Tables, Row>(
  first: Query<Table, Row>,
  others: readonly Query<Table, Row>[],
): Source<Table, Row> {
  return (place, size) => {
    const all = others.reduce((some, query) => some.unionAll(within(query, place)), within(first, place));
    return inOrder(all, place).limit(size);
  };
}

function inOrder<Table extends keyof Tables, Row>(
  rows: Query<Table, Row>,
  { column, descending, paging }: Place<Row>,
): Query<Table, Row> {
  const direction = sql.raw(descending === (paging.direction === 'backward') ? 'asc' : 'desc');
  return rows.orderBy(sql`${sql.ref(column)} ${direction}`).orderBy(sql`id ${direction}`);
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
export function sortRows<Row extends { id: string }>(
  rows: readonly Row[],
  { valueIn, descending }: Pick<Keyset<Row, never>, 'valueIn' | 'descending'>,
  sign: 1 | -1 = 1,
): Row[] {
  const way = descending ? -sign : sign;
  return rows.toSorted(
    (one, other) => way * (compareTexts(valueIn(one), valueIn(other)) || compareTexts(one.id, other.id)),
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
