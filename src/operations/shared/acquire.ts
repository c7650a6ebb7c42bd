import { userError } from '../../domain/operation.ts';
import type { SentCall } from '../../domain/sent-call.ts';
import type { Finished, LeasedOperation } from '../../ledger/ledger.ts';
import { markerOf } from '../../vendors/marker.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import type { Obtained } from '../../vendors/vendor-number.ts';
import { checkAccount } from './check-account.ts';
import type { ChangeResult, OperationContext } from './context.ts';
import { endAcquisition, failOperation } from './fail-operation.ts';
import { followUp } from './follow-up.ts';
import { recordObtaining } from './held-number.ts';
import { recordAnswered } from './record-acquired.ts';
import { beginIdempotently, type Change, carryOut } from './run-idempotently.ts';
import { attempt } from './vendor-result.ts';

type Acquisition = {
  readonly vendor: VoiceVendor;
  /** The address that will be there afterwards. */
  readonly address: string;
  readonly change: Change;
  /** What is about to be asked of the vendor, for the history. */
  readonly note: string;
  readonly send: (sent: SentCall, marker: string | null) => Promise<Obtained>;
};

/** Brings a number of known address into the account, once for each key. */
export async function acquire(context: OperationContext, acquisition: Acquisition): Promise<ChangeResult> {
  const begun = await beginIdempotently(context, acquisition.change);
  if ('answer' in begun) return begun.answer;
  return carryOut(context, begun.leased, () => obtain(context, begun.leased, acquisition));
}

async function obtain(
  context: OperationContext,
  leased: LeasedOperation,
  { vendor, address, note, send }: Acquisition,
): Promise<Finished> {
  const notConfirmed = await checkAccount(context, vendor);
  if (notConfirmed !== null) return failOperation(context, leased, notConfirmed);
  const marker = markerOf(leased.id, vendor.rules);
  const call = { account: vendor.account, target: address, ...(marker !== null && { marker }), note };
  const recorded = await recordObtaining(context, leased, { vendor, call });
  if (recorded.state === 'target-held') return failOperation(context, leased, recorded.error);
  if (recorded.state !== 'sent') {
    const message = `Another operation of this service is asking for ${address} now.`;
    return failOperation(context, leased, userError({ code: 'NUMBER_UNAVAILABLE', message, retryable: true }));
  }
  const { sent, operation } = recorded;
  const outcome = await attempt(vendor.name, () => send(sent, marker));
  if ('error' in outcome) return endAcquisition(context, operation, { error: outcome.error });
  const done = `${vendor.title} has added ${address}.`;
  const committed = await recordAnswered(context, operation, { vendor, obtained: outcome.answer, note: done });
  return followUp(context, committed, vendor);
}
