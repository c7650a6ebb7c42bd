import type { Transaction } from 'kysely';
import { lockingRows } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';
import { changingKinds, type Operation } from '../domain/operation.ts';

/**
 * Lets one call at a time change a number at its vendor: of two that are under way, the last one is not known.
 * The row of the number is locked until the transaction ends.
 */
export async function lockNumber(
  transaction: Transaction<Tables>,
  { id, kind, phoneNumberId }: Pick<Operation, 'id' | 'kind' | 'phoneNumberId'>,
  at: string,
): Promise<'free' | 'number-busy' | 'number-locked'> {
  if (phoneNumberId === null) return 'free';
  // Whoever writes the number, such as an operation that locks it, waits for this transaction, or this one waits.
  const number = await lockingRows(
    transaction,
    transaction.selectFrom('numbers').select('locked').where('id', '=', phoneNumberId),
  ).executeTakeFirst();
  if (kind === 'RELEASE' && number?.locked === 1) return 'number-locked';
  const underWay = await transaction
    .selectFrom('operations')
    .select('id')
    .where('phone_number_id', '=', phoneNumberId)
    .where('id', '<>', id)
    .where('lease_until', '>', at)
    .where('sent_at', 'is not', null)
    .where((row) => row.or([row('kind', 'in', changingKinds), row('follow_up', 'is not', null)]))
    .executeTakeFirst();
  return underWay ? 'number-busy' : 'free';
}
