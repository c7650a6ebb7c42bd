import { type Operation, userError } from '../domain/operation.ts';
import type { PhoneNumber } from '../domain/phone-number.ts';
import type { SentCall } from '../domain/sent-call.ts';
import type { VendorNumber, VoiceVendor } from '../vendors/vendor.ts';
import { compareWithWish } from './compare-with-wish.ts';
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

/** Brings a number of known address into the account. Without a key, one that is there already is answered as it is. */
export async function obtainOnce(parts: OperationParts, obtaining: Obtaining): Promise<ChangeResult> {
  const { intent, vendor, address } = obtaining;
  if (intent.idempotencyKey === null) {
    const phoneNumber = await parts.registry.byAddress(vendor.name, address);
    if (phoneNumber) return answerNumber(parts, obtaining, phoneNumber);
  }
  return runOperation(parts, intent, (held) => obtain(parts, held, obtaining));
}

async function answerNumber(
  parts: OperationParts,
  { vendor, intent }: Obtaining,
  phoneNumber: PhoneNumber,
): Promise<ChangeResult> {
  const owner = await parts.ledger.findOwner(phoneNumber.id, '');
  const userErrors = compareWithWish(phoneNumber, { vendor, wish: intent.request, broughtInAs: owner?.request ?? {} });
  return { phoneNumber, operation: null, userErrors };
}

async function obtain(parts: OperationParts, held: HeldOperation, obtaining: Obtaining): Promise<Operation> {
  const { vendor, address, note, send } = obtaining;
  let recorded: Awaited<ReturnType<OperationParts['ledger']['recordSent']>>;
  try {
    recorded = await parts.ledger.recordSent(held, { target: address, note });
  } catch (error) {
    if (!(error instanceof TargetTakenError)) throw error;
    const message = `Another operation of this service is after ${address} at this moment.`;
    const taken = userError({ code: 'NUMBER_UNAVAILABLE', message, retryable: true });
    return parts.ledger.advance(held, { status: 'FAILED', note: message, errors: [taken] });
  }
  const { sent, operation } = recorded;
  const outcome = await observe(vendor.name, () => send(sent));
  if ('error' in outcome) return endWithout(parts, operation, outcome.error);
  const done = `${vendor.title} has taken in ${address}.`;
  return recordAnswered(parts, operation, { vendor, told: outcome.answer, note: done });
}
