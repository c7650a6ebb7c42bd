import type { Operation } from '../../domain/operation.ts';
import { type Finished, type LeasedOperation, LeaseLostError } from '../../ledger/ledger.ts';
import type { ChangeResult, OperationContext } from './context.ts';
import { outcomeUnknown } from './vendor-result.ts';

/** Works on an operation; if the lease is lost meanwhile, answers with how it stands. */
export async function underLease(
  context: OperationContext,
  leased: LeasedOperation,
  work: (leased: LeasedOperation) => Promise<Finished>,
): Promise<Finished> {
  try {
    return await work(leased);
  } catch (error) {
    if (!(error instanceof LeaseLostError)) throw error;
    return withNumber(context, (await context.ledger.find(leased.id)) ?? leased);
  }
}

/** The answer of an operation that somebody else carried out. */
export async function replay(context: OperationContext, operation: Operation): Promise<ChangeResult> {
  return toResult(await withNumber(context, operation));
}

/** The operation with its number as the registry has it. */
export async function withNumber(context: Pick<OperationContext, 'registry'>, operation: Operation): Promise<Finished> {
  const { phoneNumberId, status } = operation;
  if (phoneNumberId === null || status !== 'SUCCEEDED') return { operation, phoneNumber: null };
  const numbers = await context.registry.byIds([phoneNumberId]);
  return { operation, phoneNumber: numbers.get(phoneNumberId) ?? null };
}

/** The answer that an operation, as it stands, amounts to. */
export function toResult({ operation, phoneNumber }: Finished): ChangeResult {
  const { status, errors } = operation;
  const isSilent = status === 'PENDING' && errors.length === 0;
  return {
    phoneNumber: status === 'SUCCEEDED' ? phoneNumber : null,
    operation,
    userErrors: isSilent ? [outcomeUnknown(operation.kind)] : errors,
  };
}
