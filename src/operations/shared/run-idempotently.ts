import { setTimeout as sleep } from 'node:timers/promises';
import { assertNever } from '../../domain/assert-never.ts';
import { type Operation, userError } from '../../domain/operation.ts';
import type { Finished, LeasedOperation, NewOperation } from '../../ledger/ledger.ts';
import { LeaseLostError } from '../../ledger/ledger.ts';
import { reconcile } from '../reconciliation/reconcile.ts';
import { type ChangeResult, type OperationContext, POLL_MS, refuse } from './context.ts';
import { asItStands, toResult } from './result.ts';
import { outcomeUnknown } from './vendor-result.ts';

/** What the caller does: carry the operation out, which certainly has not been done yet, or give the answer there is. */
export type Begun = { readonly leased: LeasedOperation } | { readonly answer: ChangeResult };

/** The way of every change: written down before anything is done, carried out by one caller, replayed to all others. */
export async function beginIdempotently(context: OperationContext, operation: NewOperation): Promise<Begun> {
  const begun = await context.ledger.begin(operation);
  switch (begun.state) {
    case 'new':
    case 'resumed':
      return { leased: begun.operation };
    case 'key-reused':
      return { answer: { ...refuse(keyReused), operation: begun.operation } };
    case 'ended':
      return { answer: await answerWith(context, begun.operation, Promise.resolve(asItStands(begun.operation))) };
    case 'running':
      return { answer: await answerWith(context, begun.operation, waitForEnd(context, begun.operation)) };
    case 'open': {
      const answer = await answerWith(context, begun.operation, reconcile(context, begun.operation));
      // It did not happen, and the caller is still here: now it may be done.
      const mayBeDone = answer.operation?.status === 'FAILED' && answer.userErrors.every(({ retryable }) => retryable);
      return mayBeDone ? beginIdempotently(context, operation) : { answer };
    }
    default:
      return assertNever(begun);
  }
}

/** The answer that work on an operation leads to. Where its lease is lost meanwhile, that is how it stands by then. */
export async function answerWith(
  context: OperationContext,
  operation: Operation,
  work: Promise<Finished>,
): Promise<ChangeResult> {
  try {
    return await toResult(context, await orAsItStands(context, operation, work));
  } catch (error) {
    // The ledger holds what was asked for, and reconciliation goes on: this is no failure to be repeated blindly.
    context.logger.error({ err: error, operationId: operation.id }, 'operation interrupted');
    const unknown = outcomeUnknown(operation.kind, 'This service lost touch with its own ledger.');
    return { phoneNumber: null, operation, userErrors: [unknown] };
  }
}

async function orAsItStands(
  { ledger }: OperationContext,
  operation: Operation,
  work: Promise<Finished>,
): Promise<Finished> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof LeaseLostError)) throw error;
    return asItStands((await ledger.find(operation.id)) ?? operation);
  }
}

const keyReused = userError({
  code: 'IDEMPOTENCY_KEY_REUSED',
  message: 'This idempotency key was used before with another input. Take a new key for another operation.',
  field: ['input', 'idempotencyKey'],
});

/** Waits until nobody works on the operation any more, briefly. */
async function waitForEnd({ ledger, waitMs }: OperationContext, operation: Operation): Promise<Finished> {
  const polls = Math.ceil(waitMs / POLL_MS);
  for (let poll = 0; poll < polls && (await ledger.isLeased(operation.id)); poll += 1) await sleep(POLL_MS);
  return asItStands((await ledger.find(operation.id)) ?? operation);
}
