import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { type Database, isPostgres, lockingRows } from '../database/database.ts';
import type { OperationRow, Tables } from '../database/tables.ts';
import { addStep } from './history.ts';
import type { Leases } from './leases.ts';
import type { Begun, Intent, LeasedOperation, Ledger } from './ledger.ts';
import { newOperationRow, toLeased, toOperation } from './rows.ts';

type LedgerClaims = Pick<Ledger, 'begin' | 'claimDue' | 'claim'>;

/**
 * How operations come into somebody's hands. A row is read under a lock before it is taken: what it says, and that
 * nobody holds it, must still be so when it is taken.
 */
export function createLedgerClaims(database: Database, now: () => Date, leases: Leases): LedgerClaims {
  const inTransaction = <Result>(work: (transaction: Transaction<Tables>) => Promise<Result>) =>
    database.transaction().execute(work);

  async function beginAgain(transaction: Transaction<Tables>, row: OperationRow, intent: Intent): Promise<Begun> {
    if (row.fingerprint !== intent.fingerprint || row.kind !== intent.kind) {
      return { state: 'key-reused', operation: toOperation(row) };
    }
    if (leases.isLeased(row)) return { state: 'running', operation: toOperation(row) };
    if (row.status === 'PENDING') {
      const taken = await leases.take(transaction, row);
      return { state: row.sent_at === null ? 'resumed' : 'open', operation: toLeased(taken) };
    }
    const { errors } = toOperation(row);
    if (row.status === 'FAILED' && errors.every((error) => error.retryable)) {
      const again = { status: 'PENDING', errors: '[]', target: null, sent_at: null, checks: 0 } as const;
      const taken = await leases.take(transaction, row, again);
      const at = now().toISOString();
      const note = 'Asked for again under the same key.';
      await addStep(transaction, { operation_id: row.id, status: 'PENDING', at, note });
      return { state: 'resumed', operation: toLeased(taken) };
    }
    return { state: 'ended', operation: toOperation(row) };
  }

  return {
    begin: (intent) =>
      inTransaction(async (transaction) => {
        const at = now().toISOString();
        const { lease_until: leaseUntil } = leases.renewed();
        const fresh = newOperationRow(intent, { id: randomUUID(), at, lease: randomUUID(), leaseUntil });
        const inserted = await transaction
          .insertInto('operations')
          .values(fresh)
          .onConflict((conflict) => conflict.columns(['account', 'idempotency_key']).doNothing())
          .returningAll()
          .executeTakeFirst();
        if (inserted) {
          await addStep(transaction, { operation_id: inserted.id, status: 'PENDING', at, note: 'Taken up.' });
          return { state: 'new', operation: toLeased(inserted) };
        }
        const known = transaction
          .selectFrom('operations')
          .selectAll()
          .where('account', '=', intent.account)
          .where('idempotency_key', '=', intent.idempotencyKey);
        return beginAgain(transaction, await lockingRows(transaction, known).executeTakeFirstOrThrow(), intent);
      }),

    claimDue: (limit, dueBy = now()) =>
      inTransaction(async (transaction) => {
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
        for (const row of rows) taken.push(toLeased(await leases.take(transaction, row)));
        return taken;
      }),

    claim: (id, status) =>
      inTransaction(async (transaction) => {
        const wanted = transaction.selectFrom('operations').selectAll().where('id', '=', id);
        const row = await lockingRows(transaction, wanted).executeTakeFirst();
        if (!row || row.status !== status || leases.isLeased(row)) return null;
        return toLeased(await leases.take(transaction, row));
      }),
  };
}
