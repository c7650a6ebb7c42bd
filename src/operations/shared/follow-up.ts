import { fromNumberId } from '../../domain/number-id.ts';
import { chargeOf, type FollowUp, type UserError, userError } from '../../domain/operation.ts';
import type { Finished, LeasedOperation } from '../../ledger/ledger.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import type { VendorError } from '../../vendors/vendor-error.ts';
import type { OperationContext } from './context.ts';
import { recordSentWhenFree } from './record-sent.ts';
import { withNumber } from './result.ts';
import { attempt } from './vendor-result.ts';

/**
 * Does what remains after a number was obtained. To link the same agent or give the same label twice does no harm, so
 * this may be repeated until it goes well.
 */
export async function carryOutFollowUp(
  context: OperationContext,
  leased: LeasedOperation,
  vendor: VoiceVendor,
): Promise<Finished> {
  const { updating } = vendor;
  const vendorId = leased.phoneNumberId === null ? undefined : fromNumberId(leased.phoneNumberId)?.vendorId;
  if (leased.followUp === null || !updating || vendorId === undefined) return end(context, leased);
  const note = `Asking ${vendor.title} to ${inWords(leased.followUp)}.`;
  const recorded = await recordSentWhenFree(context, leased, { note });
  // Another call is changing the number: reconciliation comes back to it.
  if (recorded.state !== 'sent') return postpone(context, leased);
  const { sent, operation } = recorded;
  const { followUp } = operation;
  if (followUp === null) return end(context, operation);
  const done = await attempt(vendor.name, () => updating.run(sent, vendorId, followUp));
  if ('error' in done) return recordNotDone(context, operation, { followUp, error: done.error });
  return context.ledger.finish(operation, {
    status: 'SUCCEEDED',
    note: doneInWords(followUp),
    errors: [],
    number: { vendor: vendor.name, vendorId, reported: done.answer },
    followUp: null,
  });
}

/** Nothing remains to be done any more, since a newer request superseded it. */
function end(context: OperationContext, leased: LeasedOperation): Promise<Finished> {
  return context.ledger.finish(leased, {
    status: leased.status,
    note: 'Nothing remains to be done.',
    errors: leased.errors,
    followUp: null,
  });
}

async function postpone(context: OperationContext, leased: LeasedOperation): Promise<Finished> {
  await context.ledger.postpone(leased);
  return withNumber(context, leased);
}

function inWords({ agentId, label }: FollowUp): string {
  const linking = agentId === undefined ? [] : [`link agent ${agentId}`];
  if (label === undefined) return linking.join();
  return [...linking, label === null ? 'take the mark away' : `give it the label "${label}"`].join(' and ');
}

function doneInWords({ agentId, label }: FollowUp): string {
  const linked = agentId === undefined ? [] : [`Linked to agent ${agentId}.`];
  if (label === undefined) return linked.join();
  return [...linked, label === null ? 'The mark is taken away.' : `Labelled "${label}".`].join(' ');
}

async function recordNotDone(
  context: OperationContext,
  leased: LeasedOperation,
  { followUp, error }: { followUp: FollowUp; error: VendorError },
): Promise<Finished> {
  const isFinal = error.outcome === 'rejected' && !error.retryable;
  const result = {
    status: 'SUCCEEDED',
    note: `${followUp.agentId === undefined ? 'Not named' : 'Not linked'}: ${error.message}`,
    errors: [toError(leased, followUp, { error, isFinal })],
  } as const;
  if (isFinal) return context.ledger.finish(leased, { ...result, followUp: null });
  return postpone(context, await context.ledger.advance(leased, result));
}

function toError(
  { kind }: LeasedOperation,
  { agentId }: FollowUp,
  { error, isFinal }: { error: VendorError; isFinal: boolean },
): UserError {
  const facts = { retryable: !isFinal, charged: chargeOf(kind, 'SUCCEEDED') };
  if (agentId !== undefined) {
    const advice = isFinal ? 'Link it with linkNumberToAgent.' : 'It is being tried again.';
    const message = `The number is there, but not linked to its agent: ${error.message} ${advice}`;
    return userError({ ...facts, code: 'AGENT_LINK_FAILED', field: ['input', 'agentId'], message });
  }
  const advice = isFinal ? 'Name it with updateNumber.' : 'It is being tried again.';
  const message = `The number is there, but not named yet: ${error.message} ${advice}`;
  return userError({
    ...facts,
    code: isFinal ? 'VENDOR_REJECTED' : 'VENDOR_UNAVAILABLE',
    field: ['input', 'label'],
    message,
  });
}
