import type { Kysely } from 'kysely';
import type { NumberCountRow, Tables } from '../database/tables.ts';
import type { NumberFilter } from './registry.ts';

/** By what numbers are found together; what they are counted by, but for the country. */
export type Group = Pick<NumberCountRow, 'status' | 'vendor' | 'kind' | 'linked'>;

const columns = ['status', 'vendor', 'kind', 'linked'] as const;

/** The groups that have numbers which the filter lets through, whatever it says of texts, addresses and agents. */
export async function readGroups(database: Kysely<Tables>, filter: NumberFilter): Promise<Group[]> {
  return counted(database, filter)
    .select(columns)
    .groupBy(columns)
    .having(({ fn }) => fn.sum('count'), '>', 0)
    .execute();
}

/** How many numbers there are that the filter lets through, whatever it says of texts, addresses and agents. */
export async function countGroups(database: Kysely<Tables>, filter: NumberFilter): Promise<number> {
  const { total } = await counted(database, filter)
    .select(({ fn }) => fn.sum<number | null>('count').as('total'))
    .executeTakeFirstOrThrow();
  return Number(total ?? 0);
}

/** How many numbers there are, released ones too. */
export async function countAll(database: Kysely<Tables>): Promise<number> {
  const { total } = await database
    .selectFrom('number_counts')
    .select(({ fn }) => fn.sum<number | null>('count').as('total'))
    .executeTakeFirstOrThrow();
  return Number(total ?? 0);
}

function counted(database: Kysely<Tables>, { statuses, vendors, kind, linked, country }: NumberFilter) {
  let rows = database.selectFrom('number_counts');
  rows = statuses ? rows.where('status', 'in', statuses) : rows.where('status', '<>', 'RELEASED');
  if (vendors) rows = rows.where('vendor', 'in', vendors);
  if (kind) rows = rows.where('kind', '=', kind);
  if (linked !== undefined) rows = rows.where('linked', '=', linked ? 1 : 0);
  return country === undefined ? rows : rows.where('country', '=', country);
}
