import type { Transaction } from 'kysely';
import { passAlone } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';
import { type LeasedOperation, LimitReachedError, type PurchaseLimits } from './ledger.ts';

/**
 * Throws `LimitReachedError` if this purchase would be one too many. Counts what was sent since midnight UTC and has not
 * certainly failed; one transaction counts at a time, so that two cannot both be the last.
 */
export async function checkPurchaseLimit(
  transaction: Transaction<Tables>,
  leased: LeasedOperation,
  { limits, now }: { readonly limits: PurchaseLimits; readonly now: Date },
): Promise<void> {
  const { inAll, perActor } = limits;
  if (inAll === null && perActor === null) return;
  await passAlone(transaction, 'purchase-limit');
  const midnight = `${now.toISOString().slice(0, 10)}T00:00:00.000Z`;
  const { all, local } = await transaction
    .selectFrom('operations')
    .select(({ fn, eb }) => [
      fn.countAll().as('all'),
      fn.count(eb.case().when('actor', 'is not distinct from', leased.actor).then(1).end()).as('local'),
    ])
    .where('kind', '=', 'PURCHASE')
    .where('status', '<>', 'FAILED')
    .where('sent_at', '>=', midnight)
    .where('id', '<>', leased.id)
    .executeTakeFirstOrThrow();
  if (inAll !== null && Number(all) >= inAll) throw new LimitReachedError('all', inAll);
  if (perActor !== null && Number(local) >= perActor) throw new LimitReachedError('actor', perActor);
}
