import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { type Database, isPostgres, lockingRows } from '../database/database.ts';
import type { OperationRow, Tables } from '../database/tables.ts';
import { placeOf, rangeOfItems } from '../domain/bulk.ts';
import { addStep, insertWithStep } from './history.ts';
import type { Leases } from './leases.ts';
import type { Begun, LeasedOperation, Ledger, NewOperation } from './ledger.ts';
import { ANY_INPUT } from './restore.ts';
import { newOperationRow, toLeased, toOperation } from './rows.ts';
import type { UnderWay } from './under-way.ts';

/** An operation that failed, as it is begun again: its calls are on record, and say what it may ask for. */
const BEGUN_AGAIN = {
  status: 'PENDING',
  errors: '[]',
  target: null,
  marker: null,
  sent_at: null,
  checks: 0,
  not_seen_since: null,
  not_seen_looks: 0,
  not_seen_last: null,
} as const;

/** Writes an operation down with the first step of its history; false where its key is known already. */
export async function insertOnce(transaction: Transaction<Tables>, row: OperationRow): Promise<boolean> {
  const insert = transaction
    .insertInto('operations')
    .values(row)
    .onConflict((conflict) => conflict.columns(['account', 'idempotency_key']).doNothing())
    .returning('id');
  const step = { operation_id: row.id, status: row.status, at: row.created_at, note: 'Begun.' };
  if (isPostgres(transaction)) return (await insertWithStep(transaction, insert, step)) !== undefined;
  if ((await insert.executeTakeFirst()) === undefined) return false;
  await addStep(transaction, step);
  return true;
}

/** Whether the operation on record was asked for with the same input. */
export function isSameRequest(
  row: OperationRow,
  { fingerprint, olderFingerprints = [], kind, vendor }: NewOperation,
): boolean {
  const isSameInput = [fingerprint, ...olderFingerprints, ANY_INPUT].includes(row.fingerprint);
  return isSameInput && row.kind === kind && row.vendor === vendor;
}

/** An item of the bulk with this key, if there is such a bulk. */
function findItem(
  transaction: Transaction<Tables>,
  { account, key }: { readonly account: string; readonly key: string },
): Promise<OperationRow | undefined> {
  const { after, before } = rangeOfItems(key);
  return transaction
    .selectFrom('operations')
    .selectAll()
    .where('account', '=', account)
    .where('idempotency_key', '>', after)
    .where('idempotency_key', '<', before)
    .limit(1)
    .executeTakeFirst();
}

const NO_LEASE = { lease: null, lease_until: null } as const;

type ClaimSettings = {
  readonly database: Database;
  readonly now: () => Date;
  readonly leases: Leases;
  /** What this process is working on. */
  readonly underWay: UnderWay;
  /** Pause before reconciliation's n-th check of an operation, in ms. */
  readonly pauseMs: (checks: number) => number;
};

/**
 * How operations are leased and let go. A row is read under a lock before it is leased: what it says, and that nobody
 * has leased it, must still be so by then.
 */
export function createClaims({
  database,
  now,
  leases,
  underWay,
  pauseMs,
}: ClaimSettings): Pick<Ledger, 'begin' | 'claimDue' | 'claim' | 'keep' | 'postpone' | 'leave'> {
  const isTaken = (row: OperationRow): boolean => leases.isLeased(row) || underWay.has(row.id);

  /** The looks of callers come on top of reconciliation's own, and make its pauses no longer. */
  const takeForCaller = (transaction: Transaction<Tables>, row: OperationRow): Promise<OperationRow> =>
    leases.take(transaction, row, { checks: Math.max(0, row.checks - 1) });

  async function beginAgain(
    transaction: Transaction<Tables>,
    row: OperationRow,
    operation: NewOperation,
  ): Promise<Begun> {
    if (!isSameRequest(row, operation)) return { state: 'key-reused', operation: toOperation(row) };
    if (isTaken(row)) return { state: 'running', operation: toOperation(row) };
    if (row.status === 'PENDING') {
      const taken = await takeForCaller(transaction, row);
      return { state: row.sent_at === null ? 'resumed' : 'open', operation: toLeased(taken) };
    }
    const { errors } = toOperation(row);
    if (row.status === 'FAILED' && errors.every((error) => error.retryable)) {
      const taken = await leases.take(transaction, row, BEGUN_AGAIN);
      const at = now().toISOString();
      const note = 'Asked for again under the same key.';
      await addStep(transaction, { operation_id: row.id, status: 'PENDING', at, note });
      return { state: 'resumed', operation: toLeased(taken) };
    }
    return { state: 'ended', operation: toOperation(row) };
  }

  return {
    begin: (operation) =>
      database.transaction().execute(async (transaction) => {
        const { account, idempotencyKey: key } = operation;
        const item = key === null || placeOf(key) ? undefined : await findItem(transaction, { account, key });
        if (item) return { state: 'key-reused', operation: toOperation(item) };
        const at = now().toISOString();
        const { lease_until: leaseUntil } = leases.renewed();
        const fresh = newOperationRow(operation, { id: randomUUID(), at, lease: randomUUID(), leaseUntil });
        if (await insertOnce(transaction, fresh)) return { state: 'new', operation: toLeased(fresh) };
        const known = transaction
          .selectFrom('operations')
          .selectAll()
          .where('account', '=', operation.account)
          .where('idempotency_key', '=', operation.idempotencyKey);
        return beginAgain(transaction, await lockingRows(transaction, known).executeTakeFirstOrThrow(), operation);
      }),

    claimDue: (limit, dueBy = now()) =>
      database.transaction().execute(async (transaction) => {
        const at = now().toISOString();
        const due = transaction
          .selectFrom('operations')
          .selectAll()
          .where('due_at', '<=', dueBy.toISOString())
          .where((row) => row.or([row('lease', 'is', null), row('lease_until', '<=', at)]))
          .orderBy('due_at')
          .limit(limit);
        // Instances that look at the same time share the work instead of waiting for each other.
        const rows = await (isPostgres(transaction) ? due.forUpdate().skipLocked() : due).execute();
        const taken: LeasedOperation[] = [];
        for (const row of rows) if (!underWay.has(row.id)) taken.push(toLeased(await leases.take(transaction, row)));
        return taken;
      }),

    claim: (id, status) =>
      database.transaction().execute(async (transaction) => {
        const wanted = transaction.selectFrom('operations').selectAll().where('id', '=', id);
        const row = await lockingRows(transaction, wanted).executeTakeFirst();
        if (!row || row.status !== status || isTaken(row)) return null;
        return toLeased(await takeForCaller(transaction, row));
      }),

    keep: (leased) =>
      database
        .transaction()
        .execute(async (transaction) => void (await leases.change(transaction, leased, leases.renewed(), null))),

    postpone: (leased, { notSeen, lookAt } = {}) =>
      database.transaction().execute(async (transaction) => {
        const { checks } = leased;
        const row = await leases.change(
          transaction,
          leased,
          {
            ...NO_LEASE,
            checks: checks + 1,
            due_at: lookAt?.toISOString() ?? leases.later(pauseMs(checks)),
            ...(notSeen !== undefined && {
              not_seen_since: notSeen?.since ?? null,
              not_seen_looks: notSeen?.looks ?? 0,
              not_seen_last: notSeen?.last ?? null,
            }),
          },
          null,
        );
        return { operation: toOperation(row), phoneNumber: null };
      }),

    leave: (leased) =>
      database.transaction().execute(async (transaction) => {
        const row = await leases.change(transaction, leased, { ...NO_LEASE, due_at: null }, null);
        return { operation: toOperation(row), phoneNumber: null };
      }),
  };
}
