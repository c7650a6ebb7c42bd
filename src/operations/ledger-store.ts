import type { Transaction } from 'kysely';
import { type Database, isTakenBy, lockingRows } from '../database/database.ts';
import { persistently } from '../database/persistently.ts';
import type { OperationRow, Tables } from '../database/tables.ts';
import { toNumberId } from '../domain/number-id.ts';
import type { SentCall } from '../domain/sent-call.ts';
import { readIdsAt, writeNumber } from '../registry/registry-store.ts';
import { type Advance, type HeldOperation, type Ledger, type PurchaseLimits, TargetTakenError } from './ledger.ts';
import { createLedgerClaims } from './ledger-claims.ts';
import { createLedgerReads } from './ledger-reads.ts';
import { dropPendingLinks, findNewerWish, gaveWay, takeTurn } from './number-turns.ts';
import { createLeases } from './operation-leases.ts';
import { toHeld, toOperation } from './operation-rows.ts';
import { addStep } from './operation-steps.ts';
import { checkPurchaseLimit } from './purchase-limit.ts';

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

    recordSent: (held, { target, note }) =>
      inTransaction(async (transaction) => {
        const at = now().toISOString();
        // The number's row before the operation's, in all transactions: else two could wait for each other.
        await takeTurn(transaction, held, at);
        const isFirst = held.kind === 'PURCHASE' && held.sentAt === null;
        if (isFirst) await checkPurchaseLimit(transaction, held, { limits, now: now() });
        const row = await change(
          transaction,
          held,
          {
            // Looked up as the call is recorded: no clock can tell afterwards what was there before.
            ...(target !== undefined && {
              target,
              held_ids: JSON.stringify(await readIdsAt(transaction, held.vendor, target)),
            }),
            // What succeeded was sent when it was: trying its link again is no purchase of today.
            ...(held.status !== 'SUCCEEDED' && { sent_at: at }),
            attempts: held.attempts + 1,
            ...renewed(),
          },
          note,
        );
        await dropPendingLinks(transaction, row, at);
        return { sent: toSentCall(row), operation: toHeld(row) };
      }).catch((error: unknown) => {
        throw target !== undefined && isTakenBy(error, openTarget) ? new TargetTakenError(target) : error;
      }),

    recordNotDone: (held, note) =>
      inTransaction(async (transaction) =>
        toHeld(await change(transaction, held, { sent_at: null, target: null }, note)),
      ),

    // What a vendor answered is known nowhere else yet, so a database that is away is given time to come back.
    advance: persistently((held: HeldOperation, step: Advance) =>
      inTransaction(async (transaction) => {
        if (step.number) await writeNumber(transaction, step.number, now().toISOString());
        const row = await change(
          transaction,
          held,
          {
            status: step.status,
            due_at: step.dueAt ?? null,
            // From now on nothing of this call is under way any more, and the grace period counts.
            ...(step.status === 'PENDING' && held.sentAt !== null && { sent_at: now().toISOString() }),
            ...(await describeResult(transaction, held, step)),
            ...(step.keepsLease ? renewed() : { lease: null, lease_until: null }),
          },
          step.note,
        );
        return { ...toOperation(row), lease: held.lease };
      }),
    ),

    recordLate: persistently((held: HeldOperation, { number, note, errors, pendingAgentId = null }: Advance) =>
      inTransaction(async (transaction) => {
        const at = now().toISOString();
        if (number) await writeNumber(transaction, { ...number, readAt: 0 }, at);
        const known = transaction.selectFrom('operations').selectAll().where('id', '=', held.id);
        const row = await lockingRows(transaction, known).executeTakeFirstOrThrow();
        if (row.status === 'SUCCEEDED' || row.attempts !== held.attempts) return toOperation(row);
        const result = await describeResult(transaction, held, {
          errors,
          ...(number && { number }),
          ...(pendingAgentId !== null && { pendingAgentId }),
        });
        const late = await transaction
          .updateTable('operations')
          .set({ ...result, status: 'SUCCEEDED', sent_at: held.sentAt, target: held.target, updated_at: at })
          .set({ lease: null, lease_until: null, due_at: result.pending_agent_id ? at : null })
          .where('id', '=', held.id)
          .returningAll()
          .executeTakeFirstOrThrow();
        await addStep(transaction, { operation_id: late.id, status: late.status, at, note });
        return toOperation(late);
      }),
    ),

    keep: (held) => inTransaction(async (transaction) => void (await change(transaction, held, renewed(), null))),

    postpone: (held) =>
      inTransaction(async (transaction) => {
        const { checks } = await transaction
          .selectFrom('operations')
          .select('checks')
          .where('id', '=', held.id)
          .executeTakeFirstOrThrow();
        const free = { lease: null, lease_until: null, checks: checks + 1, due_at: later(pauseMs(checks)) };
        await change(transaction, held, free, null);
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
  { id, kind }: Pick<HeldOperation, 'id' | 'kind'>,
  { errors, number, pendingAgentId }: Pick<Advance, 'errors' | 'number' | 'pendingAgentId'>,
): Promise<Partial<OperationRow>> {
  const result: Partial<OperationRow> = { errors: JSON.stringify(errors) };
  if (pendingAgentId !== undefined) result.pending_agent_id = pendingAgentId;
  if (!number) return result;
  const phoneNumberId = toNumberId(number.vendor, number.vendorId);
  result.phone_number_id = phoneNumberId;
  if (!pendingAgentId) return result;
  const newer = await findNewerWish(transaction, { id, phone_number_id: phoneNumberId });
  if (newer === null) return result;
  return { ...result, pending_agent_id: null, errors: JSON.stringify([gaveWay({ kind }, newer)]) };
}
