import { type Kysely, sql, type Transaction } from 'kysely';
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
  return (
    database
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
      // By the calls, not by when each was asked for first: one that had failed may have been asked for again since.
      .orderBy(
        ({ fn, selectFrom }) =>
          fn.coalesce(
            selectFrom('operation_calls as call')
              .whereRef('call.operation_id', '=', 'operations.id')
              .where((row) =>
                row.or([
                  row('operations.kind', '=', 'RELEASE'),
                  row('call.target', 'is not', null),
                  row('call.marker', 'is not', null),
                ]),
              )
              // A call that was refused has obtained nothing, unless all were: then it was one of them all the same.
              .select((row) => {
                const isRefused = row('call.outcome', 'in', ['refused', 'unavailable']);
                const answered = row
                  .case()
                  .when(isRefused)
                  .then(sql<number | null>`null`)
                  .else(row.ref('call.seq'))
                  .end();
                return row.fn.coalesce(row.fn.max(answered), row.fn.max('call.seq')).as('seq');
              }),
            sql<number>`0`,
          ),
        'desc',
      )
      .orderBy('created_at', 'desc')
      .executeTakeFirst()
  );
}
