import type { Kysely } from 'kysely';
import type { Tables } from '../database/tables.ts';
import type { VendorName } from '../domain/phone-number.ts';
import type { NumberCounts } from './registry.ts';

/** See `Registry.counts`. */
export async function countByVendor(database: Kysely<Tables>): Promise<Map<VendorName, NumberCounts>> {
  const rows = await database
    .selectFrom('number_counts')
    .select('vendor')
    .select(({ fn, ref }) => [
      fn.sum<number>('count').as('total'),
      fn.sum<number>((row) => row(ref('count'), '*', ref('linked'))).as('linked'),
    ])
    .where('status', '<>', 'RELEASED')
    .groupBy('vendor')
    .execute();
  const some = rows.filter(({ total }) => Number(total) > 0);
  return new Map(some.map(({ vendor, total, linked }) => [vendor, { total: Number(total), linked: Number(linked) }]));
}
