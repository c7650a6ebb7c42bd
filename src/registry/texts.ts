import { type Kysely, type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import { isPostgres } from '../database/database.ts';
import { countRows, type Filtered, readInParts } from '../database/filtered.ts';
import { type Keyset, readKeysetPage, rowsOf } from '../database/keyset.ts';
import type { PhoneNumberRow, Tables } from '../database/tables.ts';
import type { PhoneNumber } from '../domain/phone-number.ts';
import { textConditions } from './conditions.ts';
import type { NumberSource, Numbers } from './lists.ts';
import type { NumberFilter, NumberPage } from './registry.ts';

/** An index of texts knows three characters and more. */
const SHORTEST_FOUND = 3;
/** So many numbers are brought into order in less than a millisecond. */
const FEW = 300;
/** Looked at in the list's order, so many take some milliseconds, and hold a page of what one in 25 has. */
const NEAR = 2_500;
/** Of a text that fewer of those have, looking on would take longer than to bring all that have it into order. */
const FEWEST_NEAR = 25;
/** So many numbers may be brought into order at once, or looked at in their order: it takes some hundredths of a second. */
const MOST = 20_000;

/** Numbers that an index of texts finds, all that have the text and maybe more; and so many of their rows at most, to be counted. */
export type Matches = { readonly numbers: Numbers; readonly rows: (limit: number) => RawBuilder<unknown> };

/** What is looked for in which lists. */
type Search = {
  readonly filtered: Filtered<'numbers', PhoneNumberRow>;
  readonly source: NumberSource;
  readonly matches: Matches | null;
};

/**
 * One page of the numbers that have a text. Of a text that few have, the numbers are found by their texts, and brought into
 * order; one that many have is soon found in the list's order. Where neither is so, the whole table is looked through.
 */
export async function readTextPage(
  database: Kysely<Tables>,
  { filtered, source, matches }: Search,
  keyset: Keyset<PhoneNumberRow, PhoneNumber>,
): Promise<NumberPage> {
  const { of, where } = filtered;
  const page = (numbers: Numbers) => readKeysetPage([rowsOf(where(of(numbers)))], keyset);
  const goesOn = ({ hasNextPage, hasPreviousPage }: NumberPage) =>
    keyset.paging.direction === 'backward' ? hasPreviousPage : hasNextPage;
  const few = matches && (await upTo(database, matches, FEW));
  if (few) return page(few);
  const near = await page(source(keyset, NEAR));
  if (goesOn(near)) return near;
  const found = near.edges.length;
  if (found >= FEWEST_NEAR) {
    // If they are spread evenly, half as many would do.
    const farther = await page(source(keyset, Math.min(Math.ceil((2 * NEAR * keyset.paging.size) / found), MOST)));
    if (goesOn(farther)) return farther;
  }
  const many = matches && (await upTo(database, matches, MOST));
  return many ? page(many) : readInParts(filtered, keyset);
}

/** How many there are that an index of texts finds, and that the filter lets through; null where they are too many. */
export async function countMatches(
  database: Kysely<Tables>,
  { of, where }: Search['filtered'],
  matches: Matches,
): Promise<number | null> {
  const many = await upTo(database, matches, MOST);
  return many && countRows(where(of(many)));
}

/** All that an index of texts finds, if they are not more than that. */
async function upTo(database: Kysely<Tables>, { numbers, rows }: Matches, most: number): Promise<Numbers | null> {
  const counted = sql<{ total: number }>`select count(*) as total from ${rows(most + 1)} as found`;
  const total = Number((await counted.execute(database)).rows[0]?.total ?? 0);
  return total > most ? null : numbers.limit(most);
}

/** Null where no index finds them. */
export function matchesOf(database: Kysely<Tables>, filter: NumberFilter, lists: readonly Numbers[]): Matches | null {
  const { contains, containsDigits } = filter;
  if (contains === undefined) return beginningWith(filter, lists);
  const texts = [contains, ...(containsDigits === undefined ? [] : [containsDigits])];
  if (texts.some((text) => Array.from(text).length < SHORTEST_FOUND)) return null;
  const all = database.selectFrom('numbers').selectAll();
  if (isPostgres(database)) {
    const numbers = all.where((row) =>
      row.and(textConditions(row, { contains, ...(containsDigits && { containsDigits }) })),
    );
    return {
      numbers,
      rows: (limit) => sql`${numbers.clearSelect().select('id').limit(limit)}`,
    };
  }
  const phrases = texts.map((text) => `"${text.toLowerCase().replaceAll('"', '""')}"`).join(' OR ');
  const rowids = sql`select rowid from number_texts where number_texts match ${phrases}`;
  return { numbers: all.where(sql<boolean>`rowid in (${rowids})`), rows: (limit) => sql`(${rowids} limit ${limit})` };
}

/** In each list, the index of addresses finds them. */
function beginningWith(filter: NumberFilter, lists: readonly Numbers[]): Matches | null {
  const found = lists.map((list) => list.where((row) => row.and(textConditions(row, filter))));
  const numbers = unionOf(found);
  const ids = unionOf(found.map((list) => list.clearSelect().select('id')));
  return numbers && ids && { numbers, rows: (limit) => sql`${ids.limit(limit)}` };
}

function unionOf<Row>(lists: readonly SelectQueryBuilder<Tables, 'numbers', Row>[]) {
  const [first, ...others] = lists;
  return first ? others.reduce((all, list) => all.unionAll(list), first) : null;
}
