import type { Transaction } from 'kysely';
import { type Database, isTakenBy } from '../database/database.ts';
import type { OperationRow, Tables } from '../database/tables.ts';
import type { SentCall } from '../domain/sent-call.ts';
import { readIdsAt } from '../registry/sql-registry.ts';
import { supersedeFollowUps } from './follow-ups.ts';
import type { Leases } from './leases.ts';
import type { Call, LeasedOperation, Ledger, PurchaseLimits } from './ledger.ts';
import { lockNumber } from './number-lock.ts';
import { findReachedLimit } from './purchase-quota.ts';
import { toLeased } from './rows.ts';

type CallSettings = {
  readonly database: Database;
  readonly now: () => Date;
  readonly leases: Leases;
  readonly limits: PurchaseLimits;
};

/** The index that keeps a target to one open operation. */
const openTarget = { name: 'operations_open_target', columns: 'operations.vendor, operations.target' };

/** How calls to vendors are recorded: before they are sent, and taken back where they certainly did nothing. */
export function createCalls({
  database,
  now,
  leases,
  limits,
}: CallSettings): Pick<Ledger, 'recordSent' | 'recordNotDone'> {
  return {
    async recordSent(leased, call) {
      try {
        return await database.transaction().execute(async (transaction) => {
          const at = now().toISOString();
          // The number's row before the operation's, in all transactions: else two could wait for each other.
          const lock = await lockNumber(transaction, leased, at);
          if (lock !== 'free') return { state: lock };
          const isFirst = leased.kind === 'PURCHASE' && leased.sentAt === null;
          const reached = isFirst ? await findReachedLimit(transaction, leased, { limits, now: now() }) : null;
          if (reached) return reached;
          const row = await leases.change(
            transaction,
            leased,
            {
              ...(await describeCall(transaction, leased, call)),
              // What succeeded was sent when it was: trying its follow-up again is no purchase of today.
              ...(leased.status !== 'SUCCEEDED' && { sent_at: at }),
              attempts: leased.attempts + 1,
              ...leases.renewed(),
            },
            call.note,
          );
          await supersedeFollowUps(transaction, row, at);
          return { state: 'sent', sent: toSentCall(row), operation: toLeased(row) };
        });
      } catch (error) {
        if (call.target !== undefined && isTakenBy(error, openTarget)) return { state: 'target-taken' };
        throw error;
      }
    },

    recordNotDone: (leased, note) =>
      database
        .transaction()
        .execute(async (transaction) =>
          toLeased(await leases.change(transaction, leased, { sent_at: null, target: null, marker: null }, note)),
        ),
  };
}

/** What was there before is looked up as the call is recorded: no clock can tell it afterwards. */
async function describeCall(
  transaction: Transaction<Tables>,
  { vendor }: LeasedOperation,
  { target, marker }: Call,
): Promise<Partial<OperationRow>> {
  if (target !== undefined) {
    return { target, prior_number_ids: JSON.stringify(await readIdsAt(transaction, vendor, target)) };
  }
  // A mark is the operation's own, so that nothing in the account can have had it before.
  return marker === undefined ? {} : { marker, prior_number_ids: '[]' };
}

/** The only place that says of a call that it is on record. */
function toSentCall({ id, attempts }: OperationRow): SentCall {
  const times = { recordedAtMs: performance.now(), recordedAt: Date.now() };
  return { operationId: id, attempt: attempts, ...times } as SentCall;
}
