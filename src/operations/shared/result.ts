import type { Operation } from '../../domain/operation.ts';
import type { Finished } from '../../ledger/ledger.ts';
import type { ChangeResult, OperationContext } from './context.ts';
import { outcomeUnknown } from './vendor-result.ts';

/** The answer that an operation, as it stands, amounts to. Its number is read where it was not written just now. */
export async function toResult(
  context: Pick<OperationContext, 'registry'>,
  { operation, phoneNumber }: Finished,
): Promise<ChangeResult> {
  const { status, errors, phoneNumberId } = operation;
  const isSilent = status === 'PENDING' && errors.length === 0;
  const userErrors = isSilent ? [outcomeUnknown(operation.kind)] : errors;
  if (status !== 'SUCCEEDED' || phoneNumberId === null) return { phoneNumber: null, operation, userErrors };
  const number = phoneNumber ?? (await context.registry.byIds([phoneNumberId])).get(phoneNumberId);
  return { phoneNumber: number ?? null, operation, userErrors };
}

/** An operation of which nothing was written just now. */
export function asItStands(operation: Operation): Finished {
  return { operation, phoneNumber: null };
}
