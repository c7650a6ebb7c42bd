import { setTimeout as sleep } from 'node:timers/promises';
import { assertNever } from '../domain/assert-never.ts';
import { type Operation, userError } from '../domain/operation.ts';
import type { VendorError } from '../vendors/vendor-error.ts';
import { findOut } from './find-out.ts';
import { type Begun, type HeldOperation, type Intent, LeaseLostError } from './ledger.ts';
import { type ChangeResult, firstLook, type OperationParts, refuse } from './parts.ts';
import { outcomeUnknown, toUserError } from './vendor-failure.ts';

/** How often somebody who waits looks again, in ms. */
export const POLL_MS = 50;

/**
 * The way of every change: written down before anything is done, carried out by one caller, replayed to all others.
 * `carryOut` gets an operation that certainly has not been done yet, and returns it as it stands afterwards.
 */
export async function runOperation(parts: OperationParts, intent: Intent, carryOut: CarryOut): Promise<ChangeResult> {
  const begun = await parts.ledger.begin(intent);
  if (begun.state === 'key-reused') return { ...refuse(keyReused), operation: begun.operation };
  try {
    return await goOn(parts, { intent, begun, carryOut });
  } catch (error) {
    // The ledger holds what was asked for, and recovery will find out: this is no failure to be repeated blindly.
    parts.logger.error({ err: error, operationId: begun.operation.id }, 'operation interrupted');
    const unknown = outcomeUnknown(intent.kind, 'This service lost touch with its own ledger.');
    return { phoneNumber: null, operation: begun.operation, userErrors: [unknown] };
  }
}

type CarryOut = (held: HeldOperation) => Promise<Operation>;

async function goOn(
  parts: OperationParts,
  { intent, begun, carryOut }: { intent: Intent; begun: Begun; carryOut: CarryOut },
): Promise<ChangeResult> {
  switch (begun.state) {
    case 'ended':
    case 'key-reused':
      return toResult(parts, begun.operation);
    case 'running':
      return toResult(parts, await waitForEnd(parts, begun.operation));
    case 'new':
    case 'resumed':
      return toResult(parts, await guard(parts, begun.operation, carryOut));
    case 'open': {
      const found = await guard(parts, begun.operation, (held) => findOut(parts, held));
      // Found out not to have happened, and the caller is still here: now it may be done.
      if (found.status === 'FAILED') return runOperation(parts, intent, carryOut);
      return toResult(parts, found);
    }
    default:
      return assertNever(begun);
  }
}

const keyReused = userError({
  code: 'IDEMPOTENCY_KEY_REUSED',
  message: 'This idempotency key was used before with another input. Take a new key for a new wish.',
  field: ['input', 'idempotencyKey'],
});

/** Works on an operation; if somebody else took it over meanwhile, answers with how it stands. */
export async function guard(parts: OperationParts, held: HeldOperation, work: CarryOut): Promise<Operation> {
  try {
    return await work(held);
  } catch (error) {
    if (error instanceof LeaseLostError) return (await parts.ledger.find(held.id)) ?? held;
    throw error;
  }
}

/** Waits until nobody works on the operation any more, briefly. */
export async function waitForEnd(parts: OperationParts, operation: Operation): Promise<Operation> {
  const polls = Math.ceil(parts.waitMs / POLL_MS);
  for (let poll = 0; poll < polls && (await parts.ledger.isHeld(operation.id)); poll += 1) await sleep(POLL_MS);
  return (await parts.ledger.find(operation.id)) ?? operation;
}

/** The answer that an operation, as it stands, amounts to. */
export async function toResult(parts: OperationParts, operation: Operation): Promise<ChangeResult> {
  const { phoneNumberId, status, errors } = operation;
  const isDone = status === 'SUCCEEDED' && phoneNumberId !== null;
  const numbers = isDone ? await parts.registry.byIds([phoneNumberId]) : null;
  const isSilent = status === 'PENDING' && errors.length === 0;
  return {
    phoneNumber: (isDone && numbers?.get(phoneNumberId)) || null,
    operation,
    userErrors: isSilent ? [outcomeUnknown(operation.kind)] : errors,
  };
}

/** Records that the vendor did not do it, or that nobody knows. */
export function endWithout(parts: OperationParts, held: HeldOperation, error: VendorError): Promise<HeldOperation> {
  const userErrors = [toUserError(error, held.kind)];
  if (error.outcome !== 'unknown') {
    return parts.ledger.advance(held, { status: 'FAILED', note: error.message, errors: userErrors });
  }
  const dueAt = firstLook(parts);
  return parts.ledger.advance(held, { status: 'PENDING', note: error.message, errors: userErrors, dueAt });
}
