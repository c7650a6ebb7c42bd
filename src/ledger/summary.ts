import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { OperationStatus } from '../domain/operation.ts';
import type { LedgerSummary } from './ledger.ts';

/** See `Ledger.summary`. */
export async function summarise(database: Database): Promise<LedgerSummary> {
  const rows = await database
    .selectFrom('operations')
    .select('status')
    .select(({ fn }) => [fn.countAll().as('count'), fn.min('created_at').as('oldest')])
    // Written out, since a list that is a value hides from SQLite that the index of open operations has them all.
    .where(sql<boolean>`status in ('PENDING', 'NEEDS_ATTENTION')`)
    .groupBy('status')
    .execute();
  const count = (wanted: OperationStatus) => Number(rows.find(({ status }) => status === wanted)?.count ?? 0);
  const [oldestOpenAt = null] = rows.map(({ oldest }) => oldest).toSorted();
  const oldestPendingAt = rows.find(({ status }) => status === 'PENDING')?.oldest ?? null;
  return { open: count('PENDING'), needAttention: count('NEEDS_ATTENTION'), oldestOpenAt, oldestPendingAt };
}

/** See `Ledger.purchasesByDay`. */
export async function countPurchasesByDay(database: Database, since: string): Promise<Map<string, number>> {
  const day = sql<string>`substr(sent_at, 1, 10)`;
  const rows = await database
    .selectFrom('operations')
    .select(({ fn }) => [day.as('day'), fn.countAll().as('count')])
    .where('kind', '=', 'PURCHASE')
    .where('status', '<>', 'FAILED')
    .where('sent_at', '>=', since)
    .groupBy(day)
    .execute();
  return new Map(rows.map(({ day, count }) => [day, Number(count)]));
}
