import type { Transaction } from 'kysely';
import { type Database, isTakenBy, lockingRows } from '../database/database.ts';
import { persistently } from '../database/persistently.ts';
import type { OperationRow, Tables } from '../database/tables.ts';
import { toNumberId } from '../domain/number-id.ts';
import type { SentCall } from '../domain/sent-call.ts';
import { readIdsAt, writeNumber } from '../registry/sql-registry.ts';
import { createLedgerClaims } from './claims.ts';
import { addStep } from './history.ts';
import { createLeases } from './leases.ts';
import { type Advance, type LeasedOperation, type Ledger, type PurchaseLimits, TargetTakenError } from './ledger.ts';
import { findNewerAgentChange, lockNumber, superseded, supersedeFollowUps } from './number-lock.ts';
import { checkPurchaseLimit } from './purchase-quota.ts';
import { createLedgerReads } from './reads.ts';
import { toLeased, toOperation } from './rows.ts';

type LedgerSettings = {
  readonly database: Database;
  readonly now: () => Date;
  /** How long a holder may be silent before another may take its operation up: longer than any one call to a vendor. */
  readonly leaseMs: number;
  /** Pause before recovery's n-th look at an operation, in ms. */
  readonly pauseMs: (checks: number) => number;
  readonly limits: PurchaseLimits;
};

/** The index that keeps a target to one open operation. */
const openTarget = { name: 'operations_open_target', columns: 'operations.vendor, operations.target' };

/** The ledger in a database. */
export function createLedger({ database, now, leaseMs, pauseMs, limits }: LedgerSettings): Ledger {
  const leases = createLeases(now, leaseMs);
  const { change, later, renewed } = leases;
  const inTransaction = <Result>(work: (transaction: Transaction<Tables>) => Promise<Result>) =>
    database.transaction().execute(work);

  return {
    ...createLedgerClaims(database, now, leases),

    recordSent: (leased, { target, note }) =>
      inTransaction(async (transaction) => {
        const at = now().toISOString();
        // The number's row before the operation's, in all transactions: else two could wait for each other.
        await lockNumber(transaction, leased, at);
        const isFirst = leased.kind === 'PURCHASE' && leased.sentAt === null;
        if (isFirst) await checkPurchaseLimit(transaction, leased, { limits, now: now() });
        const row = await change(
          transaction,
          leased,
          {
            // Looked up as the call is recorded: no clock can tell afterwards what was there before.
            ...(target !== undefined && {
              target,
              prior_number_ids: JSON.stringify(await readIdsAt(transaction, leased.vendor, target)),
            }),
            // What succeeded was sent when it was: trying its link again is no purchase of today.
            ...(leased.status !== 'SUCCEEDED' && { sent_at: at }),
            attempts: leased.attempts + 1,
            ...renewed(),
          },
          note,
        );
        await supersedeFollowUps(transaction, row, at);
        return { sent: toSentCall(row), operation: toLeased(row) };
      }).catch((error: unknown) => {
        throw target !== undefined && isTakenBy(error, openTarget) ? new TargetTakenError(target) : error;
      }),

    recordNotDone: (leased, note) =>
      inTransaction(async (transaction) =>
        toLeased(await change(transaction, leased, { sent_at: null, target: null }, note)),
      ),

    // What a vendor answered is known nowhere else yet, so a database that is away is given time to come back.
    advance: persistently((leased: LeasedOperation, step: Advance) =>
      inTransaction(async (transaction) => {
        if (step.number) await writeNumber(transaction, step.number, now().toISOString());
        const row = await change(
          transaction,
          leased,
          {
            status: step.status,
            due_at: step.dueAt ?? null,
            // From now on nothing of this call is under way any more, and the grace period counts.
            ...(step.status === 'PENDING' && leased.sentAt !== null && { sent_at: now().toISOString() }),
            ...(await describeResult(transaction, leased, step)),
            ...(step.keepsLease ? renewed() : { lease: null, lease_until: null }),
          },
          step.note,
        );
        return { ...toOperation(row), lease: leased.lease };
      }),
    ),

    recordLate: persistently((leased: LeasedOperation, { number, note, errors, pendingAgentId = null }: Advance) =>
      inTransaction(async (transaction) => {
        const at = now().toISOString();
        if (number) await writeNumber(transaction, { ...number, readAt: 0 }, at);
        const known = transaction.selectFrom('operations').selectAll().where('id', '=', leased.id);
        const row = await lockingRows(transaction, known).executeTakeFirstOrThrow();
        if (row.status === 'SUCCEEDED' || row.attempts !== leased.attempts) return toOperation(row);
        const result = await describeResult(transaction, leased, {
          errors,
          ...(number && { number }),
          ...(pendingAgentId !== null && { pendingAgentId }),
        });
        const late = await transaction
          .updateTable('operations')
          .set({ ...result, status: 'SUCCEEDED', sent_at: leased.sentAt, target: leased.target, updated_at: at })
          .set({ lease: null, lease_until: null, due_at: result.pending_agent_id ? at : null })
          .where('id', '=', leased.id)
          .returningAll()
          .executeTakeFirstOrThrow();
        await addStep(transaction, { operation_id: late.id, status: late.status, at, note });
        return toOperation(late);
      }),
    ),

    keep: (leased) => inTransaction(async (transaction) => void (await change(transaction, leased, renewed(), null))),

    postpone: (leased) =>
      inTransaction(async (transaction) => {
        const { checks } = await transaction
          .selectFrom('operations')
          .select('checks')
          .where('id', '=', leased.id)
          .executeTakeFirstOrThrow();
        const free = { lease: null, lease_until: null, checks: checks + 1, due_at: later(pauseMs(checks)) };
        await change(transaction, leased, free, null);
      }),

    prune: (endedBefore) =>
      inTransaction(async (transaction) => {
        const ended = transaction
          .selectFrom('operations')
          .select('id')
          .where('status', 'in', ['SUCCEEDED', 'FAILED'])
          .where('pending_agent_id', 'is', null)
          .where('updated_at', '<', endedBefore)
          // Says nothing new, but there is an index for it.
          .where('created_at', '<', endedBefore);
        await transaction.deleteFrom('operation_steps').where('operation_id', 'in', ended).execute();
        const gone = await transaction.deleteFrom('operations').where('id', 'in', ended).executeTakeFirst();
        return Number(gone.numDeletedRows);
      }),

    ...createLedgerReads(database, now),
  };
}

/** The only place that says of a call that it is on record. */
function toSentCall({ id, attempts }: OperationRow): SentCall {
  const times = { recordedAtMs: performance.now(), recordedAt: Date.now() };
  return { operationId: id, attempt: attempts, ...times } as SentCall;
}

/** The columns of a step's result. Whoever decided on the number's agent meanwhile has the last word. */
async function describeResult(
  transaction: Transaction<Tables>,
  { id, kind }: Pick<LeasedOperation, 'id' | 'kind'>,
  { errors, number, pendingAgentId }: Pick<Advance, 'errors' | 'number' | 'pendingAgentId'>,
): Promise<Partial<OperationRow>> {
  const result: Partial<OperationRow> = { errors: JSON.stringify(errors) };
  if (pendingAgentId !== undefined) result.pending_agent_id = pendingAgentId;
  if (!number) return result;
  const phoneNumberId = toNumberId(number.vendor, number.vendorId);
  result.phone_number_id = phoneNumberId;
  if (!pendingAgentId) return result;
  const newer = await findNewerAgentChange(transaction, { id, phone_number_id: phoneNumberId });
  if (newer === null) return result;
  return { ...result, pending_agent_id: null, errors: JSON.stringify([superseded({ kind }, newer)]) };
}
