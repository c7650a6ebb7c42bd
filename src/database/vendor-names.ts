import type { VendorName } from '../domain/phone-number.ts';
import type { Database } from './database.ts';

/** The vendors of all numbers and operations in the database. */
export async function readVendorNames(database: Database): Promise<VendorName[]> {
  const rows = await database
    .selectFrom('numbers')
    .select('vendor')
    .union(database.selectFrom('operations').select('vendor'))
    .orderBy('vendor')
    .execute();
  return rows.map(({ vendor }) => vendor);
}
