import type { Database } from '../database/database.ts';
import type { VendorName } from '../domain/phone-number.ts';
import { toCall } from './rows.ts';

/** What a call came to, where its number may be in the account all the same. */
const MAYBE = ['unknown', 'conflict', 'unavailable'] as const;

/**
 * Lets reconciliation look, now, at operations that have not succeeded while a number that one of their calls asked for
 * is in the account, and nobody obtained it. Returns how many.
 */
export async function wakeSeen(database: Database, vendor: VendorName, at: string): Promise<number> {
  const rows = await database
    .selectFrom('operation_calls as call')
    .innerJoin('operations as operation', 'operation.id', 'call.operation_id')
    .innerJoin('phone_numbers as number', (join) =>
      join
        .onRef('number.vendor', '=', 'call.vendor')
        .on((row) =>
          row.or([
            row('number.address', '=', row.ref('call.target')),
            row('number.marker', '=', row.ref('call.marker')),
          ]),
        ),
    )
    .selectAll('call')
    .select('number.id as numberId')
    .where('call.vendor', '=', vendor)
    .where('operation.status', 'in', ['FAILED', 'NEEDS_ATTENTION', 'PENDING'])
    .where((row) => row.or([row('operation.due_at', 'is', null), row('operation.due_at', '>', at)]))
    .where('operation.lease', 'is', null)
    .where((row) => row.or([row('call.outcome', 'is', null), row('call.outcome', 'in', MAYBE)]))
    .where('number.acquisition', '=', 'DISCOVERED')
    .where('number.status', '<>', 'RELEASED')
    // Whoever adopts a number says that it was obtained elsewhere.
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('operations as adopting')
            .select('adopting.id')
            .whereRef('adopting.phone_number_id', '=', 'number.id')
            .where('adopting.kind', '=', 'ADOPT')
            .where('adopting.status', '=', 'SUCCEEDED'),
        ),
      ),
    )
    .execute();
  const ids = rows.filter((row) => !toCall(row).priorNumberIds.includes(row.numberId)).map((row) => row.operation_id);
  if (ids.length === 0) return 0;
  const woken = await database
    .updateTable('operations')
    .set({ due_at: at })
    .where('id', 'in', ids)
    .where('lease', 'is', null)
    .executeTakeFirst();
  return Number(woken.numUpdatedRows);
}
