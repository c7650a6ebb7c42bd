import { setTimeout as sleep } from 'node:timers/promises';
import { assertNever } from '../../domain/assert-never.ts';
import { isInDoubt } from '../../domain/call.ts';
import { type Operation, userError } from '../../domain/operation.ts';
import type { Finished, LeasedOperation, NewOperation } from '../../ledger/ledger.ts';
import { LeaseLostError } from '../../ledger/ledger.ts';
import { endOfRest } from '../reconciliation/finding.ts';
import { isOnOrder } from '../reconciliation/look-at-orders.ts';
import { reconcile } from '../reconciliation/reconcile.ts';
import { buy } from './buy.ts';
import { type ChangeResult, type OperationContext, POLL_MS, refuse } from './context.ts';
import { fingerprintsOf, type Identity } from './fingerprint.ts';
import { outcomeUnknown } from './vendor-result.ts';

/** What the caller does: carry the operation out, which certainly has not been done yet, or give the answer there is. */
export type Begun = { readonly leased: LeasedOperation } | { readonly answer: ChangeResult };

/** A change that a caller asks for. */
export type Change = Omit<NewOperation, 'fingerprint' | 'olderFingerprints'> & {
  /** What makes two requests the same, in canonical texts and without secrets: a key is refused for another. */
  readonly identity: Identity;
  /** The same as version 1 took it, see `fingerprint.ts`; left out where that took it as it is now. */
  readonly identityOfVersion1?: Identity;
};

/** The way of every change: written down before anything is done, carried out by one caller, replayed to all others. */
export async function beginIdempotently(context: OperationContext, change: Change): Promise<Begun> {
  const { identity, identityOfVersion1, ...operation } = change;
  const begun = await context.ledger.begin({ ...operation, ...fingerprintsOf(change) });
  switch (begun.state) {
    case 'new':
    case 'resumed':
      return { leased: begun.operation };
    case 'key-reused':
      return { answer: { ...refuse(keyReused), operation: begun.operation } };
    case 'ended': {
      const { operation } = begun;
      const replay = await answerWith(context, operation, async () => ({ operation, phoneNumber: null }));
      return { answer: saySent(await askAgain(context, replay), operation) };
    }
    case 'running': {
      const { operation } = begun;
      const answer = await answerWith(context, operation, () => waitForEnd(context, operation));
      return { answer: { ...answer, replayed: true } };
    }
    case 'open': {
      const { operation } = begun;
      const answer = await answerWith(context, operation, () =>
        context.ledger.during(operation.id, () => reconcile(context, operation)),
      );
      // It did not happen, and the caller is still here: now it may be done.
      const mayBeDone = answer.operation?.status === 'FAILED' && answer.userErrors.every(({ retryable }) => retryable);
      return mayBeDone
        ? beginIdempotently(context, change)
        : { answer: saySent(await askAgain(context, answer), operation) };
    }
    default:
      return assertNever(begun);
  }
}

/** Carries an operation out that the caller has leased, and answers with what it led to. */
export function carryOut(
  context: OperationContext,
  leased: LeasedOperation,
  work: () => Promise<Finished>,
): Promise<ChangeResult> {
  return answerWith(context, leased, () => context.ledger.during(leased.id, work));
}

/** Says that the answer is a replay, unless this call has sent something to the vendor since it found the operation so. */
function saySent(answer: ChangeResult, { attempts }: Operation): ChangeResult {
  return (answer.operation?.attempts ?? attempts) > attempts ? answer : { ...answer, replayed: true };
}

/**
 * A caller repeats a purchase whose outcome is open, or waits for a person. Once the grace period is over, the vendor is
 * asked for the same number again: if nothing happened before, that buys it; if it did, the vendor refuses. Either way
 * it is one number.
 */
async function askAgain(context: OperationContext, answer: ChangeResult): Promise<ChangeResult> {
  const { operation } = answer;
  const isOpen = operation?.status === 'PENDING' || operation?.status === 'NEEDS_ATTENTION';
  if (!isOpen || operation.kind !== 'PURCHASE' || operation.phoneNumberId !== null) return answer;
  const vendor = context.vendors.get(operation.vendor);
  if (vendor?.buying?.choice !== 'exact' || (await context.whyNotToBuy()) !== null) return answer;
  const calls = await context.ledger.calls(operation.id);
  if (!calls.some(isInDoubt) || context.now().getTime() <= endOfRest(context, calls)) return answer;
  if (await isOnOrder(vendor, calls)) return answer;
  const leased = await context.ledger.claim(operation.id, operation.status);
  if (!leased) return answer;
  const asked = await carryOut(context, leased, () => buy(context, leased, { vendor, waitMs: context.waitMs }));
  // It was refused, perhaps because it is ours: now that may be seen.
  const open = asked.operation?.status === 'PENDING' ? await context.ledger.claim(operation.id, 'PENDING') : null;
  return open ? carryOut(context, open, () => reconcile(context, open)) : asked;
}

/** The answer that work on an operation leads to. Where its lease is lost meanwhile, that is how it stands by then. */
async function answerWith(
  context: OperationContext,
  operation: Operation,
  work: () => Promise<Finished>,
): Promise<ChangeResult> {
  try {
    try {
      return await toResult(context, await work());
    } catch (error) {
      if (!(error instanceof LeaseLostError)) throw error;
      const found = await context.ledger.find(operation.id);
      return await toResult(context, { operation: found ?? operation, phoneNumber: null });
    }
  } catch (error) {
    // The ledger holds what was asked for, and reconciliation goes on: this is no failure to be repeated blindly.
    context.logger.error({ err: error, operationId: operation.id }, 'operation interrupted');
    const unknown = outcomeUnknown(operation.kind, 'This service lost its connection to the ledger.');
    return { phoneNumber: null, operation, userErrors: [unknown] };
  }
}

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

/** The complaint that a key belongs to another input. */
export const keyReused = userError({
  code: 'IDEMPOTENCY_KEY_REUSED',
  message: 'This idempotency key was used before with another input. Take a new key for another operation.',
  field: ['input', 'idempotencyKey'],
});

/** Waits until nobody works on the operation any more, briefly. */
async function waitForEnd({ ledger, waitMs }: OperationContext, operation: Operation): Promise<Finished> {
  const polls = Math.ceil(waitMs / POLL_MS);
  for (let poll = 0; poll < polls && (await ledger.isLeased(operation.id)); poll += 1) await sleep(POLL_MS);
  return { operation: (await ledger.find(operation.id)) ?? operation, phoneNumber: null };
}
