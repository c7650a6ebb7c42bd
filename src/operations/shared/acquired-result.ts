import { isSameAgent, isSameText } from '../../domain/canonical.ts';
import type { FollowUp, UserError } from '../../domain/operation.ts';
import type { Acquisition, PhoneNumber } from '../../domain/phone-number.ts';
import type { LeasedOperation, Result } from '../../ledger/ledger.ts';
import type { LocalFacts, Sequence } from '../../registry/registry.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import { isNumber, underAddress } from '../../vendors/reported-number.ts';
import { agentsOf, type VendorNumber } from '../../vendors/vendor-number.ts';
import { notLinked, notNamed } from './follow-up.ts';

const acquisitions: Readonly<Record<string, Acquisition>> = {
  PURCHASE: 'PURCHASED',
  SIP_IMPORT: 'SIP_IMPORTED',
  SIP_CREATE: 'SIP_CREATED',
};

/** A number that came of an operation, as its vendor reports it. */
export type Acquired = {
  readonly vendor: VoiceVendor;
  readonly reported: VendorNumber;
  /** Whether somebody has named it since: that is newer than the name it was asked for with. */
  readonly isNamed?: boolean;
  /** When the read began that reported it; null where it is the answer to the call itself. */
  readonly readAt: Sequence | null;
  readonly note: string;
  /** See `Result`. */
  readonly lastHolder?: string | null;
  /** Whether a person says so. */
  readonly isSettled?: true;
};

/** A number that came of an operation, as the registry knows it. */
export type KnownNumber = {
  readonly vendor: VoiceVendor;
  readonly number: PhoneNumber;
  readonly note: string;
  /** See `Result`. */
  readonly lastHolder: string | null;
};

/** How an operation stands once its number has come, and what remains to be done then. */
export function toResult(leased: LeasedOperation, acquired: Acquired): Result & { followUp: FollowUp | null } {
  const { vendor, isNamed = false, readAt, note, lastHolder, isSettled } = acquired;
  const reported = leased.target === null ? acquired.reported : underAddress(acquired.reported, leased.target);
  const { followUp, errors } = toFollowUp(leased, acquired);
  return {
    status: 'SUCCEEDED',
    note,
    errors,
    number: {
      vendor: vendor.name,
      vendorId: reported.vendorId,
      reported,
      ...(readAt !== null && { readAt }),
      local: localFacts(leased, vendor, isNamed),
    },
    followUp,
    ...(readAt === null && { outcome: 'done' }),
    ...(lastHolder !== undefined && { lastHolder }),
    ...(isSettled && { isSettled }),
  };
}

/** The same of a number of the registry: what is there by now is left as it is, but for the marker, which says nothing to people. */
export function toKnownResult(
  leased: LeasedOperation,
  { vendor, number, ...how }: KnownNumber,
): Result & { followUp: FollowUp | null } {
  const { vendorId, agentId, label } = number;
  const { request, kind } = leased;
  const isLinked = request.agentId === undefined || isSameAgent(agentId, request.agentId);
  const message = 'The number is there, but not linked to its agent. Link it with linkNumberToAgent.';
  const isNamed = label !== null;
  // A reader may have seen it before anybody knew how to read what the vendor writes.
  const isAsked = leased.target !== null && isNumber(number, leased.target);
  const address = isAsked ? { address: leased.target } : {};
  const mustName =
    number.status !== 'RELEASED' && !isNamed && mustBeNamed(leased, vendor, { label, marker: leased.marker });
  return {
    ...how,
    status: 'SUCCEEDED',
    errors: [
      ...(isLinked ? [] : [notLinked(kind, { message, retryable: false })]),
      ...(mustName && typeof request.label === 'string' ? [notNamed(kind, unnamed)] : []),
    ],
    number: {
      vendor: vendor.name,
      vendorId,
      readAt: 0,
      local: { ...localFacts(leased, vendor, isNamed), ...address },
    },
    followUp: mustName ? { label: request.label ?? null } : null,
  };
}

/** What the vendor takes only in a call of its own: the agent, or the label where the call itself left a marker. */
function toFollowUp(
  leased: LeasedOperation,
  { vendor, reported, isNamed = false, readAt }: Acquired,
): { followUp: FollowUp | null; errors: UserError[] } {
  const { rules } = vendor;
  const { agentId, label } = leased.request;
  const links = leased.kind === 'PURCHASE' ? rules.linksWhenObtaining.bought : rules.linksWhenObtaining.imported;
  const mustLink = !links && agentId !== undefined && !isSameAgent(reported.agentId, agentId);
  // Found at the vendor with another agent: somebody has decided anew since it was asked for.
  const others = agentsOf(reported);
  const isTaken = mustLink && readAt !== null && others.length > 0;
  const mustName = !isNamed && mustBeNamed(leased, vendor, reported);
  const followUp = {
    ...(mustLink && !isTaken && { agentId }),
    ...(mustName && { label: label ?? null }),
  };
  const later = { message: 'The number is not linked to its agent yet.', retryable: true };
  const taken = {
    message: `The number is there, but it is linked to agent ${others.join(' and ')} now. Link it with linkNumberToAgent.`,
    retryable: false,
  };
  return {
    followUp: Object.keys(followUp).length === 0 ? null : followUp,
    errors: [
      ...(mustLink ? [notLinked(leased.kind, isTaken ? taken : later)] : []),
      ...(typeof followUp.label === 'string' ? [notNamed(leased.kind, unnamed)] : []),
    ],
  };
}

const unnamed = { message: 'The number is not named yet.', retryable: true };

/** Whether the marker stands where the label should, or where there should be none. */
function mustBeNamed(
  { marker, request: { label } }: LeasedOperation,
  { rules }: VoiceVendor,
  found: Pick<VendorNumber, 'label' | 'marker'>,
): boolean {
  if (!rules.labelIsMarker || marker === null) return false;
  if (typeof label === 'string') return !isSameText(found.label ?? null, label);
  return typeof found.marker === 'string' && rules.labelCanBeCleared;
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
