import { type Kysely, type RawBuilder, sql } from 'kysely';
import { isPostgres } from '../database/database.ts';
import { type Filtered, readInParts } from '../database/filtered.ts';
import { type Keyset, readKeysetPage, rowsOf } from '../database/keyset.ts';
import type { PhoneNumberRow, Tables } from '../database/tables.ts';
import type { PhoneNumber } from '../domain/phone-number.ts';
import { textConditions } from './conditions.ts';
import type { NumberSource, Numbers } from './lists.ts';
import type { NumberFilter, NumberPage } from './registry.ts';

/** An index of texts knows three characters and more. */
const SHORTEST_FOUND = 3;
/** So many numbers may be brought into order at once, or looked at in their order: it takes some hundredths of a second. */
const MOST = 20_000;
/** So many are looked at in their order at least. */
const FEWEST = 500;

/** Numbers that an index of texts finds: all that have the text, and maybe some more; and as many rows, to be counted. */
export type Matches = { readonly numbers: Numbers; readonly rows: RawBuilder<unknown> };

/** What is looked for in which lists. */
type Search = {
  readonly filtered: Filtered<'phone_numbers', PhoneNumberRow>;
  readonly source: NumberSource;
  readonly matches: Matches | null;
  /** How many numbers there are, roughly. */
  readonly size: number;
};

/**
 * One page of the numbers that have a text. Of a text that few have, the numbers are found by their texts, and brought into
 * order; one that many have is soon found in the list's order. Where neither is so, the whole table is looked through.
 */
export async function readTextPage(
  database: Kysely<Tables>,
  { filtered, source, matches, size }: Search,
  keyset: Keyset<PhoneNumberRow, PhoneNumber>,
): Promise<NumberPage> {
  const { of, where } = filtered;
  const found = matches ? await countMatches(database, matches) : null;
  const sorted = async (numbers: Numbers) => readKeysetPage([rowsOf(where(of(numbers.limit(MOST))))], keyset);
  // If they are spread evenly, so many have to be looked at until the page is full.
  const spread = ((keyset.paging.size + 1) * size) / Math.max(found ?? size, 1);
  if (matches && found !== null && found <= Math.min(spread, MOST)) return sorted(matches.numbers);
  const near = source(keyset, Math.round(Math.min(Math.max(2 * spread, FEWEST), MOST)));
  const page = await readKeysetPage([rowsOf(where(of(near)))], keyset);
  const isFull = keyset.paging.direction === 'backward' ? page.hasPreviousPage : page.hasNextPage;
  if (isFull) return page;
  if (matches && found !== null && found <= MOST) return sorted(matches.numbers);
  return readInParts(filtered, keyset);
}

/** How many rows an index of texts finds; one more than may be brought into order, where there are more. */
export async function countMatches(database: Kysely<Tables>, { rows }: Matches): Promise<number> {
  const counted = sql<{ total: number }>`select count(*) as total from (${rows} limit ${MOST + 1}) as found`;
  return Number((await counted.execute(database)).rows[0]?.total ?? 0);
}

/** All of them, to be looked through; null where there are too many. */
export async function fewMatches(database: Kysely<Tables>, matches: Matches): Promise<Numbers | null> {
  return (await countMatches(database, matches)) <= MOST ? matches.numbers.limit(MOST) : null;
}

/** Null where no index finds them. */
export function matchesOf(database: Kysely<Tables>, filter: NumberFilter, lists: readonly Numbers[]): Matches | null {
  const { contains, containsDigits } = filter;
  if (contains === undefined) return beginningWith(filter, lists);
  const texts = [contains, ...(containsDigits === undefined ? [] : [containsDigits])];
  if (texts.some((text) => Array.from(text).length < SHORTEST_FOUND)) return null;
  const all = database.selectFrom('phone_numbers').selectAll();
  if (isPostgres(database)) {
    const numbers = all.where((row) =>
      row.and(textConditions(row, { contains, ...(containsDigits && { containsDigits }) })),
    );
    return { numbers, rows: sql`${numbers.clearSelect().select('id')}` };
  }
  const phrases = texts.map((text) => `"${text.toLowerCase().replaceAll('"', '""')}"`).join(' OR ');
  const rows = sql`select rowid from number_texts where number_texts match ${phrases}`;
  return { numbers: all.where(sql<boolean>`rowid in (${rows})`), rows };
}

/** In each list, the index of addresses finds them. */
function beginningWith(filter: NumberFilter, lists: readonly Numbers[]): Matches | null {
  const [first, ...others] = lists.map((list) => list.where((row) => row.and(textConditions(row, filter))));
  if (!first) return null;
  const idsOf = (list: Numbers) => list.clearSelect().select('id');
  return {
    numbers: others.reduce((all, list) => all.unionAll(list), first),
    rows: sql.join(
      [first, ...others].map((list) => sql`${idsOf(list)}`),
      sql` union all `,
    ),
  };
}
