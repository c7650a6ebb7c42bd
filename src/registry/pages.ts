import type { ExpressionBuilder, Kysely } from 'kysely';
import { countFiltered, countList, countRows, type Filtered, readFilteredPage } from '../database/filtered.ts';
import { readKeysetPage } from '../database/keyset.ts';
import type { Parts } from '../database/parts.ts';
import type { Tables } from '../database/tables.ts';
import { foldedSpellingsOf } from '../domain/number-reference.ts';
import { conditions, isEmpty, namesReleased, textConditions } from './conditions.ts';
import { countGroups, listsOf, type NumberLists } from './lists.ts';
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
  if (isEmpty(filter)) return readKeysetPage([], keyset);
  if (filter.addresses) return readKeysetPage([[atAddresses(database, filter)]], keyset);
  const lists = await listsOf(database, filter);
  if (lists === null) return readFilteredPage(filtered(database, filter, parts), keyset);
  const narrowed = lists.map((list) => list.where((row) => row.and(textConditions(row, filter))));
  const isInOrder =
    filter.contains === undefined && (filter.startsWith === undefined || keyset.column === 'address_folded');
  if (isInOrder || filter.agentId !== undefined) return readKeysetPage([narrowed], keyset);
  return readFilteredPage({ ...filtered(database, filter, parts), lists }, keyset);
}

/** How many numbers a filter lets through. */
export async function countNumbers(
  database: Kysely<Tables>,
  filter: NumberFilter,
  parts: Parts<'phone_numbers'>,
): Promise<number> {
  if (isEmpty(filter)) return 0;
  if (filter.addresses) return countRows(atAddresses(database, filter));
  const hasTexts = filter.startsWith !== undefined || filter.contains !== undefined;
  if (!hasTexts && filter.agentId === undefined) return countGroups(database, filter);
  const lists = filter.contains === undefined || filter.agentId !== undefined ? await listsOf(database, filter) : null;
  if (lists === null) return countFiltered(filtered(database, filter, parts));
  let total = 0;
  for (const list of lists) {
    const narrowed = list.where((row) => row.and(textConditions(row, filter)));
    total += await countList(narrowed, filter.agentId === undefined ? 'address_folded' : 'created_sort');
  }
  return total;
}

/** The numbers at the addresses that the filter names. */
function atAddresses(database: Kysely<Tables>, filter: NumberFilter): NumberLists[number] {
  const all = database.selectFrom('phone_numbers').selectAll();
  const there = (row: ExpressionBuilder<Tables, 'phone_numbers'>) =>
    row('address_folded', 'in', (filter.addresses ?? []).flatMap(foldedSpellingsOf));
  const inAccount = all.where('status', '<>', 'RELEASED').where(there);
  const released = all.where('status', '=', 'RELEASED').where(there);
  const both = namesReleased(filter) ? inAccount.unionAll(released) : inAccount;
  // Fenced in: else the index of the order might be taken, and all numbers be looked through for those few.
  const few = both.limit(MAX_AT_ADDRESSES).as('phone_numbers');
  return matching(database.selectFrom(few).selectAll(), filter);
}

function filtered(
  database: Kysely<Tables>,
  filter: NumberFilter,
  parts: Parts<'phone_numbers'>,
): Filtered<'phone_numbers'> {
  return {
    lists: [database.selectFrom('phone_numbers').selectAll()],
    of: (rows) => database.selectFrom(rows.as('phone_numbers')).selectAll(),
    where: (query) => matching(query, filter),
    parts,
  };
}

function matching(query: NumberLists[number], filter: NumberFilter): NumberLists[number] {
  return query.where((row) => row.and(conditions(row, filter)));
}
