import type { UserError } from '../../domain/operation.ts';
import type { Finished, LeasedOperation } from '../../ledger/ledger.ts';
import type { VendorError } from '../../vendors/vendor-error.ts';
import { firstLook, type OperationContext } from './context.ts';
import { toUserError } from './vendor-result.ts';

/** Ends an operation of which certainly nothing came. Nothing else writes `FAILED`. */
export function failOperation(
  context: Pick<OperationContext, 'ledger'>,
  leased: LeasedOperation,
  error: UserError,
  note = error.message,
): Promise<Finished> {
  return context.ledger.finish(leased, { status: 'FAILED', note, errors: [error], followUp: null });
}

/** Ends an operation that the vendor refused; one whose outcome is unknown stays open, and is reconciled later. */
export function endWithVendorError(
  context: OperationContext,
  leased: LeasedOperation,
  error: VendorError,
): Promise<Finished> {
  const userError = toUserError(error, leased.kind);
  if (error.outcome !== 'unknown') return failOperation(context, leased, userError, error.message);
  const dueAt = firstLook(context);
  return context.ledger.finish(leased, { status: 'PENDING', note: error.message, errors: [userError], dueAt });
}
