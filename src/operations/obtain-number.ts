import { type Operation, type UserError, userError } from '../domain/operation.ts';
import type { Acquisition } from '../domain/phone-number.ts';
import type { NumberWrite } from '../registry/registry.ts';
import type { VendorNumber, VoiceVendor } from '../vendors/vendor.ts';
import type { VendorError } from '../vendors/vendor-error.ts';
import type { HeldOperation } from './ledger.ts';
import type { OperationParts } from './parts.ts';
import { observe } from './vendor-failure.ts';

const acquisitions: Partial<Record<Operation['kind'], Acquisition>> = {
  PURCHASE: 'PURCHASED',
  SIP_IMPORT: 'SIP_IMPORTED',
  SIP_CREATE: 'SIP_CREATED',
};

/** The vendor has given us the number: into the registry with it, and on to its agent where that is a call of its own. */
export async function recordObtained(
  parts: OperationParts,
  held: HeldOperation,
  { vendor, told, note }: { vendor: VoiceVendor; told: VendorNumber; note: string },
): Promise<Operation> {
  const { agentId } = held.request;
  const mustLink = !vendor.rules.linksWhenObtaining && agentId !== undefined && told.agentId !== agentId;
  const number = toWrite(held, vendor, told);
  if (!mustLink) {
    return parts.ledger.advance(held, { status: 'SUCCEEDED', note, errors: [], number, pendingAgentId: null });
  }
  const obtained = await parts.ledger.advance(held, {
    status: 'SUCCEEDED',
    note,
    errors: [notLinked(held, { message: 'The number is not linked to its agent yet.', retryable: true })],
    number,
    pendingAgentId: agentId,
    keepsLease: true,
  });
  return linkPending(parts, obtained, { vendor, vendorId: told.vendorId, agentId });
}

function toWrite(held: HeldOperation, vendor: VoiceVendor, told: VendorNumber): NumberWrite {
  const { label, terminationUri } = held.request;
  const acquisition = acquisitions[held.kind];
  const keepsLabel = !vendor.capabilities.includes('LABEL') && label !== undefined;
  return {
    vendor: vendor.name,
    vendorId: told.vendorId,
    told,
    own: {
      ...(acquisition && { acquisition }),
      ...(keepsLabel && { label }),
      ...(terminationUri !== undefined && { terminationUri }),
    },
  };
}

/** Tries to link the agent that was asked for. Linking the same agent twice does no harm, so this may be repeated. */
export async function linkPending(
  parts: OperationParts,
  held: HeldOperation,
  { vendor, vendorId, agentId }: { vendor: VoiceVendor; vendorId: string; agentId: string },
): Promise<Operation> {
  const { sent, operation } = await parts.ledger.recordSent(held, {
    note: `Asking ${vendor.title} to link agent ${agentId}.`,
  });
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
  const charged = held.kind === 'PURCHASE' ? 'YES' : 'NO';
  return userError({ code: 'AGENT_LINK_FAILED', field: ['input', 'agentId'], charged, ...facts });
}
