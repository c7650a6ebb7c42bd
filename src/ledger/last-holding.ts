import type { Kysely, Transaction } from 'kysely';
import type { OperationRow, Tables } from '../database/tables.ts';
import { acquiringKinds } from '../domain/operation.ts';

/**
 * The last operation but this one that obtained a number, or gave it back. One that the vendor answered with the number's
 * id has obtained it, though it has not seen it yet.
 */
export function readLastHolding(
  database: Kysely<Tables> | Transaction<Tables>,
  phoneNumberId: string,
  except: string,
): Promise<OperationRow | undefined> {
  return database
    .selectFrom('operations')
    .selectAll()
    .where('phone_number_id', '=', phoneNumberId)
    .where((row) =>
      row.or([
        row.and([row('kind', 'in', acquiringKinds), row('status', '<>', 'FAILED')]),
        row.and([row('kind', '=', 'RELEASE'), row('status', '=', 'SUCCEEDED')]),
      ]),
    )
    .where('id', '<>', except)
    .orderBy('created_at', 'desc')
    .executeTakeFirst();
}
