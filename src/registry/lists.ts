import { type Kysely, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import { isPostgres } from '../database/database.ts';
import { mergedRows, rowsOf, type Source } from '../database/keyset.ts';
import type { PhoneNumberRow, Tables } from '../database/tables.ts';
import { spellingsOfAgent } from '../domain/canonical.ts';
import { groupConditions, linkedFlag, sharedIds } from './conditions.ts';
import { type Group, readGroups } from './groups.ts';
import type { NumberFilter } from './registry.ts';

/** More than one agent can share. */
const MAX_SHARED = 1_000_000;

/** Some of the numbers, as a query. */
export type Numbers = SelectQueryBuilder<Tables, 'numbers', PhoneNumberRow>;
/** Where a list of numbers is. */
export type NumberSource = Source<'numbers', PhoneNumberRow>;

/** To merge so many lists takes longer than to look through some thousands of numbers. It is four statuses of twelve vendors. */
const MAX_LISTS = 200;

/** Numbers that indexes hold in every order: lists that have none in common. */
export type Lists = { readonly each: readonly Numbers[]; readonly source: NumberSource | null };

/**
 * What the filter lets through, whatever it says of texts and addresses, but for what `narrow` leaves out. Null where there
 * would be too many lists.
 */
export async function listsOf(
  database: Kysely<Tables>,
  filter: NumberFilter,
  narrow: (numbers: Numbers) => Numbers,
): Promise<Lists | null> {
  const all = narrow(database.selectFrom('numbers').selectAll());
  const { agentId, vendors, kind, linked, country, statuses } = filter;
  const isOfGroups = [vendors, kind, linked, country, statuses].some((member) => member !== undefined);
  if (agentId !== undefined || !isOfGroups) {
    const narrowed = all.where((row) => row.and(groupConditions(row, filter)));
    if (agentId === undefined) return merged([narrowed]);
    const spellings = spellingsOfAgent(agentId);
    const alone = spellings.map((spelling) => narrowed.where('agent_id', '=', spelling));
    return merged([...alone, ...(await sharedLists(database, narrowed, spellings))]);
  }
  // What has a country is a telephone number: to name its kind too leads to the index that does not know countries.
  const groups = await readGroups(database, filter);
  if (groups.length > MAX_LISTS) return null;
  const each = groups.map(({ status, vendor, kind: ofGroup, linked: isLinked }) => {
    const list = all.where('status', '=', status).where('vendor', '=', vendor).where(linkedFlag, '=', isLinked);
    return country === undefined ? list.where('kind', '=', ofGroup) : list.where('country', '=', country);
  });
  return isPostgres(database) && groups.length > 1
    ? { each, source: eachOnPostgres(database, { groups, country, all }) }
    : merged(each);
}

/** The numbers that an agent shares, and that lists do not go by it for: they are looked for only where there are any. */
async function sharedLists(database: Kysely<Tables>, all: Numbers, spellings: readonly string[]): Promise<Numbers[]> {
  const any = await database.selectNoFrom((row) => row.exists(sharedIds(row, spellings)).as('any')).executeTakeFirst();
  if (!any?.any) return [];
  const shared = all
    .where((row) => row('id', 'in', sharedIds(row, spellings)))
    .where('agent_id', 'not in', spellings)
    // Fenced in: else the index of the order might be taken, and all numbers be looked through for those few.
    .limit(MAX_SHARED);
  return [database.selectFrom(shared.as('numbers')).selectAll()];
}

function merged(each: readonly Numbers[]): Lists {
  const [first, ...others] = each;
  return { each, source: first ? mergedRows(first, others) : null };
}

/**
 * The same as merged rows, as PostgreSQL does it well: it would plan a union anew each time, which takes ten times as long as to
 * read the page of each group.
 */
function eachOnPostgres(
  database: Kysely<Tables>,
  { groups, country, all }: { groups: readonly Group[]; country: string | undefined; all: Numbers },
): NumberSource {
  const column = (name: keyof Group) => groups.map((group) => group[name]);
  const some = all.where(
    sql<SqlBool>`status = listed.status and vendor = listed.vendor and ${linkedFlag} = listed.linked`,
  );
  const ofGroup =
    country === undefined ? some.where(sql<SqlBool>`kind = listed.kind`) : some.where('country', '=', country);
  return (place, size) => {
    const pages = sql<PhoneNumberRow>`(select page.*
      from unnest(${column('status')}::text[], ${column('vendor')}::text[], ${column('kind')}::text[], ${column('linked')}::int[])
        as listed (status, vendor, kind, linked)
      cross join lateral ${rowsOf(ofGroup)(place, size)} as page)`;
    return rowsOf(database.selectFrom(pages.as('numbers')).selectAll())(place, size);
  };
}
