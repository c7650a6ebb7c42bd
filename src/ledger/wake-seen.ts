import type { Database } from '../database/database.ts';
import type { PhoneNumberRow } from '../database/tables.ts';
import { doubtfulOutcomes, type OperationCall } from '../domain/call.ts';
import type { VendorName } from '../domain/phone-number.ts';
import { spellingsOf } from '../domain/spelling.ts';
import { toCall } from './rows.ts';

/** What a call came to, where its number may be in the account all the same. */
const MAYBE = [...doubtfulOutcomes, 'unavailable'] as const;

/** Most calls that are looked at: more are looked at another time. */
const LIMIT = 1_000;

/**
 * Lets reconciliation look, now, at operations that have not succeeded while a number that one of their calls asked for
 * is in the account, and nobody obtained it. Returns how many.
 */
export async function wakeSeen(database: Database, vendor: VendorName, at: string): Promise<number> {
  const calls = await readCallsThatMayHaveObtained(database, { vendor, at });
  const ids = new Set<string>();
  for (const number of await readSeen(database, vendor, calls)) {
    for (const call of calls) if (mayHaveComeOf(call, number)) ids.add(call.operationId);
  }
  if (ids.size === 0) return 0;
  const woken = await database
    .updateTable('operations')
    .set({ due_at: at })
    .where('id', 'in', [...ids])
    .where('lease', 'is', null)
    .executeTakeFirst();
  return Number(woken.numUpdatedRows);
}

async function readCallsThatMayHaveObtained(
  database: Database,
  { vendor, at }: { vendor: VendorName; at: string },
): Promise<OperationCall[]> {
  const rows = await database
    .selectFrom('operation_calls as call')
    .innerJoin('operations as operation', 'operation.id', 'call.operation_id')
    .selectAll('call')
    .where('call.vendor', '=', vendor)
    .where((row) => row.or([row('call.outcome', 'is', null), row('call.outcome', 'in', MAYBE)]))
    .where((row) => row.or([row('call.target', 'is not', null), row('call.marker', 'is not', null)]))
    .where('operation.status', 'in', ['FAILED', 'NEEDS_ATTENTION', 'PENDING'])
    .where((row) => row.or([row('operation.due_at', 'is', null), row('operation.due_at', '>', at)]))
    .where('operation.lease', 'is', null)
    // It may be being sold to another one at this moment: then that is for it to find out first.
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('operations as asking')
            .select('asking.id')
            .whereRef('asking.vendor', '=', 'call.vendor')
            .whereRef('asking.target', '=', 'call.target')
            .where('asking.status', 'in', ['PENDING', 'NEEDS_ATTENTION'])
            .whereRef('asking.id', '<>', 'operation.id'),
        ),
      ),
    )
    .orderBy('call.sent_at', 'desc')
    .limit(LIMIT)
    .execute();
  return rows.map(toCall);
}

type Seen = Pick<PhoneNumberRow, 'id' | 'address' | 'marker' | 'acquisition' | 'obtained_at'>;

function mayHaveComeOf(
  call: OperationCall,
  { id, address, marker, acquisition, obtained_at: obtainedAt }: Seen,
): boolean {
  const isAsked = call.target !== null && spellingsOf(call.target).includes(address);
  const isMarked = call.marker !== null && call.marker === marker;
  // Some vendors' ids come back, and then the record tells how it was obtained before; or since, by somebody else.
  const isBack = call.releasedNumberIds.includes(id) && (obtainedAt === null || obtainedAt < call.sentAt);
  const isNew = acquisition === 'DISCOVERED' || isBack;
  return (isAsked || isMarked) && isNew && !call.priorNumberIds.includes(id);
}

/** The numbers at these calls' addresses, or with their markers, that are in the account, and were not adopted. */
async function readSeen(database: Database, vendor: VendorName, calls: readonly OperationCall[]): Promise<Seen[]> {
  const addresses = calls.flatMap(({ target }) => (target === null ? [] : spellingsOf(target)));
  const markers = calls.flatMap(({ marker }) => marker ?? []);
  if (addresses.length === 0 && markers.length === 0) return [];
  return (
    database
      .selectFrom('phone_numbers as number')
      .select(['number.id', 'number.address', 'number.marker', 'number.acquisition', 'number.obtained_at'])
      .where('number.vendor', '=', vendor)
      .where((row) =>
        row.or([
          ...(addresses.length > 0 ? [row('number.address', 'in', addresses)] : []),
          ...(markers.length > 0 ? [row('number.marker', 'in', markers)] : []),
        ]),
      )
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
      .execute()
  );
}
