import type { Sequence } from '../../database/sequence.ts';
import { chargeOf, type Operation, type UserError, userError } from '../../domain/operation.ts';
import type { Acquisition, PhoneNumber } from '../../domain/phone-number.ts';
import { type LeasedOperation, LeaseLostError, NumberBusyError } from '../../ledger/ledger.ts';
import type { LocalFacts } from '../../registry/registry.ts';
import type { VendorNumber, VoiceVendor } from '../../vendors/vendor.ts';
import type { VendorError } from '../../vendors/vendor-error.ts';
import type { OperationContext } from './context.ts';
import { attempt } from './vendor-result.ts';

const acquisitions: Partial<Record<Operation['kind'], Acquisition>> = {
  PURCHASE: 'PURCHASED',
  SIP_IMPORT: 'SIP_IMPORTED',
  SIP_CREATE: 'SIP_CREATED',
};

type Obtained = {
  readonly vendor: VoiceVendor;
  readonly reported: VendorNumber;
  /** Whether somebody has named it since: that is newer than the name it was asked for with. */
  readonly isNamed?: boolean;
  /** When the read began that reported it; null where it is the answer to the call itself. */
  readonly readAt: Sequence | null;
  readonly note: string;
};

/** The vendor answers that it has done it: the same, and not to be lost whoever works on the operation by now. */
export async function recordAnswered(
  context: OperationContext,
  leased: LeasedOperation,
  obtained: Omit<Obtained, 'readAt'>,
): Promise<Operation> {
  try {
    return await recordAcquired(context, leased, { ...obtained, readAt: null });
  } catch (error) {
    if (!(error instanceof LeaseLostError)) throw error;
    context.logger.warn({ operationId: leased.id, vendor: leased.vendor }, 'an answer came after the lease was lost');
    const { agentId, step } = toStep(leased, { ...obtained, readAt: null });
    const note = `${obtained.note} The answer came late.`;
    return context.ledger.recordLate(leased, { ...step, note, ...(agentId !== null && { pendingAgentId: agentId }) });
  }
}

/** The vendor has given us the number: into the registry with it, and on to its agent where that is a call of its own. */
export async function recordAcquired(
  context: OperationContext,
  leased: LeasedOperation,
  obtained: Obtained,
): Promise<Operation> {
  const { agentId, step } = toStep(leased, obtained);
  if (agentId === null) return context.ledger.advance(leased, { ...step, pendingAgentId: null });
  const recorded = await context.ledger.advance(leased, { ...step, pendingAgentId: agentId, keepsLease: true });
  if (recorded.pendingAgentId === null) return recorded;
  const { vendor, reported } = obtained;
  return linkPending(context, recorded, { vendor, vendorId: reported.vendorId, agentId });
}

/** A number of the registry turns out to have come of the operation; what is there by now is left as it is. */
export function recordKnown(
  context: OperationContext,
  leased: LeasedOperation,
  { vendor, number, note }: { vendor: VoiceVendor; number: PhoneNumber; note: string },
): Promise<Operation> {
  const { vendorId } = number;
  const { agentId } = leased.request;
  const isLinked = agentId === undefined || number.agentId === agentId;
  const message = 'The number is there, but not linked to its agent. Link it with linkNumberToAgent.';
  return context.ledger.advance(leased, {
    status: 'SUCCEEDED',
    note,
    errors: isLinked ? [] : [notLinked(leased, { message, retryable: false })],
    number: { vendor: vendor.name, vendorId, readAt: 0, local: localFacts(leased, vendor, number.label !== null) },
    pendingAgentId: null,
  });
}

/** The step that records the number, and the agent that has to be linked to it in a call of its own. */
function toStep(leased: LeasedOperation, { vendor, reported, isNamed = false, readAt, note }: Obtained) {
  const { agentId = null } = leased.request;
  const mustLink = !vendor.rules.linksWhenObtaining && agentId !== null && reported.agentId !== agentId;
  // Found at the vendor with another agent: somebody has decided anew since it was asked for.
  const isTaken = mustLink && readAt !== null && reported.agentId !== null;
  const later = { message: 'The number is not linked to its agent yet.', retryable: true };
  const taken = {
    message: `The number is there, linked to agent ${reported.agentId} meanwhile. Link it with linkNumberToAgent.`,
    retryable: false,
  };
  const step = {
    status: 'SUCCEEDED',
    note,
    errors: mustLink ? [notLinked(leased, isTaken ? taken : later)] : [],
    number: {
      vendor: vendor.name,
      vendorId: reported.vendorId,
      reported,
      ...(readAt !== null && { readAt }),
      local: localFacts(leased, vendor, isNamed),
    },
  } as const;
  return { agentId: mustLink && !isTaken ? agentId : null, step };
}

function localFacts(leased: LeasedOperation, vendor: VoiceVendor, isNamed: boolean): LocalFacts {
  const { label, terminationUri } = leased.request;
  const acquisition = acquisitions[leased.kind];
  const keepsLabel = !vendor.capabilities.includes('LABEL') && label !== undefined && !isNamed;
  return {
    ...(acquisition && { acquisition }),
    ...(keepsLabel && { label }),
    ...(terminationUri !== undefined && { terminationUri }),
  };
}

/** Tries to link the agent that was asked for. Linking the same agent twice does no harm, so this may be repeated. */
export async function linkPending(
  context: OperationContext,
  leased: LeasedOperation,
  { vendor, vendorId, agentId }: { vendor: VoiceVendor; vendorId: string; agentId: string },
): Promise<Operation> {
  const recorded = await recordTurn(context, leased, `Asking ${vendor.title} to link agent ${agentId}.`);
  if (!recorded) return leased;
  const { sent, operation } = recorded;
  const linked = await attempt(vendor.name, () => vendor.update(sent, vendorId, { agentId }));
  if ('answer' in linked) {
    return context.ledger.advance(operation, {
      status: 'SUCCEEDED',
      note: `Linked to agent ${agentId}.`,
      errors: [],
      number: { vendor: vendor.name, vendorId, reported: linked.answer },
      pendingAgentId: null,
    });
  }
  return recordNotLinked(context, operation, linked.error);
}

/** Null if another call is changing the number: recovery comes back to it. */
async function recordTurn(context: OperationContext, leased: LeasedOperation, note: string) {
  try {
    return await context.ledger.recordSent(leased, { note });
  } catch (error) {
    if (!(error instanceof NumberBusyError)) throw error;
    await context.ledger.postpone(leased);
    return null;
  }
}

async function recordNotLinked(
  context: OperationContext,
  leased: LeasedOperation,
  error: VendorError,
): Promise<Operation> {
  const isFinal = error.outcome === 'rejected' && !error.retryable;
  const advice = isFinal ? 'Link it with linkNumberToAgent.' : 'It is being tried again.';
  const message = `The number is there, but not linked to its agent: ${error.message} ${advice}`;
  const recorded = await context.ledger.advance(leased, {
    status: 'SUCCEEDED',
    note: `Not linked: ${error.message}`,
    errors: [notLinked(leased, { message, retryable: !isFinal })],
    ...(isFinal && { pendingAgentId: null }),
    keepsLease: !isFinal,
  });
  if (!isFinal) await context.ledger.postpone(recorded);
  return recorded;
}

function notLinked(leased: LeasedOperation, facts: { message: string; retryable: boolean }): UserError {
  const charged = chargeOf(leased.kind, 'SUCCEEDED');
  return userError({ code: 'AGENT_LINK_FAILED', field: ['input', 'agentId'], charged, ...facts });
}
