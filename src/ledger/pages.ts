import type { Kysely, SelectQueryBuilder } from 'kysely';
import { readKeysetPage } from '../database/keyset.ts';
import type { Tables } from '../database/tables.ts';
import type { Operation, OperationFilter } from '../domain/operation.ts';
import type { Page, Paging } from '../domain/paging.ts';
import { toOperation } from './rows.ts';

/** One page of operations, newest first. */
export function readOperationPage(
  database: Kysely<Tables>,
  { filter, paging }: { filter: OperationFilter; paging: Paging },
): Promise<Page<Operation>> {
  const rows = matching(database.selectFrom('operations'), filter).selectAll();
  return readKeysetPage([rows], {
    column: 'created_at',
    descending: true,
    paging,
    toNode: toOperation,
  });
}

/** How many operations the filter lets through. */
export async function countOperations(database: Kysely<Tables>, filter: OperationFilter): Promise<number> {
  const { total } = await matching(database.selectFrom('operations'), filter)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return Number(total);
}

function matching<Output>(
  query: SelectQueryBuilder<Tables, 'operations', Output>,
  filter: OperationFilter,
): SelectQueryBuilder<Tables, 'operations', Output> {
  let matched = query;
  if (filter.account !== undefined) matched = matched.where('account', '=', filter.account);
  if (filter.actor !== undefined) matched = matched.where('actor', 'is not distinct from', filter.actor);
  if (filter.statuses) matched = matched.where('status', 'in', filter.statuses);
  if (filter.kinds) matched = matched.where('kind', 'in', filter.kinds);
  if (filter.phoneNumberId !== undefined) {
    matched = matched.where('phone_number_id', '=', filter.phoneNumberId);
  }
  if (filter.phoneNumberIds) matched = matched.where('phone_number_id', 'in', filter.phoneNumberIds);
  return matched;
}
