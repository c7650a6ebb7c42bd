import { type Kysely, sql, type Transaction } from 'kysely';
import type { OperationRow, Tables } from '../database/tables.ts';
import { acquiringKinds } from '../domain/operation.ts';

/**
 * The last operation but this one that obtained a number, or gave it back. One that the vendor answered with the number's
 * id has obtained it, though it has not seen it yet. By their calls, not by when each was asked for first: one that had
 * failed may have been asked for again since. A call that was refused has obtained nothing, unless all were: then it was
 * one of them all the same.
 */
export async function readLastHolding(
  database: Kysely<Tables> | Transaction<Tables>,
  phoneNumberId: string,
  except: string,
): Promise<OperationRow | undefined> {
  const acquiring = sql.join(acquiringKinds.map((kind) => sql.lit(kind)));
  // By hand, since each purchase asks this: to build it would cost more than to run it.
  const { rows } = await sql<OperationRow>`
    select operations.* from ${sql.table('operations')} as operations
    where phone_number_id = ${phoneNumberId} and id <> ${except}
      and (kind in (${acquiring}) and status <> 'FAILED' or kind = 'RELEASE' and status = 'SUCCEEDED')
    order by coalesce((
        select coalesce(max(case when outcome in ('refused', 'unavailable') then null else seq end), max(seq))
        from ${sql.table('operation_calls')} as calls
        where calls.operation_id = operations.id
          and (operations.kind = 'RELEASE' or calls.target is not null or calls.marker is not null)
      ), 0) desc, created_at desc
    limit 1`.execute(database);
  return rows[0];
}
