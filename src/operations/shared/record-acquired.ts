import { isSameAgent, isSameText } from '../../domain/canonical.ts';
import { toNumberId } from '../../domain/number-id.ts';
import type { FollowUp, UserError } from '../../domain/operation.ts';
import type { Acquisition, PhoneNumber } from '../../domain/phone-number.ts';
import { type LeasedOperation, LeaseLostError, type Result } from '../../ledger/ledger.ts';
import type { LocalFacts, Sequence } from '../../registry/registry.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import { isNumber, underAddress } from '../../vendors/reported-number.ts';
import type { Obtained, VendorNumber } from '../../vendors/vendor.ts';
import { firstLook, type OperationContext } from './context.ts';
import { type Committed, notLinked, notNamed } from './follow-up.ts';
import { attempt, outcomeUnknown } from './vendor-result.ts';

const acquisitions: Readonly<Record<string, Acquisition>> = {
  PURCHASE: 'PURCHASED',
  SIP_IMPORT: 'SIP_IMPORTED',
  SIP_CREATE: 'SIP_CREATED',
};

type Acquired = {
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

/** The vendor answers that it has done it: not to be lost, whoever works on the operation by now. */
export async function recordAnswered(
  context: OperationContext,
  leased: LeasedOperation,
  { vendor, obtained, note }: { vendor: VoiceVendor; obtained: Obtained; note: string },
): Promise<Committed> {
  const wrong = await toWrong(context, leased, { vendor, obtained });
  const isShown = 'kind' in obtained && obtained.address !== undefined;
  const acquired = isShown ? { vendor, reported: obtained, readAt: null, note } : null;
  const result = wrong ?? (acquired ? toResult(leased, acquired) : toRead(leased, { vendor, obtained }));
  try {
    if (wrong) return await context.ledger.finish(leased, wrong);
    if (acquired) return await recordAcquired(context, leased, acquired);
    const recorded = await context.ledger.advance(leased, result);
    return await readObtained(context, recorded, { vendor, vendorId: obtained.vendorId, note });
  } catch (error) {
    if (!(error instanceof LeaseLostError)) throw error;
    context.logger.warn({ operationId: leased.id, vendor: leased.vendor }, 'an answer came after the lease was lost');
    const late = { ...result, note: `${result.note} The answer came late.` };
    return { operation: await context.ledger.recordLate(leased, late), phoneNumber: null };
  }
}

/** Whether a number can be the one that the operation asked for. */
export function isAskedFor({ target, marker }: LeasedOperation, reported: VendorNumber): boolean {
  if (target !== null) return reported.address === undefined || isNumber(reported, target);
  // Where the vendor picks the number, it leaves the marker on it.
  return marker === null || reported.marker === undefined || reported.marker === marker;
}

/**
 * The result where the vendor says that it has given something else: another number than was asked for, or one that another
 * operation obtained. Null where nothing is wrong. What became of the call is found out by reconciliation then; the other
 * number is not lost: the registry takes it in, as one that nobody asked for.
 */
async function toWrong(
  context: OperationContext,
  leased: LeasedOperation,
  { vendor, obtained }: { vendor: VoiceVendor; obtained: Obtained },
): Promise<Result | null> {
  const { vendorId } = obtained;
  // That an id is on record may be out of date: then the number has come back under it, and is what was asked for.
  const isAsked = 'kind' in obtained && obtained.address !== undefined && isAskedFor(leased, obtained);
  const open = (note: string): Result => ({
    status: 'PENDING',
    note,
    errors: [outcomeUnknown(leased.kind, note)],
    dueAt: firstLook(context),
    outcome: isAsked ? 'done' : 'unknown',
  });
  const other = await findOther(context, leased, { vendor, obtained });
  if (other !== null) return open(`${vendor.title} answered with the id ${vendorId}, that of ${other}.`);
  if (!('kind' in obtained) || obtained.address === undefined || isAsked) return null;
  return {
    ...open(`${vendor.title} answered with ${obtained.address} instead of ${leased.target}.`),
    number: { vendor: vendor.name, vendorId, reported: obtained, local: { obtained: true } },
    phoneNumberId: null,
  };
}

/** What else has the id that the vendor answered with, in words; null where it is new, as far as is known. */
async function findOther(
  { ledger, registry }: OperationContext,
  leased: LeasedOperation,
  { vendor, obtained }: { vendor: VoiceVendor; obtained: Obtained },
): Promise<string | null> {
  const { marker = null } = 'kind' in obtained ? obtained : {};
  if (marker !== null && marker === leased.marker) return null;
  const id = toNumberId(vendor.name, obtained.vendorId);
  const known = (await registry.byIds([id]).catch(() => null))?.get(id);
  if (known?.status === 'RELEASED') return null;
  const last = await ledger.findLastHolding(id, leased.id);
  if (last !== null && last.kind !== 'RELEASE') return `a number that operation ${last.id} obtained`;
  // A sync may have been faster, and have seen the number that this call obtained.
  return known && leased.target !== null && !isNumber(known, leased.target) ? known.address : null;
}

/** The number has come, and the answer does not show it: its id is on record before it is read. */
function toRead({ kind }: LeasedOperation, { vendor, obtained }: { vendor: VoiceVendor; obtained: Obtained }): Result {
  const note = `${vendor.title} has done it, and does not show the number yet.`;
  return {
    status: 'PENDING',
    note,
    errors: [outcomeUnknown(kind, note)],
    phoneNumberId: toNumberId(vendor.name, obtained.vendorId),
    outcome: 'done',
  };
}

/** Reads the number that the answer named by its id. Where that fails, reconciliation reads it until it can be shown. */
async function readObtained(
  context: OperationContext,
  leased: LeasedOperation,
  { vendor, vendorId, note }: { vendor: VoiceVendor; vendorId: string; note: string },
): Promise<Committed> {
  const read = await attempt(vendor.name, () => vendor.get(vendorId));
  const reported = 'answer' in read ? read.answer : null;
  if (reported?.address === undefined || !isAskedFor(leased, reported)) return context.ledger.postpone(leased);
  return recordAcquired(context, leased, { vendor, reported, readAt: null, note });
}

/** The number goes into the registry, in the transaction that tells that the operation succeeded. */
export async function recordAcquired(
  context: OperationContext,
  leased: LeasedOperation,
  acquired: Acquired,
): Promise<Committed> {
  const result = toResult(leased, acquired);
  if (result.followUp === null) return context.ledger.finish(leased, result);
  return { unfinished: await context.ledger.advance(leased, result) };
}

/**
 * A number of the registry turns out to have come of the operation; what is there by now is left as it is, but for the
 * marker, which says nothing to people.
 */
export async function recordKnown(
  context: OperationContext,
  leased: LeasedOperation,
  { vendor, number, ...how }: { vendor: VoiceVendor; number: PhoneNumber; lastHolder: string | null; note: string },
): Promise<Committed> {
  const { vendorId, agentId, label } = number;
  const { request, kind } = leased;
  const isLinked = request.agentId === undefined || isSameAgent(agentId, request.agentId);
  const message = 'The number is there, but not linked to its agent. Link it with linkNumberToAgent.';
  const isNamed = label !== null;
  const mustName =
    number.status !== 'RELEASED' && !isNamed && mustBeNamed(leased, vendor, { label, marker: leased.marker });
  const result = {
    ...how,
    status: 'SUCCEEDED',
    errors: [
      ...(isLinked ? [] : [notLinked(kind, { message, retryable: false })]),
      ...(mustName && typeof request.label === 'string' ? [notNamed(kind, unnamed)] : []),
    ],
    number: { vendor: vendor.name, vendorId, readAt: 0, local: localFacts(leased, vendor, isNamed) },
    followUp: mustName ? { label: request.label ?? null } : null,
  } as const;
  if (result.followUp === null) return context.ledger.finish(leased, result);
  return { unfinished: await context.ledger.advance(leased, result) };
}

function toResult(leased: LeasedOperation, acquired: Acquired): Result & { followUp: FollowUp | null } {
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
  const isTaken = mustLink && readAt !== null && reported.agentId !== null;
  const mustName = !isNamed && mustBeNamed(leased, vendor, reported);
  const followUp = {
    ...(mustLink && !isTaken && { agentId }),
    ...(mustName && { label: label ?? null }),
  };
  const later = { message: 'The number is not linked to its agent yet.', retryable: true };
  const taken = {
    message: `The number is there, but it is linked to agent ${reported.agentId} now. Link it with linkNumberToAgent.`,
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
