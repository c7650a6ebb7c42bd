import type { Database } from '../database/database.ts';
import { persistently } from '../database/persistently.ts';
import { doubtfulOutcomes } from '../domain/call.ts';
import { createBulks } from './bulk.ts';
import { createCalls } from './calls.ts';
import { createClaims } from './claims.ts';
import { type LedgerGuard, noGuard } from './guard.ts';
import { recordPruned } from './identity.ts';
import { createLeases } from './leases.ts';
import type { Ledger, PurchaseLimits } from './ledger.ts';
import { createLedgerReads } from './reads.ts';
import { createResults } from './results.ts';
import { createUnderWay } from './under-way.ts';
import { wakeSeen } from './wake-seen.ts';

type LedgerSettings = {
  readonly database: Database;
  readonly now: () => Date;
  /** How long a lease lasts without being extended, in ms: longer than any one call to a vendor. */
  readonly leaseMs: number;
  /** Pause before reconciliation's n-th check of an operation, in ms. */
  readonly pauseMs: (checks: number) => number;
  readonly limits: PurchaseLimits;
  /** How long a call waits for another one that is changing the same number, in ms. */
  readonly waitMs: number;
  /** Says whether something may be bought on this ledger; everything unless given. */
  readonly guard?: LedgerGuard;
};

/** The ledger in a database. */
export function createLedger({
  database,
  now,
  leaseMs,
  pauseMs,
  limits,
  waitMs,
  guard = noGuard,
}: LedgerSettings): Ledger {
  const leases = createLeases(now, leaseMs);
  const underWay = createUnderWay();
  const reads = createLedgerReads(database, now, { underWay });
  return {
    ...createClaims({ database, now, leases, underWay, pauseMs }),
    ...createBulks({ database, now, leases }),
    ...createCalls({ database, now, leases, limits, waitMs, guard }),
    ...createResults({ database, now, leases }),
    ...reads,
    limits,
    // Asked while a vendor's answer is known nowhere else yet.
    findLastHolding: persistently(reads.findLastHolding),
    during: underWay.during,
    wakeSeen: (vendor) => wakeSeen(database, vendor, now().toISOString()),

    prune: (endedBefore) =>
      database.transaction().execute(async (transaction) => {
        const ended = transaction
          .selectFrom('operations')
          .select('id')
          // What failed, and may have happened, is kept: its number may still come.
          .where((row) =>
            row.or([
              row('status', '=', 'SUCCEEDED'),
              row.not(
                row.exists(
                  row
                    .selectFrom('operation_calls')
                    .select('attempt')
                    .whereRef('operation_id', '=', 'operations.id')
                    .where((call) => call.or([call('outcome', 'is', null), call('outcome', 'in', doubtfulOutcomes)])),
                ),
              ),
            ]),
          )
          .where('status', 'in', ['SUCCEEDED', 'FAILED'])
          .where('follow_up', 'is', null)
          .where('updated_at', '<', endedBefore)
          // Says nothing new, but there is an index for it.
          .where('created_at', '<', endedBefore);
        await recordPruned(transaction, ended);
        await transaction.deleteFrom('operation_calls').where('operation_id', 'in', ended).execute();
        await transaction.deleteFrom('operation_steps').where('operation_id', 'in', ended).execute();
        const pruned = await transaction.deleteFrom('operations').where('id', 'in', ended).executeTakeFirst();
        return Number(pruned.numDeletedRows);
      }),
  };
}
