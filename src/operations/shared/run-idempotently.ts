import { setTimeout as sleep } from 'node:timers/promises';
import { assertNever } from '../../domain/assert-never.ts';
import { type Operation, userError } from '../../domain/operation.ts';
import type { Begun, Finished, LeasedOperation, NewOperation } from '../../ledger/ledger.ts';
import { reconcile } from '../reconciliation/reconcile.ts';
import { type ChangeResult, type OperationContext, POLL_MS, refuse } from './context.ts';
import { asItStands, toResult, underLease } from './result.ts';
import { outcomeUnknown } from './vendor-result.ts';

/** Carries an operation out that certainly has not been done yet, and returns it as it stands afterwards. */
type CarryOut = (leased: LeasedOperation) => Promise<Finished>;

/** The way of every change: written down before anything is done, carried out by one caller, replayed to all others. */
export async function runIdempotently(
  context: OperationContext,
  operation: NewOperation,
  carryOut: CarryOut,
): Promise<ChangeResult> {
  const begun = await context.ledger.begin(operation);
  if (begun.state === 'key-reused') return { ...refuse(keyReused), operation: begun.operation };
  try {
    return await goOn(context, begun, { operation, carryOut });
  } catch (error) {
    // The ledger holds what was asked for, and reconciliation goes on: this is no failure to be repeated blindly.
    context.logger.error({ err: error, operationId: begun.operation.id }, 'operation interrupted');
    const unknown = outcomeUnknown(operation.kind, 'This service lost touch with its own ledger.');
    return { phoneNumber: null, operation: begun.operation, userErrors: [unknown] };
  }
}

async function goOn(
  context: OperationContext,
  begun: Begun,
  { operation, carryOut }: { operation: NewOperation; carryOut: CarryOut },
): Promise<ChangeResult> {
  switch (begun.state) {
    case 'ended':
    case 'key-reused':
      return toResult(context, asItStands(begun.operation));
    case 'running':
      return toResult(context, asItStands(await waitForEnd(context, begun.operation)));
    case 'new':
    case 'resumed':
      return toResult(context, await underLease(context, begun.operation, carryOut));
    case 'open': {
      const finished = await underLease(context, begun.operation, (leased) => reconcile(context, leased));
      const { status, errors } = finished.operation;
      // It did not happen, and the caller is still here: now it may be done.
      const mayBeDone = status === 'FAILED' && errors.every(({ retryable }) => retryable);
      return mayBeDone ? runIdempotently(context, operation, carryOut) : toResult(context, finished);
    }
    default:
      return assertNever(begun);
  }
}

const keyReused = userError({
  code: 'IDEMPOTENCY_KEY_REUSED',
  message: 'This idempotency key was used before with another input. Take a new key for another operation.',
  field: ['input', 'idempotencyKey'],
});

/** Waits until nobody works on the operation any more, briefly. */
async function waitForEnd(context: OperationContext, operation: Operation): Promise<Operation> {
  const polls = Math.ceil(context.waitMs / POLL_MS);
  for (let poll = 0; poll < polls && (await context.ledger.isLeased(operation.id)); poll += 1) await sleep(POLL_MS);
  return (await context.ledger.find(operation.id)) ?? operation;
}
