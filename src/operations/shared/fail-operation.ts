import { isInDoubt } from '../../domain/call.ts';
import { chargeOf, type UserError, userError } from '../../domain/operation.ts';
import type { Finished, LeasedOperation } from '../../ledger/ledger.ts';
import type { VendorError } from '../../vendors/vendor-error.ts';
import { verdictsOfAnswers } from '../reconciliation/evidence.ts';
import { firstLook, type OperationContext } from './context.ts';
import { toCallOutcome, toUserError } from './vendor-result.ts';

/** Ends an operation of which certainly nothing came. Nothing else writes `FAILED`. */
export function failOperation(
  context: Pick<OperationContext, 'ledger'>,
  leased: LeasedOperation,
  error: UserError,
  {
    note = error.message,
    ...how
  }: {
    note?: string;
    outcome?: 'refused' | 'unavailable';
    isSettled?: true;
    isInferred?: true;
    phoneNumberId?: null;
  } = {},
): Promise<Finished> {
  return context.ledger.finish(leased, { status: 'FAILED', note, errors: [error], followUp: null, ...how });
}

/** Ends an operation that the vendor refused; one whose outcome is unknown stays open, and is reconciled later. */
export function endWithVendorError(
  context: OperationContext,
  leased: LeasedOperation,
  error: VendorError,
): Promise<Finished> {
  if (error.outcome === 'unknown') return leaveOpen(context, leased, error);
  const outcome = toCallOutcome(error) === 'unavailable' ? 'unavailable' : 'refused';
  return failOperation(context, leased, toUserError(error, leased.kind), { note: error.message, outcome });
}

/**
 * The same of a call that obtains a number, which may not be the first: a refusal of this call says nothing of an earlier
 * one that was not answered. `isFromStock`: the vendor's search had just shown the number. `isOpen`: it was not concluded
 * yet what became of the earlier one.
 */
export async function endAcquisition(
  context: OperationContext,
  leased: LeasedOperation,
  { error, isFromStock = false, isOpen = false }: { error: VendorError; isFromStock?: boolean; isOpen?: boolean },
): Promise<Finished> {
  const earlier = leased.attempts > 1 ? (await context.ledger.calls(leased.id)).slice(0, -1) : [];
  const outcome = toCallOutcome(error, { isFromStock });
  const isDoubtful = earlier.some(isInDoubt) && (isOpen || outcome !== 'refused');
  const verdict = verdictsOfAnswers[outcome][isDoubtful ? 'inDoubt' : 'otherwise'];
  if (verdict === 'open') return leaveOpen(context, leased, error, { isFromStock });
  return endWithVendorError(context, leased, error);
}

/** What became of the operation is not known: reconciliation finds out. Where a person is asked already, that stays so. */
export function leaveOpen(
  context: OperationContext,
  leased: LeasedOperation,
  error: VendorError,
  { isFromStock = false } = {},
): Promise<Finished> {
  const { kind } = leased;
  const so = { note: error.message, dueAt: firstLook(context), outcome: toCallOutcome(error, { isFromStock }) };
  // What the person is to do has not changed.
  if (leased.status === 'NEEDS_ATTENTION') {
    return context.ledger.finish(leased, { ...so, status: 'NEEDS_ATTENTION', errors: leased.errors });
  }
  const told = toUserError(error, kind);
  const unknown = { ...told, code: 'OUTCOME_UNKNOWN', retryable: true, charged: chargeOf(kind, 'PENDING') } as const;
  return context.ledger.finish(leased, { ...so, status: 'PENDING', errors: [userError(unknown)] });
}
