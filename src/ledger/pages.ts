import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import { countFiltered, countRows, type Filtered, readFilteredPage } from '../database/filtered.ts';
import { readKeysetPage, rowsOf } from '../database/keyset.ts';
import type { Parts } from '../database/parts.ts';
import type { OperationRow, Tables } from '../database/tables.ts';
import { rangeOfItems } from '../domain/bulk.ts';
import type { Operation, OperationFilter } from '../domain/operation.ts';
import type { Page, Paging } from '../domain/paging.ts';
import { toOperation } from './rows.ts';

/** One page of operations, newest first. */
export function readOperationPage(
  database: Kysely<Tables>,
  { filter, paging }: { filter: OperationFilter; paging: Paging },
  parts: Parts<'operations'>,
): Promise<Page<Operation>> {
  const keyset = {
    column: 'created_at',
    valueIn: (row: OperationRow) => row.created_at,
    descending: true,
    paging,
    toNode: toOperation,
  } as const;
  const rows = filtered(database, filter, parts);
  return looksThrough(filter) ? readFilteredPage(rows, keyset) : readKeysetPage([rowsOf(rows.where(rows.all))], keyset);
}

/** How many operations the filter lets through. */
export async function countOperations(
  database: Kysely<Tables>,
  filter: OperationFilter,
  parts: Parts<'operations'>,
): Promise<number> {
  if (!isFound(filter)) return countFiltered(filtered(database, filter, parts));
  return countRows(matching(database.selectFrom('operations').selectAll(), filter));
}

function filtered(
  database: Kysely<Tables>,
  filter: OperationFilter,
  parts: Parts<'operations'>,
): Filtered<'operations'> {
  return {
    all: database.selectFrom('operations').selectAll(),
    of: (rows) => database.selectFrom(rows.as('operations')).selectAll(),
    where: (query) => matching(query, filter),
    parts,
  };
}

/** Whether the index of the order does not find what the filter lets through: there is one account, which has all. */
function looksThrough({ account: _all, ...filter }: OperationFilter): boolean {
  return !isFound(filter) && Object.values(filter).some((value) => value !== undefined);
}

/** Whether an index finds what the filter lets through. */
function isFound({ phoneNumberId, phoneNumberIds, bulkKey }: OperationFilter): boolean {
  return phoneNumberId !== undefined || phoneNumberIds !== undefined || bulkKey !== undefined;
}

function matching<Output>(
  query: SelectQueryBuilder<Tables, 'operations', Output>,
  filter: OperationFilter,
): SelectQueryBuilder<Tables, 'operations', Output> {
  let matched = query;
  if (filter.account !== undefined) matched = matched.where('account', '=', filter.account);
  if (filter.actor !== undefined) matched = matched.where('actor', 'is not distinct from', filter.actor);
  const column = (name: 'status' | 'kind') => (isFound(filter) ? withoutIndex(name) : sql<string>`${sql.ref(name)}`);
  if (filter.statuses) matched = matched.where(column('status'), 'in', filter.statuses);
  if (filter.kinds) matched = matched.where(column('kind'), 'in', filter.kinds);
  if (filter.phoneNumberId !== undefined) {
    matched = matched.where('phone_number_id', '=', filter.phoneNumberId);
  }
  if (filter.phoneNumberIds) matched = matched.where('phone_number_id', 'in', filter.phoneNumberIds);
  if (filter.bulkKey !== undefined) {
    const { after, before } = rangeOfItems(filter.bulkKey);
    matched = matched.where('idempotency_key', '>', after).where('idempotency_key', '<', before);
  }
  return matched;
}

/** SQLite would look through all purchases to find those of some numbers, by an index that has their kind. */
function withoutIndex(name: 'status' | 'kind') {
  return sql<string>`(${sql.ref(name)} || '')`;
}
