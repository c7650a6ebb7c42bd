import { setImmediate as breathe } from 'node:timers/promises';
import { type AliasableExpression, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import type { ListPosition, Page } from '../domain/paging.ts';
import { type Keyset, readKeysetPage, rowsOf } from './keyset.ts';
import type { Parts } from './parts.ts';
import type { Tables } from './tables.ts';

type Query<Table extends keyof Tables, Row> = SelectQueryBuilder<Tables, Table, Row>;

/** The beginning of a page's rows: whoever filters them may find enough there, and need not look through the rest. */
const NEAR_ROWS = 2_000;

/** A table of which a filter lets some rows through that no index finds. */
export type Filtered<Table extends keyof Tables, Row = Tables[Table]> = {
  readonly all: Query<Table, Row>;
  /** The same of some rows of the table. */
  readonly of: (rows: AliasableExpression<Row>) => Query<Table, Row>;
  /** Leaves what the filter does not let through. */
  readonly where: (query: Query<Table, Row>) => Query<Table, Row>;
  readonly parts: Omit<Parts<Table>, 'each'> & { each(): AsyncIterable<AliasableExpression<Row>> };
};

/**
 * One page of what a filter lets through: where the table is too large to be looked through at once, first of the rows that
 * lie where the page begins, and then of all, in parts.
 */
export async function readFilteredPage<Table extends keyof Tables, Row extends { id: string }, Node>(
  { all, of, where, parts }: Filtered<Table, Row>,
  keyset: Keyset<Row, Node>,
): Promise<Page<Node>> {
  if (!(await parts.areNeeded())) return readKeysetPage([rowsOf(where(all))], keyset);
  const near = rowsOf(all)(keyset, NEAR_ROWS);
  const page = await readKeysetPage([rowsOf(where(of(near)))], keyset);
  const isFull = keyset.paging.direction === 'backward' ? page.hasPreviousPage : page.hasNextPage;
  return isFull ? page : readInParts({ all, of, where, parts }, keyset);
}

/** One page of what a filter lets through, of all rows: in parts, where the table is too large to be looked through at once. */
export async function readInParts<Table extends keyof Tables, Row extends { id: string }, Node>(
  { all, of, where, parts }: Filtered<Table, Row>,
  keyset: Keyset<Row, Node>,
): Promise<Page<Node>> {
  if (!(await parts.areNeeded())) return readKeysetPage([rowsOf(where(all))], keyset);
  async function* sources() {
    for await (const part of parts.each()) yield rowsOf(where(of(part)));
  }
  return readKeysetPage(sources(), keyset);
}

/** How many rows a filter lets through, all told. */
export async function countFiltered<Table extends keyof Tables, Row>({
  all,
  of,
  where,
  parts,
}: Filtered<Table, Row>): Promise<number> {
  if (!(await parts.areNeeded())) return countRows(where(all));
  let total = 0;
  for await (const part of parts.each()) total += await countRows(where(of(part)));
  return total;
}

/** On SQLite a statement stops the whole process: to count so many entries of an index takes some milliseconds. */
const COUNTED_AT_ONCE = 50_000;

/** How many rows a list has that an index holds in the order of this column, counted without stopping others for long. */
export async function countList<Table extends keyof Tables, Row extends { id: string }>(
  /** The list, or what of it may lie from a place on. */
  listFrom: (place: ListPosition | null) => Query<Table, Row>,
  column: keyof Row & string,
): Promise<number> {
  const [value, id] = [sql.ref(column), sql.ref('id')];
  let rest = listFrom(null);
  for (let total = 0; ; total += COUNTED_AT_ONCE) {
    const [next] = await rest
      .clearSelect()
      .select([sql<string>`${value}`.as('value'), sql<string>`${id}`.as('id')])
      .orderBy(value)
      .orderBy(id)
      .offset(COUNTED_AT_ONCE)
      .limit(1)
      .execute();
    if (!next) return total + (await countRows(rest));
    rest = listFrom(next).where(sql<SqlBool>`(${value}, ${id}) >= (${next.value}, ${next.id})`);
    await breathe();
  }
}

/** How many rows a query finds. */
export async function countRows<Table extends keyof Tables, Row>(query: Query<Table, Row>): Promise<number> {
  const { total } = await query
    .clearSelect()
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return Number(total);
}
