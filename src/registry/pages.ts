import { type ExpressionBuilder, type Kysely, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import { readKeysetPage } from '../database/keyset.ts';
import type { PhoneNumberRow, Tables } from '../database/tables.ts';
import { spellingsOfAgent } from '../domain/canonical.ts';
import type { Paging } from '../domain/paging.ts';
import type { NumberFilter, NumberOrder, NumberPage } from './registry.ts';
import { toPhoneNumber } from './rows.ts';

type SortColumn = 'created_sort' | 'address_folded' | 'label_folded';

const orders: Record<NumberOrder, { column: SortColumn; descending: boolean }> = {
  CREATED_AT_ASC: { column: 'created_sort', descending: false },
  CREATED_AT_DESC: { column: 'created_sort', descending: true },
  ADDRESS_ASC: { column: 'address_folded', descending: false },
  ADDRESS_DESC: { column: 'address_folded', descending: true },
  LABEL_ASC: { column: 'label_folded', descending: false },
  LABEL_DESC: { column: 'label_folded', descending: true },
};

/** One page of the numbers a filter lets through. */
export function readPage(
  database: Kysely<Tables>,
  query: { filter: NumberFilter; order: NumberOrder; paging: Paging },
): Promise<NumberPage> {
  const { filter, order, paging } = query;
  const rows = matching(database.selectFrom('phone_numbers'), filter).selectAll();
  return readKeysetPage(rows, { ...orders[order], paging, toNode: toPhoneNumber });
}

/** The filter as conditions. */
export function matching<Output>(
  query: SelectQueryBuilder<Tables, 'phone_numbers', Output>,
  filter: NumberFilter,
): SelectQueryBuilder<Tables, 'phone_numbers', Output> {
  // Lists of nothing, which PostgreSQL does not take.
  if (filter.vendors?.length === 0 || filter.statuses?.length === 0) return query.where(sql<SqlBool>`1 = 0`);
  return query.where((expression) => expression.and(conditions(expression, filter)));
}

function conditions(row: ExpressionBuilder<Tables, 'phone_numbers'>, filter: NumberFilter) {
  const all = [filter.statuses ? row('status', 'in', filter.statuses) : row('status', '<>', 'RELEASED')];
  if (filter.vendors) all.push(row('vendor', 'in', filter.vendors));
  if (filter.kind) all.push(row('kind', '=', filter.kind));
  if (filter.agentId !== undefined) all.push(row('agent_id', 'in', spellingsOfAgent(filter.agentId)));
  if (filter.linked !== undefined) all.push(row('agent_id', filter.linked ? 'is not' : 'is', null));
  if (filter.country !== undefined) all.push(row('country', '=', filter.country));
  if (filter.startsWith !== undefined) all.push(like(row, 'address_folded', `${escaped(filter.startsWith)}%`));
  if (filter.contains !== undefined) {
    const { contains, containsDigits = contains } = filter;
    const inAddress = [...new Set([contains, containsDigits])].map((text) => holds(row, 'address_folded', text));
    all.push(row.or([...inAddress, holds(row, 'label_folded', contains)]));
  }
  return all;
}

type TextColumn = keyof Pick<PhoneNumberRow, 'address_folded' | 'label_folded'>;

function holds(row: ExpressionBuilder<Tables, 'phone_numbers'>, column: TextColumn, text: string) {
  return like(row, column, `%${escaped(text)}%`);
}

function like(row: ExpressionBuilder<Tables, 'phone_numbers'>, column: TextColumn, pattern: string) {
  return row(column, 'like', sql<string>`${pattern} escape '\\'`);
}

function escaped(text: string): string {
  return text.toLowerCase().replace(/[\\%_]/g, '\\$&');
}
