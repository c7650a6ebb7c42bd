import type { Kysely, Transaction } from 'kysely';
import type { OperationRow, Tables } from '../database/tables.ts';
import { acquiringKinds } from '../domain/operation.ts';

/** The last operation but this one that obtained a number, or gave it back. */
export function readLastHolding(
  database: Kysely<Tables> | Transaction<Tables>,
  phoneNumberId: string,
  except: string,
): Promise<OperationRow | undefined> {
  return database
    .selectFrom('operations')
    .selectAll()
    .where('phone_number_id', '=', phoneNumberId)
    .where('kind', 'in', [...acquiringKinds, 'RELEASE'])
    .where('status', '=', 'SUCCEEDED')
    .where('id', '<>', except)
    .orderBy('created_at', 'desc')
    .executeTakeFirst();
}
