import { type ExpressionBuilder, type Kysely, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import { countFiltered, countRows, type Filtered, readFilteredPage } from '../database/filtered.ts';
import { readKeysetPage } from '../database/keyset.ts';
import type { Parts } from '../database/parts.ts';
import type { PhoneNumberRow, Tables } from '../database/tables.ts';
import { spellingsOfAgent } from '../domain/canonical.ts';
import { foldedSpellingsOf } from '../domain/number-reference.ts';
import type { NumberFilter, NumberOrder, NumberPage, PageQuery } from './registry.ts';
import { toPhoneNumber } from './rows.ts';

type SortColumn = 'created_sort' | 'address_folded' | 'label_folded';

/** By which column each order is, and which way. */
export const orders: Record<NumberOrder, { column: SortColumn; descending: boolean }> = {
  CREATED_AT_ASC: { column: 'created_sort', descending: false },
  CREATED_AT_DESC: { column: 'created_sort', descending: true },
  ADDRESS_ASC: { column: 'address_folded', descending: false },
  ADDRESS_DESC: { column: 'address_folded', descending: true },
  LABEL_ASC: { column: 'label_folded', descending: false },
  LABEL_DESC: { column: 'label_folded', descending: true },
};

/** More than there can be at as many addresses as one may name. */
const MAX_AT_ADDRESSES = 1_000_000;

/** One page of the numbers a filter lets through. */
export async function readPage(
  database: Kysely<Tables>,
  { filter, order, paging }: PageQuery,
  parts: Parts<'phone_numbers'>,
): Promise<NumberPage> {
  const keyset = { ...orders[order], paging, toNode: toPhoneNumber };
  const all = database.selectFrom('phone_numbers').selectAll();
  if (filter.addresses) {
    // Fenced in: else the index of the order might be taken, and all numbers be looked through for those few.
    const few = matching(all, filter).limit(MAX_AT_ADDRESSES).as('phone_numbers');
    return readKeysetPage([database.selectFrom(few).selectAll()], keyset);
  }
  if (!looksThrough(filter)) return readKeysetPage([matching(all, filter)], keyset);
  return readFilteredPage(filtered(database, filter, parts), keyset);
}

/** How many numbers a filter lets through. */
export async function countNumbers(
  database: Kysely<Tables>,
  filter: NumberFilter,
  parts: Parts<'phone_numbers'>,
): Promise<number> {
  const rows = filtered(database, filter, parts);
  return isFound(filter) ? countRows(rows.where(rows.all)) : countFiltered(rows);
}

function filtered(
  database: Kysely<Tables>,
  filter: NumberFilter,
  parts: Parts<'phone_numbers'>,
): Filtered<'phone_numbers'> {
  return {
    all: database.selectFrom('phone_numbers').selectAll(),
    of: (rows) => database.selectFrom(rows.as('phone_numbers')).selectAll(),
    where: (query) => matching(query, filter),
    parts,
  };
}

/** Whether the index of the order does not find what the filter lets through, and neither does the one of agents. */
function looksThrough(filter: NumberFilter): boolean {
  return !isFound(filter) && Object.values(filter).some((value) => value !== undefined);
}

/** Whether an index finds what the filter lets through, or little more. */
function isFound({ agentId, addresses }: NumberFilter): boolean {
  return agentId !== undefined || addresses !== undefined;
}

/** The filter as conditions. */
export function matching<Output>(
  query: SelectQueryBuilder<Tables, 'phone_numbers', Output>,
  filter: NumberFilter,
): SelectQueryBuilder<Tables, 'phone_numbers', Output> {
  // Lists of nothing, which PostgreSQL does not take.
  if (isEmpty(filter)) return query.where(sql<SqlBool>`1 = 0`);
  return query.where((expression) => expression.and(conditions(expression, filter)));
}

/** Whether a list of the filter has nothing in it. */
export function isEmpty({ vendors, statuses, addresses }: NumberFilter): boolean {
  return [vendors, statuses, addresses].some((list) => list?.length === 0);
}

/** The filter, and that released numbers are left out unless it names them. */
export function conditions(row: ExpressionBuilder<Tables, 'phone_numbers'>, filter: NumberFilter) {
  const all = [filter.statuses ? row('status', 'in', filter.statuses) : row('status', '<>', 'RELEASED')];
  if (filter.vendors) all.push(row('vendor', 'in', filter.vendors));
  if (filter.kind) all.push(row('kind', '=', filter.kind));
  if (filter.agentId !== undefined) all.push(row('agent_id', 'in', spellingsOfAgent(filter.agentId)));
  if (filter.linked !== undefined) all.push(row('agent_id', filter.linked ? 'is not' : 'is', null));
  if (filter.addresses) all.push(row('address_folded', 'in', filter.addresses.flatMap(foldedSpellingsOf)));
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
