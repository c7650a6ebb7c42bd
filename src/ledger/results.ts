import type { Transaction } from 'kysely';
import { type Database, isTakenBy, lockingRows } from '../database/database.ts';
import { persistently } from '../database/persistently.ts';
import type { Sequence } from '../database/sequence.ts';
import type { OperationRow, Tables } from '../database/tables.ts';
import { doubtfulOutcomes } from '../domain/call.ts';
import { toNumberId } from '../domain/number-id.ts';
import type { Operation } from '../domain/operation.ts';
import { writeNumber } from '../registry/writes.ts';
import { endCall, openTarget } from './calls.ts';
import { settleFollowUp } from './follow-ups.ts';
import { addStep } from './history.ts';
import { readLastHolding } from './last-holding.ts';
import type { Leases } from './leases.ts';
import { type LeasedOperation, LeaseLostError, type Ledger, type Result } from './ledger.ts';
import { fromFollowUp, toLeased, toOperation } from './rows.ts';

type ResultSettings = { readonly database: Database; readonly now: () => Date; readonly leases: Leases };

const NO_LEASE = { lease: null, lease_until: null } as const;

/** How results are recorded: the number and what came of its operation, in one transaction. */
export function createResults({
  database,
  now,
  leases,
}: ResultSettings): Pick<Ledger, 'advance' | 'finish' | 'recordLate'> {
  const record = (leased: LeasedOperation, result: Result, lease: Partial<OperationRow>) =>
    database.transaction().execute(async (transaction) => {
      const at = now().toISOString();
      const phoneNumber = result.number ? await writeNumber(transaction, result.number, at) : null;
      // Whoever records the same number waits for this transaction, or this one has waited.
      if (!(await isAsConcluded(transaction, leased, result))) throw new LeaseLostError(leased.id);
      // From now on nothing of this call is under way any more, and the grace period counts.
      const isUnanswered = result.outcome === 'unknown' && leased.sentAt !== null;
      const row = await leases.change(
        transaction,
        leased,
        {
          status: result.status,
          due_at: result.dueAt ?? null,
          ...(isUnanswered && { sent_at: at }),
          ...(result.status === 'FAILED' && leased.target === null && (await readTargetInDoubt(transaction, leased))),
          // What a person said counts until something else is found out.
          ...(result.isSettled
            ? { settled_at: at }
            : result.status === 'SUCCEEDED' && leased.status !== 'SUCCEEDED' && { settled_at: null }),
          ...(await describeResult(transaction, leased, result)),
          ...lease,
        },
        result.note,
      );
      if (result.outcome !== undefined) await endCall(transaction, leased, { outcome: result.outcome, at });
      return { row, phoneNumber };
    });

  const writeLate = (leased: LeasedOperation, result: Result, target: string | null): Promise<Operation> =>
    database.transaction().execute(async (transaction) => {
      const at = now().toISOString();
      // As old as its call: what has been written since then is newer, and what was before it is not.
      const readAt = await readCallSeq(transaction, leased);
      if (result.number) await writeNumber(transaction, { ...result.number, readAt }, at);
      const known = transaction.selectFrom('operations').selectAll().where('id', '=', leased.id);
      const row = await lockingRows(transaction, known).executeTakeFirstOrThrow();
      await endCall(transaction, leased, { outcome: 'done', at });
      const isSameNumber = row.attempts === leased.attempts || (row.target ?? leased.target) === leased.target;
      if (row.status === 'SUCCEEDED' || !isSameNumber) return toOperation(row);
      const described = await describeResult(transaction, leased, result);
      const late = await transaction
        .updateTable('operations')
        .set({
          ...described,
          ...NO_LEASE,
          status: result.status,
          updated_at: at,
          // Now more is known than what a person said.
          settled_at: null,
          due_at: result.status === 'PENDING' || described.follow_up ? at : null,
        })
        .set({ sent_at: leased.sentAt, target, marker: leased.marker })
        .where('id', '=', leased.id)
        .returningAll()
        .executeTakeFirstOrThrow();
      await addStep(transaction, { operation_id: late.id, status: late.status, at, note: result.note });
      return toOperation(late);
    });
  const recordLate: Ledger['recordLate'] = (leased, result) =>
    writeLate(leased, result, leased.target).catch((error: unknown) => {
      // Another operation is asking for the number by now. This one knows its own by the id.
      if (isTakenBy(error, openTarget)) return writeLate(leased, result, null);
      throw error;
    });
  // Without a lease, only that the vendor has done it is still to be recorded.
  const recordObtained = async (leased: LeasedOperation, result: Result): Promise<void> => {
    const isAnswered = result.lastHolder === undefined;
    if (isAnswered && result.status !== 'FAILED' && (result.number || result.phoneNumberId))
      await recordLate(leased, result);
  };

  return {
    // What a vendor answered is known nowhere else yet, so a database that is away is given time to come back.
    advance: persistently(async (leased: LeasedOperation, result: Result) => {
      const { row } = await record(leased, result, leases.renewed());
      return toLeased(row);
    }, recordObtained),

    finish: persistently(async (leased: LeasedOperation, result: Result) => {
      const { row, phoneNumber } = await record(leased, result, NO_LEASE);
      return { operation: toOperation(row), phoneNumber };
    }, recordObtained),

    recordLate: persistently(recordLate),
  };
}

async function readCallSeq(
  transaction: Transaction<Tables>,
  { id, attempts }: Pick<LeasedOperation, 'id' | 'attempts'>,
): Promise<Sequence> {
  const call = transaction.selectFrom('operation_calls').select('seq').where('operation_id', '=', id);
  return (await call.where('attempt', '=', attempts).executeTakeFirst())?.seq ?? 0;
}

/** An operation that was begun again, and asked for nothing, is about the number that it may have obtained before. */
async function readTargetInDoubt(
  transaction: Transaction<Tables>,
  { id, attempts }: LeasedOperation,
): Promise<Pick<OperationRow, 'target'> | undefined> {
  if (attempts === 0) return undefined;
  return transaction
    .selectFrom('operation_calls')
    .select('target')
    .where('operation_id', '=', id)
    .where('target', 'is not', null)
    .where((row) => row.or([row('outcome', 'is', null), row('outcome', 'in', doubtfulOutcomes)]))
    .orderBy('attempt', 'desc')
    .executeTakeFirst();
}

async function isAsConcluded(
  transaction: Transaction<Tables>,
  { id }: LeasedOperation,
  { number, lastHolder }: Result,
): Promise<boolean> {
  if (!number || lastHolder === undefined) return true;
  const last = await readLastHolding(transaction, toNumberId(number.vendor, number.vendorId), id);
  return (last?.id ?? null) === lastHolder;
}

/** The columns of a result. A newer request for the number supersedes the follow-up. */
async function describeResult(
  transaction: Transaction<Tables>,
  { id, kind, createdAt }: LeasedOperation,
  { errors, number, phoneNumberId = number && toNumberId(number.vendor, number.vendorId), followUp }: Result,
): Promise<Partial<OperationRow>> {
  const settled =
    followUp && phoneNumberId
      ? await settleFollowUp(transaction, { id, kind, createdAt, phoneNumberId }, { followUp, errors })
      : { followUp, errors };
  return {
    errors: JSON.stringify(settled.errors),
    ...(phoneNumberId !== undefined && { phone_number_id: phoneNumberId }),
    ...(settled.followUp !== undefined && { follow_up: fromFollowUp(settled.followUp) }),
  };
}
