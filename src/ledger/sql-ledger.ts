import type { Database } from '../database/database.ts';
import { persistently } from '../database/persistently.ts';
import { createBulks } from './bulk.ts';
import { createCalls } from './calls.ts';
import { createClaims } from './claims.ts';
import { type LedgerGuard, noGuard } from './guard.ts';
import { createLeases } from './leases.ts';
import type { Ledger, PurchaseLimits } from './ledger.ts';
import { prune } from './prune.ts';
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
    async wake(id) {
      const at = now().toISOString();
      await database
        .updateTable('operations')
        .set({ due_at: at })
        .where('id', '=', id)
        .where('lease', 'is', null)
        .where((row) => row.or([row('due_at', 'is', null), row('due_at', '>', at)]))
        .execute();
    },
    wakeSeen: (vendor) => wakeSeen(database, vendor, now().toISOString()),

    prune: (endedBefore) => prune(database, endedBefore),
  };
}
