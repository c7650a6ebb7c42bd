import { toNumberId } from '../domain/number-id.ts';
import { chargeOf, invalidInput, type Operation, type UserError, userError } from '../domain/operation.ts';
import type { VendorNumber, VoiceVendor } from '../vendors/vendor.ts';
import { checkVendorId, complaints } from './check-input.ts';
import { findVendor, isComplaint } from './known-parties.ts';
import { type HeldOperation, LeaseLostError } from './ledger.ts';
import { recordObtained } from './obtain-number.ts';
import { type Caller, type ChangeResult, type OperationParts, refuse } from './parts.ts';
import { toResult } from './run-operation.ts';
import { observe, toUserError } from './vendor-failure.ts';

const NOTE_MAX_LENGTH = 1000;

/** See `SettleNumberOperationInput` of the schema; members left out are null. */
export type SettleOperationWish = {
  readonly operationId: string;
  readonly vendorId: string | null;
  readonly failed: boolean | null;
  readonly note: string;
};

/** Ends an operation in `NEEDS_ATTENTION` with what a person found out. */
export async function settleOperation(
  parts: OperationParts,
  caller: Caller,
  wish: SettleOperationWish,
): Promise<ChangeResult> {
  const wrong = check(wish);
  if (wrong.length > 0) return refuse(...wrong);
  const operation = await parts.ledger.find(wish.operationId);
  // Callers of one account must not learn of another's operations.
  if (!operation || operation.account !== caller.account) return refuse(unknownOperation);
  const vendor = findVendor(parts, operation.vendor);
  if (isComplaint(vendor)) return refuse(vendor);
  const wrongId = wish.vendorId === null ? null : checkVendorId(vendor, wish.vendorId);
  if (wrongId) return { ...refuse({ ...wrongId, charged: chargeOf(operation.kind, operation.status) }), operation };
  const held = await parts.ledger.claim(operation.id, 'NEEDS_ATTENTION');
  if (!held) return leaveToOthers(parts, operation.id, wish);
  const who = caller.actor === null ? 'Settled by hand' : `Settled by ${caller.actor}`;
  const note = `${who}: ${wish.note}`;
  try {
    if (wish.vendorId === null) return await settleAsFailed(parts, held, note);
    return await settleWithNumber(parts, held, { vendor, vendorId: wish.vendorId, note });
  } catch (error) {
    if (error instanceof LeaseLostError) return leaveToOthers(parts, operation.id, wish);
    throw error;
  }
}

/** Nothing is wrong with what a person says where somebody else is at it, or has done it: that is no refusal. */
async function leaveToOthers(parts: OperationParts, id: string, wish: SettleOperationWish): Promise<ChangeResult> {
  const operation = await parts.ledger.find(id);
  if (operation && isAsSaid(operation, wish)) return { ...(await toResult(parts, operation)), userErrors: [] };
  const charged = operation ? chargeOf(operation.kind, operation.status) : 'NO';
  if (operation?.status === 'NEEDS_ATTENTION') {
    const message = 'Somebody else is settling this operation at this moment. Look at it again in a minute.';
    return { ...refuse(userError({ code: 'OUTCOME_UNKNOWN', message, retryable: true, charged })), operation };
  }
  const message = `Only an operation in NEEDS_ATTENTION can be settled; this one is ${operation?.status}.`;
  return { ...refuse({ ...invalidInput('operationId', message), charged }), operation };
}

/** Gateways repeat mutations: what has ended as this person says needs no second settlement. */
function isAsSaid({ status, vendor, phoneNumberId }: Operation, { vendorId, failed }: SettleOperationWish): boolean {
  if (failed) return status === 'FAILED';
  return status === 'SUCCEEDED' && vendorId !== null && phoneNumberId === toNumberId(vendor, vendorId);
}

function check(wish: SettleOperationWish): UserError[] {
  const isNoteRight = wish.note.trim() !== '' && wish.note.length <= NOTE_MAX_LENGTH && !wish.note.includes('\u0000');
  const saysWhat = (wish.vendorId !== null) !== (wish.failed === true) && wish.failed !== false;
  return complaints(
    saysWhat ? null : invalidInput([], 'Give exactly one of vendorId and failed: true.'),
    isNoteRight ? null : invalidInput('note', `Say what was found out, in 1 to ${NOTE_MAX_LENGTH} characters.`),
  );
}

const unknownOperation = userError({
  code: 'NOT_FOUND',
  message: 'There is no operation with this id.',
  field: ['input', 'operationId'],
});

async function settleAsFailed(parts: OperationParts, held: HeldOperation, note: string): Promise<ChangeResult> {
  const error = userError({ code: 'VENDOR_UNAVAILABLE', message: 'Nothing came of it, as a person found out.' });
  const operation = await parts.ledger.advance(held, { status: 'FAILED', note, errors: [error] });
  return { phoneNumber: null, operation, userErrors: [] };
}

async function settleWithNumber(
  parts: OperationParts,
  held: HeldOperation,
  { vendor, vendorId, note }: { vendor: VoiceVendor; vendorId: string; note: string },
): Promise<ChangeResult> {
  const readAt = await parts.registry.moment();
  const read = await observe(vendor.name, () => vendor.get(vendorId));
  const wrong = 'error' in read ? toUserError(read.error, 'READ') : await contradiction(parts, held, read.answer);
  if (wrong || 'error' in read || read.answer === null) {
    const operation = await parts.ledger.advance(held, {
      status: 'NEEDS_ATTENTION',
      note: `Not settled: ${wrong?.message}`,
      errors: held.errors,
    });
    return { phoneNumber: null, operation, userErrors: wrong ? [wrong] : [] };
  }
  return toResult(parts, await recordObtained(parts, held, { vendor, told: read.answer, readAt, note }));
}

/** Why the number that was named cannot be the one that came of the operation. */
async function contradiction(
  parts: OperationParts,
  held: HeldOperation,
  told: VendorNumber | null,
): Promise<UserError | null> {
  if (told === null) return invalidInput('vendorId', 'The vendor knows no number with this id.');
  if (held.target !== null && told.address !== held.target) {
    return invalidInput('vendorId', `This is ${told.address}, but the operation asked for ${held.target}.`);
  }
  const owner = await parts.ledger.findOwner(toNumberId(held.vendor, told.vendorId), held.id);
  return owner && invalidInput('vendorId', `This number came of another operation, ${owner.id}.`);
}
