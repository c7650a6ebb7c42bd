import type { Kysely, SelectQueryBuilder } from 'kysely';
import type { Parts } from '../database/parts.ts';
import type { Tables } from '../database/tables.ts';
import type { VendorName } from '../domain/phone-number.ts';
import type { NumberCounts } from './registry.ts';

/** See `Registry.counts`. */
export async function countByVendor(
  database: Kysely<Tables>,
  parts: Parts<'phone_numbers'>,
): Promise<Map<VendorName, NumberCounts>> {
  const counts = new Map<VendorName, NumberCounts>();
  const add = async (numbers: SelectQueryBuilder<Tables, 'phone_numbers', object>): Promise<void> => {
    const rows = await numbers
      .select('vendor')
      .select(({ fn }) => [fn.countAll().as('total'), fn.count('agent_id').as('linked')])
      .where('status', '<>', 'RELEASED')
      .groupBy('vendor')
      .execute();
    for (const { vendor, total, linked } of rows) {
      const before = counts.get(vendor) ?? { total: 0, linked: 0 };
      counts.set(vendor, { total: before.total + Number(total), linked: before.linked + Number(linked) });
    }
  };
  if (!(await parts.areNeeded())) await add(database.selectFrom('phone_numbers'));
  else for await (const part of parts.each()) await add(database.selectFrom(part.as('phone_numbers')));
  return counts;
}
