import { type Operation, userError } from '../../domain/operation.ts';
import type { SentCall } from '../../domain/sent-call.ts';
import { type Intent, type LeasedOperation, TargetTakenError } from '../../ledger/ledger.ts';
import type { VendorNumber, VoiceVendor } from '../../vendors/vendor.ts';
import { answerExisting } from './answer-existing.ts';
import type { ChangeResult, OperationContext } from './context.ts';
import { recordAnswered } from './record-acquired.ts';
import { endWithout, runIdempotently } from './run-idempotently.ts';
import { attempt } from './vendor-result.ts';

type Obtaining = {
  readonly vendor: VoiceVendor;
  /** The address that will be there afterwards. */
  readonly address: string;
  readonly intent: Intent;
  /** What is about to be asked of the vendor, for the history. */
  readonly note: string;
  readonly send: (sent: SentCall) => Promise<VendorNumber>;
};

/**
 * Brings a number of known address into the account. Without a key, one that is there already is answered as it is, and
 * the same input that is under way with its operation.
 */
export async function acquire(context: OperationContext, obtaining: Obtaining): Promise<ChangeResult> {
  const { intent } = obtaining;
  const hasKey = intent.idempotencyKey !== null;
  const here = hasKey ? null : await answerExisting(context, obtaining);
  if (here) return here;
  const result = await runIdempotently(context, intent, (leased) => obtain(context, leased, obtaining));
  const cameSecond = result.userErrors.some(({ code }) => code === 'NUMBER_UNAVAILABLE');
  return (!hasKey && cameSecond && (await answerExisting(context, obtaining))) || result;
}

async function obtain(context: OperationContext, leased: LeasedOperation, obtaining: Obtaining): Promise<Operation> {
  const { vendor, address, note, send } = obtaining;
  let recorded: Awaited<ReturnType<OperationContext['ledger']['recordSent']>>;
  try {
    recorded = await context.ledger.recordSent(leased, { target: address, note });
  } catch (error) {
    if (!(error instanceof TargetTakenError)) throw error;
    return endSecond(context, leased, `Another operation of this service is after ${address} at this moment.`);
  }
  const { sent, operation } = recorded;
  // Whoever was after it before has ended by now, perhaps only since the registry was last looked into.
  if (leased.idempotencyKey === null && (await context.registry.byAddress(vendor.name, address))) {
    const message = `${address} is here already: nothing was sent.`;
    return endSecond(context, await context.ledger.recordNotDone(operation, message), message);
  }
  const outcome = await attempt(vendor.name, () => send(sent));
  if ('error' in outcome) return endWithout(context, operation, outcome.error);
  const done = `${vendor.title} has taken in ${address}.`;
  return recordAnswered(context, operation, { vendor, reported: outcome.answer, note: done });
}

/** Another call for the same address was first. */
function endSecond(context: OperationContext, leased: LeasedOperation, message: string): Promise<Operation> {
  const error = userError({ code: 'NUMBER_UNAVAILABLE', message, retryable: true });
  return context.ledger.advance(leased, { status: 'FAILED', note: message, errors: [error] });
}
