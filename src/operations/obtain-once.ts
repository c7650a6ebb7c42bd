import { type Operation, userError } from '../domain/operation.ts';
import type { SentCall } from '../domain/sent-call.ts';
import type { VendorNumber, VoiceVendor } from '../vendors/vendor.ts';
import { answerFromHere } from './answer-from-here.ts';
import { type HeldOperation, type Intent, TargetTakenError } from './ledger.ts';
import { recordAnswered } from './obtain-number.ts';
import type { ChangeResult, OperationParts } from './parts.ts';
import { endWithout, runOperation } from './run-operation.ts';
import { observe } from './vendor-failure.ts';

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
 * the same wish that is under way with its operation.
 */
export async function obtainOnce(parts: OperationParts, obtaining: Obtaining): Promise<ChangeResult> {
  const { intent } = obtaining;
  const hasKey = intent.idempotencyKey !== null;
  const here = hasKey ? null : await answerFromHere(parts, obtaining);
  if (here) return here;
  const result = await runOperation(parts, intent, (held) => obtain(parts, held, obtaining));
  const cameSecond = result.userErrors.some(({ code }) => code === 'NUMBER_UNAVAILABLE');
  return (!hasKey && cameSecond && (await answerFromHere(parts, obtaining))) || result;
}

async function obtain(parts: OperationParts, held: HeldOperation, obtaining: Obtaining): Promise<Operation> {
  const { vendor, address, note, send } = obtaining;
  let recorded: Awaited<ReturnType<OperationParts['ledger']['recordSent']>>;
  try {
    recorded = await parts.ledger.recordSent(held, { target: address, note });
  } catch (error) {
    if (!(error instanceof TargetTakenError)) throw error;
    return endSecond(parts, held, `Another operation of this service is after ${address} at this moment.`);
  }
  const { sent, operation } = recorded;
  // Whoever was after it before has ended by now, perhaps only since the registry was last looked into.
  if (held.idempotencyKey === null && (await parts.registry.byAddress(vendor.name, address))) {
    const message = `${address} is here already: nothing was sent.`;
    return endSecond(parts, await parts.ledger.recordNotDone(operation, message), message);
  }
  const outcome = await observe(vendor.name, () => send(sent));
  if ('error' in outcome) return endWithout(parts, operation, outcome.error);
  const done = `${vendor.title} has taken in ${address}.`;
  return recordAnswered(parts, operation, { vendor, told: outcome.answer, note: done });
}

/** Another call for the same address was first. */
function endSecond(parts: OperationParts, held: HeldOperation, message: string): Promise<Operation> {
  const error = userError({ code: 'NUMBER_UNAVAILABLE', message, retryable: true });
  return parts.ledger.advance(held, { status: 'FAILED', note: message, errors: [error] });
}
