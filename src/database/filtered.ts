import type { AliasableExpression, SelectQueryBuilder } from 'kysely';
import type { Page } from '../domain/paging.ts';
import { type Keyset, nearRows, readKeysetPage } from './keyset.ts';
import type { Parts } from './parts.ts';
import type { Tables } from './tables.ts';

type Query<Table extends keyof Tables, Row> = SelectQueryBuilder<Tables, Table, Row>;

/** A table of which a filter lets some rows through that no index finds. */
export type Filtered<Table extends keyof Tables, Row = Tables[Table]> = {
  readonly all: Query<Table, Row>;
  /** The same of some of its rows. */
  readonly of: (rows: AliasableExpression<Row>) => Query<Table, Row>;
  /** Leaves what the filter does not let through. */
  readonly where: (query: Query<Table, Row>) => Query<Table, Row>;
  readonly parts: Pick<Parts<Table>, 'areNeeded'> & { each(): AsyncIterable<AliasableExpression<Row>> };
};

/**
 * One page of what a filter lets through: where the table is too large to be looked through at once, first of the rows that
 * lie where the page begins, and then of all, in parts.
 */
export async function readFilteredPage<Table extends keyof Tables, Row extends { id: string }, Node>(
  { all, of, where, parts }: Filtered<Table, Row>,
  keyset: Keyset<Row, Node>,
): Promise<Page<Node>> {
  if (!(await parts.areNeeded())) return readKeysetPage([where(all)], keyset);
  const page = await readKeysetPage([where(of(nearRows(all, keyset)))], keyset);
  const isFull = keyset.paging.direction === 'backward' ? page.hasPreviousPage : page.hasNextPage;
  if (isFull) return page;
  async function* queries() {
    for await (const part of parts.each()) yield where(of(part));
  }
  return readKeysetPage(queries(), keyset);
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

/** How many rows a query finds. */
export async function countRows<Table extends keyof Tables, Row>(query: Query<Table, Row>): Promise<number> {
  const { total } = await query
    .clearSelect()
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return Number(total);
}
