import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { doubtfulOutcomes } from '../domain/call.ts';
import { recordPruned } from './identity.ts';

/** See `Ledger.prune`. Of a bulk, all is forgotten or nothing: a repeat of its key would do what is not on record. */
export function prune(database: Database, endedBefore: string): Promise<number> {
  return database.transaction().execute(async (transaction) => {
    const ended = transaction
      .selectFrom('operations')
      .select('id')
      .where(isOver('operations', endedBefore))
      .where((row) =>
        row.or([
          row('idempotency_key', 'is', null),
          row('idempotency_key', 'not like', '% %'),
          row.not(hasItemLeft(endedBefore)),
        ]),
      );
    await recordPruned(transaction, ended);
    await transaction.deleteFrom('operation_calls').where('operation_id', 'in', ended).execute();
    await transaction.deleteFrom('operation_steps').where('operation_id', 'in', ended).execute();
    const pruned = await transaction.deleteFrom('operations').where('id', 'in', ended).executeTakeFirst();
    return Number(pruned.numDeletedRows);
  });
}

/** Whether a row has ended before this moment. What failed, and may have happened, has not: its number may still come. */
function isOver(row: 'operations' | 'item', endedBefore: string) {
  const of = (column: string) => sql.raw(`${row}.${column}`);
  // That it was created before says nothing new, but there is an index for it.
  return sql<boolean>`(${of('status')} in ('SUCCEEDED', 'FAILED') and ${of('follow_up')} is null
    and ${of('updated_at')} < ${endedBefore} and ${of('created_at')} < ${endedBefore}
    and (${of('status')} = 'SUCCEEDED' or not exists (
      select 1 from ${sql.table('operation_calls')} as calls where calls.operation_id = ${of('id')}
        and (calls.outcome is null or calls.outcome in (${sql.join(doubtfulOutcomes)})))))`;
}

/** Whether an item of the same bulk is not over: their keys differ in the digits at their ends, which come before a colon. */
function hasItemLeft(endedBefore: string) {
  const before = sql.raw("rtrim(operations.idempotency_key, '0123456789')");
  return sql<boolean>`exists (select 1 from ${sql.table('operations')} as item
    where item.account = operations.account and item.idempotency_key > ${before}
      and item.idempotency_key < ${before} || ':' and not ${isOver('item', endedBefore)})`;
}
