import type { Database } from '../database/database.ts';
import type { PhoneNumberRow } from '../database/tables.ts';
import { doubtfulOutcomes, isInDoubt, type OperationCall } from '../domain/call.ts';
import type { OperationStatus } from '../domain/operation.ts';
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
  const calls = await readCallsThatMayHaveObtained(database, vendor);
  const ids = new Set<string>();
  for (const number of await readSeen(database, vendor, calls)) {
    const asking = calls.filter((call) => mayHaveComeOf(call, number));
    // It came of the one whose marker it has; else of the one that is open, if there is one, or of the last that nobody
    // answered, those before it were looked for; sooner than of one that was told that the number is not to be had.
    const { operationId } =
      asking.find(({ marker }) => marker !== null && marker === number.marker) ??
      asking.find(({ status }) => status !== 'FAILED') ??
      asking.find(isInDoubt) ??
      asking[0] ??
      {};
    if (operationId !== undefined) ids.add(operationId);
  }
  if (ids.size === 0) return 0;
  const woken = await database
    .updateTable('operations')
    .set({ due_at: at })
    .where('id', 'in', [...ids])
    .where('lease', 'is', null)
    .where((row) => row.or([row('due_at', 'is', null), row('due_at', '>', at)]))
    .executeTakeFirst();
  return Number(woken.numUpdatedRows);
}

type Asking = OperationCall & { readonly status: OperationStatus };

/** The last ones first. */
async function readCallsThatMayHaveObtained(database: Database, vendor: VendorName): Promise<Asking[]> {
  const rows = await database
    .selectFrom('operation_calls as call')
    .innerJoin('operations as operation', 'operation.id', 'call.operation_id')
    .selectAll('call')
    .select('operation.status')
    .where('call.vendor', '=', vendor)
    .where((row) => row.or([row('call.outcome', 'is', null), row('call.outcome', 'in', MAYBE)]))
    .where((row) => row.or([row('call.target', 'is not', null), row('call.marker', 'is not', null)]))
    .where('operation.status', 'in', ['FAILED', 'NEEDS_ATTENTION', 'PENDING'])
    .orderBy('call.seq', 'desc')
    .limit(LIMIT)
    .execute();
  return rows.map((row) => ({ ...toCall(row), status: row.status }));
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
      .selectFrom('numbers as number')
      .select(['number.id', 'number.address', 'number.marker', 'number.acquisition', 'number.obtained_at'])
      .where('number.vendor', '=', vendor)
      .where((row) =>
        row.or([
          ...(addresses.length > 0 ? [row('number.address', 'in', addresses)] : []),
          ...(markers.length > 0 ? [row('number.marker', 'in', markers)] : []),
        ]),
      )
      .where('number.status', '<>', 'RELEASED')
      // An answer that was wrong about one number may be wrong about this one.
      .where((row) =>
        row.or([
          row('number.obtained_at', 'is', null),
          row('number.acquisition', '<>', 'DISCOVERED'),
          row('number.seen_seq', '>', 0),
        ]),
      )
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
