import { type Kysely, sql } from 'kysely';
import { readKeysetPage, rowsOf } from '../database/keyset.ts';
import type { PhoneNumberRow, Tables } from '../database/tables.ts';
import type { Page, Paging } from '../domain/paging.ts';
import type { DriftingNumber, DriftReason } from './registry.ts';
import { SHOWN_COLUMNS, toPhoneNumber } from './rows.ts';

type Drift = {
  /**
   * Word for word as in the index that finds it: of a value that is bound, SQLite does not know whether it may use that. A status by
   * itself would lead it to an index that has no such order.
   */
  readonly where: string;
  /** By which the list is ordered, the last first. */
  readonly column: 'created_sort' | 'first_seen_at' | 'gone_at';
  readonly since: 'unlinked_at' | 'first_seen_at' | 'gone_at';
};

const drifts: Readonly<Record<DriftReason, Drift>> = {
  // One that was imported over a trunk costs at its carrier, whom nobody asks here.
  UNLINKED: {
    where: `status || '' = 'ACTIVE' and kind = 'PSTN' and agent_id is null and inbound_routing is null and acquisition <> 'SIP_IMPORTED'`,
    column: 'created_sort',
    since: 'unlinked_at',
  },
  // No operation has ever written it.
  UNKNOWN_HERE: {
    where: `acquisition = 'DISCOVERED' and written_seq = 0 and status <> 'RELEASED'`,
    column: 'first_seen_at',
    since: 'first_seen_at',
  },
  GONE_THERE: { where: `status || '' = 'RELEASED' and gone_at is not null`, column: 'gone_at', since: 'gone_at' },
};

const columns = [
  ...SHOWN_COLUMNS,
  'created_sort',
  'unlinked_at',
  'gone_at',
] as const satisfies (keyof PhoneNumberRow)[];
type DriftRow = Pick<PhoneNumberRow, (typeof columns)[number]>;

/** See `Registry.drift`. */
export function readDrift(
  database: Kysely<Tables>,
  reason: DriftReason,
  paging: Paging,
): Promise<Page<DriftingNumber>> {
  const { where, column, since } = drifts[reason];
  const rows = database
    .selectFrom('numbers')
    .selectAll()
    .where(sql<boolean>`${sql.raw(where)}`);
  return readKeysetPage([rowsOf(rows)], {
    column,
    valueIn: (row: DriftRow) => row[column] ?? '',
    descending: true,
    paging,
    shown: columns,
    toNode: (row) => ({ phoneNumber: toPhoneNumber(row), reason, since: row[since] }),
  });
}

/** See `Registry.countDrift`. */
export async function countDrift(database: Kysely<Tables>, reason: DriftReason, most: number): Promise<number> {
  const { where, column } = drifts[reason];
  const some = database
    .selectFrom('numbers')
    .select('id')
    .where(sql<boolean>`${sql.raw(where)}`)
    // In the order of the index: else a database might look through all numbers.
    .orderBy(column)
    .orderBy('id')
    .limit(most)
    .as('some');
  const { count } = await database
    .selectFrom(some)
    .select(({ fn }) => fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}
