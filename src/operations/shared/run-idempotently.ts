import { setTimeout as sleep } from 'node:timers/promises';
import { assertNever } from '../../domain/assert-never.ts';
import { type Operation, userError } from '../../domain/operation.ts';
import { type Begun, type Intent, type LeasedOperation, LeaseLostError } from '../../ledger/ledger.ts';
import type { VendorError } from '../../vendors/vendor-error.ts';
import { reconcile } from '../reconciliation/reconcile.ts';
import { type ChangeResult, firstLook, type OperationContext, refuse } from './context.ts';
import { outcomeUnknown, toUserError } from './vendor-result.ts';

/** How often somebody who waits looks again, in ms. */
export const POLL_MS = 50;

/**
 * The way of every change: written down before anything is done, carried out by one caller, replayed to all others.
 * `carryOut` gets an operation that certainly has not been done yet, and returns it as it stands afterwards.
 */
export async function runIdempotently(
  context: OperationContext,
  intent: Intent,
  carryOut: CarryOut,
): Promise<ChangeResult> {
  const begun = await context.ledger.begin(intent);
  if (begun.state === 'key-reused') return { ...refuse(keyReused), operation: begun.operation };
  try {
    return await goOn(context, { intent, begun, carryOut });
  } catch (error) {
    // The ledger holds what was asked for, and recovery will find out: this is no failure to be repeated blindly.
    context.logger.error({ err: error, operationId: begun.operation.id }, 'operation interrupted');
    const unknown = outcomeUnknown(intent.kind, 'This service lost touch with its local ledger.');
    return { phoneNumber: null, operation: begun.operation, userErrors: [unknown] };
  }
}

type CarryOut = (leased: LeasedOperation) => Promise<Operation>;

async function goOn(
  context: OperationContext,
  { intent, begun, carryOut }: { intent: Intent; begun: Begun; carryOut: CarryOut },
): Promise<ChangeResult> {
  switch (begun.state) {
    case 'ended':
    case 'key-reused':
      return toResult(context, begun.operation);
    case 'running':
      return toResult(context, await waitForEnd(context, begun.operation));
    case 'new':
    case 'resumed':
      return toResult(context, await guard(context, begun.operation, carryOut));
    case 'open': {
      const found = await guard(context, begun.operation, (leased) => reconcile(context, leased));
      // Found out not to have happened, and the caller is still here: now it may be done.
      if (found.status === 'FAILED') return runIdempotently(context, intent, carryOut);
      return toResult(context, found);
    }
    default:
      return assertNever(begun);
  }
}

const keyReused = userError({
  code: 'IDEMPOTENCY_KEY_REUSED',
  message: 'This idempotency key was used before with another input. Take a new key for a new input.',
  field: ['input', 'idempotencyKey'],
});

/** Works on an operation; if somebody else took it over meanwhile, answers with how it stands. */
export async function guard(context: OperationContext, leased: LeasedOperation, work: CarryOut): Promise<Operation> {
  try {
    return await work(leased);
  } catch (error) {
    if (error instanceof LeaseLostError) return (await context.ledger.find(leased.id)) ?? leased;
    throw error;
  }
}

/** Waits until nobody works on the operation any more, briefly. */
export async function waitForEnd(context: OperationContext, operation: Operation): Promise<Operation> {
  const polls = Math.ceil(context.waitMs / POLL_MS);
  for (let poll = 0; poll < polls && (await context.ledger.isLeased(operation.id)); poll += 1) await sleep(POLL_MS);
  return (await context.ledger.find(operation.id)) ?? operation;
}

/** The answer that an operation, as it stands, amounts to. */
export async function toResult(context: OperationContext, operation: Operation): Promise<ChangeResult> {
  const { phoneNumberId, status, errors } = operation;
  const isDone = status === 'SUCCEEDED' && phoneNumberId !== null;
  const numbers = isDone ? await context.registry.byIds([phoneNumberId]) : null;
  const isSilent = status === 'PENDING' && errors.length === 0;
  return {
    phoneNumber: (isDone && numbers?.get(phoneNumberId)) || null,
    operation,
    userErrors: isSilent ? [outcomeUnknown(operation.kind)] : errors,
  };
}

/** Records that the vendor did not do it, or that nobody knows. */
export function endWithout(
  context: OperationContext,
  leased: LeasedOperation,
  error: VendorError,
): Promise<LeasedOperation> {
  const userErrors = [toUserError(error, leased.kind)];
  if (error.outcome !== 'unknown') {
    return context.ledger.advance(leased, { status: 'FAILED', note: error.message, errors: userErrors });
  }
  const dueAt = firstLook(context);
  return context.ledger.advance(leased, { status: 'PENDING', note: error.message, errors: userErrors, dueAt });
}
