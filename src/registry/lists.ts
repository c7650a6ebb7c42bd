import type { Kysely, SelectQueryBuilder } from 'kysely';
import type { Lists } from '../database/keyset.ts';
import type { NumberCountRow, PhoneNumberRow, Tables } from '../database/tables.ts';
import { spellingsOfAgent } from '../domain/canonical.ts';
import { groupConditions, linkedFlag } from './conditions.ts';
import type { NumberFilter } from './registry.ts';

/** Lists of numbers that have none in common, each of which an index holds in every order. */
export type NumberLists = Lists<'phone_numbers', PhoneNumberRow>;

type Numbers = SelectQueryBuilder<Tables, 'phone_numbers', PhoneNumberRow>;

/** Beyond, to merge lists costs more than to look through them. With four statuses and two kinds, that is twelve vendors. */
const MAX_LISTS = 200;

/**
 * What the filter lets through, whatever it says of texts and addresses, as lists. Null where they would be too many.
 */
export async function listsOf(database: Kysely<Tables>, filter: NumberFilter): Promise<NumberLists | null> {
  const all = database.selectFrom('phone_numbers').selectAll();
  const { agentId, country } = filter;
  const isNarrowed = all.where((row) => row.and(groupConditions(row, filter)));
  if (agentId !== undefined)
    return spellingsOfAgent(agentId).map((spelling) => isNarrowed.where('agent_id', '=', spelling));
  if (!isOfGroups(filter)) return [isNarrowed];
  const groups = await readGroups(database, filter);
  if (groups.length > MAX_LISTS) return null;
  return groups.map(({ status, vendor, kind, linked }) => {
    const list = all.where('status', '=', status).where('vendor', '=', vendor).where(linkedFlag, '=', linked);
    return ofCountry(list.where('kind', '=', kind), country);
  });
}

function ofCountry(list: Numbers, country: string | undefined): Numbers {
  return country === undefined ? list : list.where('country', '=', country);
}

/** Whether the filter asks for some of the groups that numbers are counted by. */
export function isOfGroups({ vendors, kind, linked, country, statuses }: NumberFilter): boolean {
  return [vendors, kind, linked, country, statuses].some((member) => member !== undefined);
}

type Group = Pick<NumberCountRow, 'status' | 'vendor' | 'kind' | 'linked'>;

/** The groups that have numbers which the filter lets through; countries are put together. */
async function readGroups(database: Kysely<Tables>, filter: NumberFilter): Promise<Group[]> {
  return counted(database, filter)
    .select(['status', 'vendor', 'kind', 'linked'])
    .groupBy(['status', 'vendor', 'kind', 'linked'])
    .having(({ fn }) => fn.sum('count'), '>', 0)
    .orderBy('status')
    .orderBy('vendor')
    .orderBy('kind')
    .orderBy('linked')
    .execute();
}

/** How many numbers there are, released ones too. */
export async function countAll(database: Kysely<Tables>): Promise<number> {
  const { total } = await database
    .selectFrom('number_counts')
    .select(({ fn }) => fn.sum<number | null>('count').as('total'))
    .executeTakeFirstOrThrow();
  return Number(total ?? 0);
}

/** How many numbers there are that the filter lets through, whatever it says of texts, addresses and agents. */
export async function countGroups(database: Kysely<Tables>, filter: NumberFilter): Promise<number> {
  const { total } = await counted(database, filter)
    .select(({ fn }) => fn.sum<number | null>('count').as('total'))
    .executeTakeFirstOrThrow();
  return Number(total ?? 0);
}

function counted(database: Kysely<Tables>, { statuses, vendors, kind, linked, country }: NumberFilter) {
  return database
    .selectFrom('number_counts')
    .$if(statuses === undefined, (rows) => rows.where('status', '<>', 'RELEASED'))
    .$if(statuses !== undefined, (rows) => rows.where('status', 'in', statuses ?? []))
    .$if(vendors !== undefined, (rows) => rows.where('vendor', 'in', vendors ?? []))
    .$if(kind !== undefined, (rows) => rows.where('kind', '=', kind ?? 'PSTN'))
    .$if(linked !== undefined, (rows) => rows.where('linked', '=', linked ? 1 : 0))
    .$if(country !== undefined, (rows) => rows.where('country', '=', country ?? ''));
}
