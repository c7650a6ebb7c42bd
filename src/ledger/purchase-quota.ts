import type { Transaction } from 'kysely';
import { passAlone } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';
import type { LeasedOperation, PurchaseLimits, Recorded } from './ledger.ts';

/**
 * Whether this purchase would be one too many. Counts what was sent since midnight UTC and has not certainly failed; one
 * transaction counts at a time, so that two cannot both be the last.
 */
export async function findReachedLimit(
  transaction: Transaction<Tables>,
  leased: LeasedOperation,
  { limits, now }: { readonly limits: PurchaseLimits; readonly now: Date },
): Promise<Extract<Recorded, { state: 'limit-reached' }> | null> {
  const { inAll, perActor } = limits;
  if (inAll === null && perActor === null) return null;
  await passAlone(transaction, 'purchase-limit');
  const midnight = `${now.toISOString().slice(0, 10)}T00:00:00.000Z`;
  const { all, caller } = await transaction
    .selectFrom('operations')
    .select(({ fn, eb }) => [
      fn.countAll().as('all'),
      fn.count(eb.case().when('actor', 'is not distinct from', leased.actor).then(1).end()).as('caller'),
    ])
    .where('kind', '=', 'PURCHASE')
    .where('status', '<>', 'FAILED')
    .where('sent_at', '>=', midnight)
    .where('id', '<>', leased.id)
    .executeTakeFirstOrThrow();
  if (inAll !== null && Number(all) >= inAll) return { state: 'limit-reached', scope: 'service', limit: inAll };
  if (perActor !== null && Number(caller) >= perActor) {
    return { state: 'limit-reached', scope: 'caller', limit: perActor };
  }
  return null;
}
