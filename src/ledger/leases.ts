import { randomUUID } from 'node:crypto';
import type { Transaction, Updateable } from 'kysely';
import type { OperationRow, Tables } from '../database/tables.ts';
import { addStep } from './history.ts';
import { LeaseLostError } from './ledger.ts';

/** Who may write an operation's row, and for how long. */
export type Leases = {
  /** RFC 3339, so many ms from now. */
  later(ms: number): string;
  /** Members of a row whose lease is extended; reconciliation looks when it has expired. */
  renewed(): { readonly lease_until: string; readonly due_at: string };
  isLeased(row: OperationRow): boolean;
  /** Leases a row, locked by this transaction, that nobody has leased. */
  take(transaction: Transaction<Tables>, row: OperationRow, values?: Updateable<OperationRow>): Promise<OperationRow>;
  /** Changes a row that the caller has leased, and adds to its history. Throws `LeaseLostError`. */
  change(
    transaction: Transaction<Tables>,
    leased: { readonly id: string; readonly lease: string },
    values: Updateable<OperationRow>,
    note: string | null,
  ): Promise<OperationRow>;
};

/** Leases of this length, by this clock. */
export function createLeases(now: () => Date, leaseMs: number): Leases {
  const later = (ms: number): string => new Date(now().getTime() + ms).toISOString();
  const renewed = () => ({ lease_until: later(leaseMs), due_at: later(leaseMs) });
  return {
    later,
    renewed,

    isLeased: (row) => row.lease !== null && row.lease_until !== null && row.lease_until > now().toISOString(),

    take: (transaction, row, values = {}) =>
      transaction
        .updateTable('operations')
        .set({ ...values, lease: randomUUID(), ...renewed() })
        .where('id', '=', row.id)
        .returningAll()
        .executeTakeFirstOrThrow(),

    async change(transaction, leased, values, note) {
      const at = now().toISOString();
      const row = await transaction
        .updateTable('operations')
        .set({ ...values, updated_at: at })
        .where('id', '=', leased.id)
        .where('lease', '=', leased.lease)
        .returningAll()
        .executeTakeFirst();
      if (!row) throw new LeaseLostError(leased.id);
      if (note !== null) await addStep(transaction, { operation_id: row.id, status: row.status, at, note });
      return row;
    },
  };
}
