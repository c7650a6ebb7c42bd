import { randomUUID } from 'node:crypto';
import type { Transaction, Updateable } from 'kysely';
import { type Database, isPostgres, isTakenBy } from '../database/database.ts';
import { persistently } from '../database/persistently.ts';
import type { OperationRow, Tables } from '../database/tables.ts';
import { toNumberId } from '../domain/number-id.ts';
import type { SentCall } from '../domain/sent-call.ts';
import { writeNumber } from '../registry/registry-store.ts';
import {
  type Advance,
  type Begun,
  type HeldOperation,
  type Intent,
  LeaseLostError,
  type Ledger,
  type PurchaseLimits,
  TargetTakenError,
} from './ledger.ts';
import { createLedgerReads } from './ledger-reads.ts';
import { newOperationRow, toHeld, toOperation } from './operation-rows.ts';
import { addStep } from './operation-steps.ts';
import { agentKinds, dropPendingLinks } from './pending-links.ts';
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
  const later = (ms: number): string => new Date(now().getTime() + ms).toISOString();
  const inTransaction = <Result>(work: (transaction: Transaction<Tables>) => Promise<Result>) =>
    database.transaction().execute(work);

  /** Changes a row that the caller holds, and adds to its history. */
  async function change(
    transaction: Transaction<Tables>,
    held: { id: string; lease: string },
    values: Updateable<OperationRow>,
    note: string | null,
  ): Promise<OperationRow> {
    const at = now().toISOString();
    const row = await transaction
      .updateTable('operations')
      .set({ ...values, updated_at: at })
      .where('id', '=', held.id)
      .where('lease', '=', held.lease)
      .returningAll()
      .executeTakeFirst();
    if (!row) throw new LeaseLostError(held.id);
    if (note !== null) await addStep(transaction, { operation_id: row.id, status: row.status, at, note });
    return row;
  }

  /** Takes a row for the caller, if nobody else holds it. */
  async function take(transaction: Transaction<Tables>, row: OperationRow, values: Updateable<OperationRow> = {}) {
    const lease = randomUUID();
    const until = later(leaseMs);
    const taken = await transaction
      .updateTable('operations')
      .set({ ...values, lease, lease_until: until, due_at: until })
      .where('id', '=', row.id)
      .where('lease', row.lease === null ? 'is' : '=', row.lease)
      .returningAll()
      .executeTakeFirst();
    return taken ?? null;
  }

  const isHeld = (row: OperationRow): boolean =>
    row.lease !== null && row.lease_until !== null && row.lease_until > now().toISOString();

  async function beginAgain(transaction: Transaction<Tables>, row: OperationRow, intent: Intent): Promise<Begun> {
    if (row.fingerprint !== intent.fingerprint || row.kind !== intent.kind) {
      return { state: 'key-reused', operation: toOperation(row) };
    }
    if (isHeld(row)) return { state: 'running', operation: toOperation(row) };
    if (row.status === 'PENDING') {
      const taken = await take(transaction, row);
      if (!taken) return { state: 'running', operation: toOperation(row) };
      return { state: row.sent_at === null ? 'resumed' : 'open', operation: toHeld(taken) };
    }
    const { errors } = toOperation(row);
    if (row.status === 'FAILED' && errors.every((error) => error.retryable)) {
      const again = { status: 'PENDING', errors: '[]', target: null, sent_at: null, checks: 0 } as const;
      const taken = await take(transaction, row, again);
      if (!taken) return { state: 'running', operation: toOperation(row) };
      const at = now().toISOString();
      await addStep(transaction, {
        operation_id: row.id,
        status: 'PENDING',
        at,
        note: 'Asked for again under the same key.',
      });
      return { state: 'resumed', operation: toHeld(taken) };
    }
    return { state: 'ended', operation: toOperation(row) };
  }

  return {
    begin: (intent) =>
      inTransaction(async (transaction) => {
        const at = now().toISOString();
        const fresh = newOperationRow(intent, {
          id: randomUUID(),
          at,
          lease: randomUUID(),
          leaseUntil: later(leaseMs),
        });
        const inserted = await transaction
          .insertInto('operations')
          .values(fresh)
          .onConflict((conflict) => conflict.columns(['account', 'idempotency_key']).doNothing())
          .returningAll()
          .executeTakeFirst();
        if (inserted) {
          await addStep(transaction, { operation_id: inserted.id, status: 'PENDING', at, note: 'Taken up.' });
          return { state: 'new', operation: toHeld(inserted) };
        }
        const known = await transaction
          .selectFrom('operations')
          .selectAll()
          .where('account', '=', intent.account)
          .where('idempotency_key', '=', intent.idempotencyKey)
          .executeTakeFirstOrThrow();
        return beginAgain(transaction, known, intent);
      }),

    recordSent: (held, { target, note }) =>
      inTransaction(async (transaction) => {
        const isFirst = held.kind === 'PURCHASE' && held.sentAt === null;
        if (isFirst) await checkPurchaseLimit(transaction, held, { limits, now: now() });
        const row = await change(
          transaction,
          held,
          {
            ...(target === undefined ? {} : await describeTarget(transaction, held, target)),
            // What succeeded was sent when it was: trying its link again is no purchase of today.
            ...(held.status === 'SUCCEEDED' ? {} : { sent_at: now().toISOString() }),
            attempts: held.attempts + 1,
            lease_until: later(leaseMs),
            due_at: later(leaseMs),
          },
          note,
        );
        if (agentKinds.has(row.kind)) await dropPendingLinks(transaction, row, now().toISOString());
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
            errors: JSON.stringify(step.errors),
            due_at: step.dueAt ?? null,
            ...(step.number && { phone_number_id: toNumberId(step.number.vendor, step.number.vendorId) }),
            ...(step.pendingAgentId !== undefined && { pending_agent_id: step.pendingAgentId }),
            ...(step.keepsLease ? { due_at: later(leaseMs) } : { lease: null, lease_until: null }),
          },
          step.note,
        );
        return { ...toOperation(row), lease: held.lease };
      }),
    ),

    claimDue: (limit) =>
      inTransaction(async (transaction) => {
        const at = now().toISOString();
        const due = transaction
          .selectFrom('operations')
          .selectAll()
          .where('due_at', '<=', at)
          .where((row) => row.or([row('lease', 'is', null), row('lease_until', '<=', at)]))
          .orderBy('due_at')
          .limit(limit);
        // Instances that look at the same time share the work instead of waiting for each other.
        const rows = await (isPostgres(transaction) ? due.forUpdate().skipLocked() : due).execute();
        const taken: HeldOperation[] = [];
        for (const row of rows) {
          const mine = await take(transaction, row);
          if (mine) taken.push(toHeld(mine));
        }
        return taken;
      }),

    claim: (id, status) =>
      inTransaction(async (transaction) => {
        const row = await transaction
          .selectFrom('operations')
          .selectAll()
          .where('id', '=', id)
          .where('status', '=', status)
          .executeTakeFirst();
        if (!row || isHeld(row)) return null;
        const taken = await take(transaction, row);
        return taken ? toHeld(taken) : null;
      }),

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
  return { operationId: id, attempt: attempts, recordedAtMs: performance.now() } as SentCall;
}

/** Looked up as the call is recorded: no clock can tell afterwards what was there before. */
async function describeTarget(transaction: Transaction<Tables>, { vendor }: HeldOperation, target: string) {
  const there = await transaction
    .selectFrom('phone_numbers')
    .select('id')
    .where('vendor', '=', vendor)
    .where('address', '=', target)
    .where('status', '<>', 'RELEASED')
    .executeTakeFirst();
  return { target, target_held: there ? 1 : 0 };
}
