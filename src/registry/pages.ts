import type { ExpressionBuilder, Kysely } from 'kysely';
import { isPostgres } from '../database/database.ts';
import { countFiltered, countList, countRows, type Filtered, readFilteredPage } from '../database/filtered.ts';
import { readKeysetPage, rowsOf } from '../database/keyset.ts';
import type { Parts } from '../database/parts.ts';
import type { Tables } from '../database/tables.ts';
import { foldedSpellingsOf } from '../domain/number-reference.ts';
import type { ListPosition } from '../domain/paging.ts';
import { conditions, isEmpty, namesReleased, textConditions } from './conditions.ts';
import { countGroups } from './groups.ts';
import { listsOf, type Numbers } from './lists.ts';
import { rangeOf, restOf } from './prefix.ts';
import type { NumberFilter, NumberOrder, NumberPage, PageQuery } from './registry.ts';
import { SHOWN_COLUMNS, type ShownRow, toPhoneNumber } from './rows.ts';
import { countMatches, matchesOf, readTextPage } from './texts.ts';

type SortColumn = 'created_sort' | 'address_folded' | 'label_folded';
type Order = { readonly column: SortColumn; readonly descending: boolean; readonly valueIn: (row: ShownRow) => string };

// What the column holds is told by what is shown: see `mergeRow`.
const byCreation = { column: 'created_sort', valueIn: (row: ShownRow) => row.created_at ?? '' } as const;
const byAddress = { column: 'address_folded', valueIn: (row: ShownRow) => row.address.toLowerCase() } as const;
const byLabel = { column: 'label_folded', valueIn: (row: ShownRow) => row.label?.toLowerCase() ?? '' } as const;

/** By which column each order is, and which way. */
export const orders: Record<NumberOrder, Order> = {
  CREATED_AT_ASC: { ...byCreation, descending: false },
  CREATED_AT_DESC: { ...byCreation, descending: true },
  ADDRESS_ASC: { ...byAddress, descending: false },
  ADDRESS_DESC: { ...byAddress, descending: true },
  LABEL_ASC: { ...byLabel, descending: false },
  LABEL_DESC: { ...byLabel, descending: true },
};

/** More than there can be at as many addresses as one may name. */
const MAX_AT_ADDRESSES = 1_000_000;

/** One page of the numbers a filter lets through. */
export async function readPage(
  database: Kysely<Tables>,
  { filter, order, paging }: PageQuery,
  parts: Parts<'numbers'>,
): Promise<NumberPage> {
  const keyset = { ...orders[order], paging, shown: SHOWN_COLUMNS, toNode: toPhoneNumber };
  if (isEmpty(filter)) return readKeysetPage([], keyset);
  if (filter.addresses) return readKeysetPage([rowsOf(atAddresses(database, filter))], keyset);
  const { startsWith, contains, agentId } = filter;
  if (startsWith !== undefined && contains === undefined && agentId === undefined && order.startsWith('ADDRESS')) {
    const range = rangeOf(startsWith, paging, keyset.descending);
    const lists = await listsOf(database, filter, range.narrow);
    if (lists === null) return readFilteredPage(filtered(database, filter, parts), keyset);
    const { source } = lists;
    // Whether the page has others beside it is told by the cursors that were given.
    return readKeysetPage(source ? [(place, size) => source({ ...place, paging: range.paging }, size)] : [], keyset);
  }
  const hasTexts = startsWith !== undefined || contains !== undefined;
  const isSearched = hasTexts && agentId === undefined && (await parts.sizeIfLarge()) !== null;
  const lists = await listsOf(database, filter, isSearched ? (numbers) => numbers : withTexts(filter));
  if (lists === null) return readFilteredPage(filtered(database, filter, parts), keyset);
  const { source, each } = lists;
  if (source === null) return readKeysetPage([], keyset);
  if (!isSearched) return readKeysetPage([source], keyset);
  const matches = matchesOf(database, filter, each);
  // There, each group would be read as far as all of them together.
  const isInAccount = isPostgres(database) && !namesReleased(filter);
  const near = isInAccount
    ? rowsOf(database.selectFrom('numbers').selectAll().where('status', '<>', 'RELEASED'))
    : source;
  return readTextPage(database, { filtered: filtered(database, filter, parts), source: near, matches }, keyset);
}

/** How many numbers a filter lets through. */
export async function countNumbers(
  database: Kysely<Tables>,
  filter: NumberFilter,
  parts: Parts<'numbers'>,
): Promise<number> {
  if (isEmpty(filter)) return 0;
  if (filter.addresses) return countRows(atAddresses(database, filter));
  const { agentId, contains, startsWith } = filter;
  if (agentId === undefined && contains === undefined && startsWith === undefined) return countGroups(database, filter);
  const all = filtered(database, filter, parts);
  if (agentId === undefined && contains !== undefined) {
    const matches = (await parts.sizeIfLarge()) === null ? null : matchesOf(database, filter, []);
    return (matches && (await countMatches(database, all, matches))) ?? countFiltered(all);
  }
  const lists = await listsOf(database, filter, (numbers) => numbers);
  if (lists === null) return countFiltered(all);
  const isByAddress = agentId === undefined && startsWith !== undefined;
  let total = 0;
  for (const list of lists.each) {
    const listFrom = (place: ListPosition | null) =>
      (place && isByAddress ? restOf(startsWith, place) : withTexts(filter))(list);
    total += await countList(listFrom, isByAddress ? 'address_folded' : 'created_sort');
  }
  return total;
}

function withTexts(filter: NumberFilter) {
  return (numbers: Numbers) => numbers.where((row) => row.and(textConditions(row, filter)));
}

/** The numbers at the addresses that the filter names. */
function atAddresses(database: Kysely<Tables>, filter: NumberFilter): Numbers {
  const all = database.selectFrom('numbers').selectAll();
  const there = (row: ExpressionBuilder<Tables, 'numbers'>) =>
    row('address_folded', 'in', (filter.addresses ?? []).flatMap(foldedSpellingsOf));
  const inAccount = all.where('status', '<>', 'RELEASED').where(there);
  const released = all.where('status', '=', 'RELEASED').where(there);
  const both = namesReleased(filter) ? inAccount.unionAll(released) : inAccount;
  // Fenced in: else the index of the order might be taken, and all numbers be looked through for those few.
  const few = both.limit(MAX_AT_ADDRESSES).as('numbers');
  return matching(database.selectFrom(few).selectAll(), filter);
}

function filtered(database: Kysely<Tables>, filter: NumberFilter, parts: Parts<'numbers'>): Filtered<'numbers'> {
  return {
    all: database.selectFrom('numbers').selectAll(),
    of: (rows) => database.selectFrom(rows.as('numbers')).selectAll(),
    where: (query) => matching(query, filter),
    parts,
  };
}

function matching(query: Numbers, filter: NumberFilter): Numbers {
  return query.where((row) => row.and(conditions(row, filter)));
}
