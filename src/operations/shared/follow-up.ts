import { fromNumberId } from '../../domain/number-id.ts';
import { chargeOf, type FollowUp, type OperationKind, type UserError, userError } from '../../domain/operation.ts';
import type { Finished, LeasedOperation } from '../../ledger/ledger.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import type { VendorError } from '../../vendors/vendor-error.ts';
import type { OperationContext } from './context.ts';
import { attempt, toCallOutcome } from './vendor-result.ts';

/** A number that is on record: with all that was asked for, or with something that remains to be done. */
export type Committed = Finished | { readonly unfinished: LeasedOperation };

/** Does what remains after a number was recorded, if anything does. */
export async function followUp(
  context: OperationContext,
  committed: Committed,
  vendor: VoiceVendor,
): Promise<Finished> {
  return 'unfinished' in committed ? carryOutFollowUp(context, committed.unfinished, vendor) : committed;
}

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
  const note = `Asking ${vendor.title} to ${inWords(leased.followUp).asked}.`;
  const recorded = await context.ledger.recordSent(leased, { account: vendor.account, note });
  // Another call is changing the number: reconciliation comes back to it.
  if (recorded.state !== 'sent') return context.ledger.postpone(leased);
  const { sent, operation } = recorded;
  const { followUp: change } = operation;
  if (change === null) return end(context, operation);
  const done = await attempt(vendor.name, () => updating.run(sent, vendorId, change));
  if ('error' in done) return recordNotDone(context, operation, { change, error: done.error });
  return context.ledger.finish(operation, {
    status: 'SUCCEEDED',
    note: inWords(change).done,
    errors: errorsBeside(change, operation.errors),
    number: { vendor: vendor.name, vendorId, reported: done.answer },
    outcome: 'done',
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

/** What is to be done, and what has been done then, for the history. */
function inWords({ agentId, label }: FollowUp): { asked: string; done: string } {
  const name =
    label === null ? ['remove the marker', 'The marker is removed.'] : [`name it "${label}"`, `Named "${label}".`];
  const parts = [
    ...(agentId === undefined ? [] : [[`link agent ${agentId}`, `Linked to agent ${agentId}.`]]),
    ...(label === undefined ? [] : [name]),
  ];
  return { asked: parts.map(([asked]) => asked).join(' and '), done: parts.map(([, done]) => done).join(' ') };
}

async function recordNotDone(
  context: OperationContext,
  leased: LeasedOperation,
  { change, error }: { change: FollowUp; error: VendorError },
): Promise<Finished> {
  const isFinal = error.outcome === 'rejected' && !error.retryable;
  const { agentId, label } = change;
  // An agent that is refused does not take the label with it: that is tried by itself.
  const [tried, left] = isFinal && agentId !== undefined && label !== undefined ? [{ agentId }, { label }] : [change];
  const result = {
    status: 'SUCCEEDED',
    note: `${agentId === undefined ? 'Not named' : 'Not linked'}: ${error.message}`,
    errors: [...errorsBeside(tried, leased.errors), ...toErrors(leased, tried, { error, isFinal })],
    outcome: toCallOutcome(error),
  } as const;
  if (isFinal && !left) return context.ledger.finish(leased, { ...result, followUp: null });
  const advanced = await context.ledger.advance(leased, { ...result, ...(left && { followUp: left }) });
  return context.ledger.postpone(advanced);
}

/** The errors that are about something else than this change. */
function errorsBeside(change: FollowUp, errors: readonly UserError[]): UserError[] {
  return errors.filter(({ field }) => {
    const member = field?.at(-1);
    return !((member === 'agentId' && 'agentId' in change) || (member === 'label' && 'label' in change));
  });
}

/** What the caller is told of each member that was not done. */
function toErrors(
  { kind }: LeasedOperation,
  { agentId, label }: FollowUp,
  { error, isFinal }: { error: VendorError; isFinal: boolean },
): UserError[] {
  const say = (what: string, advice: string) => `${what}: ${error.message} ${isFinal ? advice : 'It is tried again.'}`;
  const facts = { retryable: !isFinal };
  const linking = say('The number is there, but not linked to its agent', 'Link it with linkNumberToAgent.');
  const naming = say('The number is there, but not named yet', 'Name it with updateNumber.');
  return [
    ...(agentId === undefined ? [] : [notLinked(kind, { ...facts, message: linking })]),
    ...(typeof label === 'string' ? [notNamed(kind, { ...facts, message: naming })] : []),
  ];
}

type Facts = { readonly message: string; readonly retryable: boolean };

/** The error of a number that is there, and whose agent is not. */
export function notLinked(kind: OperationKind, { message, retryable }: Facts): UserError {
  const charged = chargeOf(kind, 'SUCCEEDED');
  return userError({ code: 'AGENT_LINK_FAILED', field: ['input', 'agentId'], message, retryable, charged });
}

/** The error of a number that is there, and does not have its label. */
export function notNamed(kind: OperationKind, { message, retryable }: Facts): UserError {
  const code = retryable ? 'VENDOR_UNAVAILABLE' : 'VENDOR_REJECTED';
  const charged = chargeOf(kind, 'SUCCEEDED');
  return userError({ code, field: ['input', 'label'], message, retryable, charged });
}
