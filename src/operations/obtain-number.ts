import type { Moment } from '../database/moments.ts';
import { chargeOf, type Operation, type UserError, userError } from '../domain/operation.ts';
import type { Acquisition, PhoneNumber } from '../domain/phone-number.ts';
import type { OwnFacts } from '../registry/registry.ts';
import type { VendorNumber, VoiceVendor } from '../vendors/vendor.ts';
import type { VendorError } from '../vendors/vendor-error.ts';
import { type HeldOperation, LeaseLostError, NumberBusyError } from './ledger.ts';
import type { OperationParts } from './parts.ts';
import { observe } from './vendor-failure.ts';

const acquisitions: Partial<Record<Operation['kind'], Acquisition>> = {
  PURCHASE: 'PURCHASED',
  SIP_IMPORT: 'SIP_IMPORTED',
  SIP_CREATE: 'SIP_CREATED',
};

type Obtained = {
  readonly vendor: VoiceVendor;
  readonly told: VendorNumber;
  /** Whether somebody has named it since: that is newer than the name it was asked for with. */
  readonly isNamed?: boolean;
  /** When the read began that told it; null where it is the answer to the call itself. */
  readonly readAt: Moment | null;
  readonly note: string;
};

/** The vendor answers that it has done it: the same, and not to be lost whoever works on the operation by now. */
export async function recordAnswered(
  parts: OperationParts,
  held: HeldOperation,
  obtained: Omit<Obtained, 'readAt'>,
): Promise<Operation> {
  try {
    return await recordObtained(parts, held, { ...obtained, readAt: null });
  } catch (error) {
    if (!(error instanceof LeaseLostError)) throw error;
    parts.logger.warn({ operationId: held.id, vendor: held.vendor }, 'an answer came after the lease was lost');
    const { agentId, step } = toStep(held, { ...obtained, readAt: null });
    const note = `${obtained.note} The answer came late.`;
    return parts.ledger.recordLate(held, { ...step, note, ...(agentId !== null && { pendingAgentId: agentId }) });
  }
}

/** The vendor has given us the number: into the registry with it, and on to its agent where that is a call of its own. */
export async function recordObtained(
  parts: OperationParts,
  held: HeldOperation,
  obtained: Obtained,
): Promise<Operation> {
  const { agentId, step } = toStep(held, obtained);
  if (agentId === null) return parts.ledger.advance(held, { ...step, pendingAgentId: null });
  const recorded = await parts.ledger.advance(held, { ...step, pendingAgentId: agentId, keepsLease: true });
  if (recorded.pendingAgentId === null) return recorded;
  const { vendor, told } = obtained;
  return linkPending(parts, recorded, { vendor, vendorId: told.vendorId, agentId });
}

/** A number of the registry turns out to have come of the operation; what is there by now is left as it is. */
export function recordKnown(
  parts: OperationParts,
  held: HeldOperation,
  { vendor, number, note }: { vendor: VoiceVendor; number: PhoneNumber; note: string },
): Promise<Operation> {
  const { vendorId } = number;
  const { agentId } = held.request;
  const isLinked = agentId === undefined || number.agentId === agentId;
  const message = 'The number is there, but not linked to its agent. Link it with linkNumberToAgent.';
  return parts.ledger.advance(held, {
    status: 'SUCCEEDED',
    note,
    errors: isLinked ? [] : [notLinked(held, { message, retryable: false })],
    number: { vendor: vendor.name, vendorId, readAt: 0, own: ownFacts(held, vendor, number.label !== null) },
    pendingAgentId: null,
  });
}

/** The step that records the number, and the agent that has to be linked to it in a call of its own. */
function toStep(held: HeldOperation, { vendor, told, isNamed = false, readAt, note }: Obtained) {
  const { agentId = null } = held.request;
  const mustLink = !vendor.rules.linksWhenObtaining && agentId !== null && told.agentId !== agentId;
  // Found at the vendor with another agent: somebody has decided anew since it was asked for.
  const isTaken = mustLink && readAt !== null && told.agentId !== null;
  const later = { message: 'The number is not linked to its agent yet.', retryable: true };
  const taken = {
    message: `The number is there, linked to agent ${told.agentId} meanwhile. Link it with linkNumberToAgent.`,
    retryable: false,
  };
  const step = {
    status: 'SUCCEEDED',
    note,
    errors: mustLink ? [notLinked(held, isTaken ? taken : later)] : [],
    number: {
      vendor: vendor.name,
      vendorId: told.vendorId,
      told,
      ...(readAt !== null && { readAt }),
      own: ownFacts(held, vendor, isNamed),
    },
  } as const;
  return { agentId: mustLink && !isTaken ? agentId : null, step };
}

function ownFacts(held: HeldOperation, vendor: VoiceVendor, isNamed: boolean): OwnFacts {
  const { label, terminationUri } = held.request;
  const acquisition = acquisitions[held.kind];
  const keepsLabel = !vendor.capabilities.includes('LABEL') && label !== undefined && !isNamed;
  return {
    ...(acquisition && { acquisition }),
    ...(keepsLabel && { label }),
    ...(terminationUri !== undefined && { terminationUri }),
  };
}

/** Tries to link the agent that was asked for. Linking the same agent twice does no harm, so this may be repeated. */
export async function linkPending(
  parts: OperationParts,
  held: HeldOperation,
  { vendor, vendorId, agentId }: { vendor: VoiceVendor; vendorId: string; agentId: string },
): Promise<Operation> {
  const recorded = await recordTurn(parts, held, `Asking ${vendor.title} to link agent ${agentId}.`);
  if (!recorded) return held;
  const { sent, operation } = recorded;
  const linked = await observe(vendor.name, () => vendor.update(sent, vendorId, { agentId }));
  if ('answer' in linked) {
    return parts.ledger.advance(operation, {
      status: 'SUCCEEDED',
      note: `Linked to agent ${agentId}.`,
      errors: [],
      number: { vendor: vendor.name, vendorId, told: linked.answer },
      pendingAgentId: null,
    });
  }
  return recordNotLinked(parts, operation, linked.error);
}

/** Null if another call is changing the number: recovery comes back to it. */
async function recordTurn(parts: OperationParts, held: HeldOperation, note: string) {
  try {
    return await parts.ledger.recordSent(held, { note });
  } catch (error) {
    if (!(error instanceof NumberBusyError)) throw error;
    await parts.ledger.postpone(held);
    return null;
  }
}

async function recordNotLinked(parts: OperationParts, held: HeldOperation, error: VendorError): Promise<Operation> {
  const isFinal = error.outcome === 'rejected' && !error.retryable;
  const advice = isFinal ? 'Link it with linkNumberToAgent.' : 'It is being tried again.';
  const message = `The number is there, but not linked to its agent: ${error.message} ${advice}`;
  const recorded = await parts.ledger.advance(held, {
    status: 'SUCCEEDED',
    note: `Not linked: ${error.message}`,
    errors: [notLinked(held, { message, retryable: !isFinal })],
    ...(isFinal && { pendingAgentId: null }),
    keepsLease: !isFinal,
  });
  if (!isFinal) await parts.ledger.postpone(recorded);
  return recorded;
}

function notLinked(held: HeldOperation, facts: { message: string; retryable: boolean }): UserError {
  const charged = chargeOf(held.kind, 'SUCCEEDED');
  return userError({ code: 'AGENT_LINK_FAILED', field: ['input', 'agentId'], charged, ...facts });
}
