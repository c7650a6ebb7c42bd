import { whereaboutsOf } from '../domain/call.ts';
import { notesOfPeople } from '../domain/notes-of-people.ts';
import { toNumberId } from '../domain/number-id.ts';
import {
  acquiringKinds,
  chargeOf,
  invalidInput,
  type Operation,
  type UserError,
  userError,
} from '../domain/operation.ts';
import { type LeasedOperation, LeaseLostError } from '../ledger/ledger.ts';
import { canonicalId } from '../vendors/canonical.ts';
import type { VoiceVendor } from '../vendors/open-vendor.ts';
import { isNumber } from '../vendors/reported-number.ts';
import type { VendorNumber } from '../vendors/vendor-number.ts';
import { isRefusedSince } from './reconciliation/finding.ts';
import { callsFor, findCallSince } from './reconciliation/owner.ts';
import { settleAsDone } from './settle-as-done.ts';
import { type Caller, type ChangeResult, type OperationContext, refuse } from './shared/context.ts';
import { failOperation } from './shared/fail-operation.ts';
import { followUp } from './shared/follow-up.ts';
import { findVendor, isComplaint } from './shared/lookups.ts';
import { recordAcquired } from './shared/record-acquired.ts';
import { toResult } from './shared/run-idempotently.ts';
import { leaveOpen, reopen } from './shared/settlement.ts';
import { checkVendorId, complaints } from './shared/validate.ts';
import { attempt, toUserError } from './shared/vendor-result.ts';

const NOTE_MAX_LENGTH = 1000;

/** See `SettleNumberOperationInput` of the schema; members left out are null. */
export type SettleNumberOperationInput = {
  readonly operationId: string;
  readonly vendorId: string | null;
  readonly done: boolean | null;
  readonly failed: boolean | null;
  readonly note: string;
};

/** Ends an operation in `NEEDS_ATTENTION` with what a person found, or corrects what a person said of it before. */
export async function settleNumberOperation(
  context: OperationContext,
  caller: Caller,
  given: SettleNumberOperationInput,
): Promise<ChangeResult> {
  const wrong = validate(given);
  if (wrong.length > 0) return refuse(...wrong);
  const operation = await context.ledger.find(given.operationId);
  // Callers of one account must not learn of another's operations.
  if (!operation || operation.account !== caller.account) return refuse(unknownOperation);
  const known = findVendor(context, operation.vendor);
  // That nothing came of it can be said without the vendor.
  if (isComplaint(known) && given.vendorId !== null) return refuse(known);
  const vendor = isComplaint(known) ? null : known;
  if (given.done && acquiringKinds.includes(operation.kind)) return { ...refuse(nameWhatCame), operation };
  const vendorId = given.vendorId !== null && vendor ? canonicalId(vendor.rules.numberId, given.vendorId) : null;
  const input = { ...given, vendorId };
  const wrongId = vendorId !== null && vendor ? checkVendorId(vendor, vendorId) : null;
  if (wrongId) return { ...refuse({ ...wrongId, charged: chargeOf(operation.kind, operation.status) }), operation };
  const isNew = !isAsSaid(operation, input);
  const leased = isNew && maySettle(operation) ? await context.ledger.claim(operation.id, operation.status) : null;
  if (!leased || !maySettle(leased)) return leaveToOthers(context, operation.id, input);
  const note = `${notesOfPeople.settled}${caller.actor ?? 'hand'}: ${input.note}`;
  try {
    if (given.done) return await settleAsDone(context, leased, { vendor, note });
    if (vendor === null || vendorId === null) return await settleAsFailed(context, leased, note);
    return await settleWithNumber(context, leased, { vendor, vendorId, note });
  } catch (error) {
    if (error instanceof LeaseLostError) return leaveToOthers(context, operation.id, input);
    throw error;
  }
}

/** What a person said can be corrected, as long as nothing else has been found out since. */
function maySettle({ status, settledAt }: Operation): boolean {
  return status === 'NEEDS_ATTENTION' || (settledAt !== null && status !== 'PENDING');
}

/** Nothing is wrong with what a person says where somebody else is settling it, or has: that is no refusal. */
async function leaveToOthers(
  context: OperationContext,
  id: string,
  input: SettleNumberOperationInput,
): Promise<ChangeResult> {
  const operation = await context.ledger.find(id);
  if (operation && isAsSaid(operation, input))
    return { ...(await toResult(context, { operation, phoneNumber: null })), userErrors: [] };
  const charged = operation ? chargeOf(operation.kind, operation.status) : 'NO';
  if (operation?.status === 'NEEDS_ATTENTION') {
    const message = 'Somebody else is settling this operation now. Read it again in a minute.';
    return { ...refuse(userError({ code: 'OUTCOME_UNKNOWN', message, retryable: true, charged })), operation };
  }
  const message =
    'Only an operation in NEEDS_ATTENTION can be settled, or one that a person has settled before; this one is ' +
    `${operation?.status}.`;
  return { ...refuse({ ...invalidInput('operationId', message), charged }), operation };
}

/** Gateways repeat mutations: what has ended as this person says needs no second settlement. */
function isAsSaid(
  { status, vendor, phoneNumberId }: Operation,
  { vendorId, done, failed }: SettleNumberOperationInput,
): boolean {
  if (failed) return status === 'FAILED';
  if (done) return status === 'SUCCEEDED';
  return status === 'SUCCEEDED' && vendorId !== null && phoneNumberId === toNumberId(vendor, vendorId);
}

function validate({ vendorId, done, failed, note }: SettleNumberOperationInput): UserError[] {
  const said = [vendorId !== null, done === true, failed === true].filter(Boolean);
  const saysWhat = said.length === 1 && done !== false && failed !== false;
  return complaints(
    saysWhat ? null : invalidInput([], 'Give exactly one of vendorId, done: true and failed: true.'),
    note.trim() !== '' && note.length <= NOTE_MAX_LENGTH
      ? null
      : invalidInput('note', `Write what you found, in 1 to ${NOTE_MAX_LENGTH} characters.`),
  );
}

const unknownOperation = userError({
  code: 'NOT_FOUND',
  message: 'There is no operation with this id.',
  field: ['input', 'operationId'],
});

const nameWhatCame = invalidInput('done', 'Name the number that came of it: give its vendorId in place of this.');

/**
 * A person may be wrong: it may have happened. So the key of a purchase may ask for the same number again, which can be
 * sold only once, and no other key of a call in doubt may ask for anything. Where the vendor has refused that number since,
 * and it is not this operation's, it is somebody else's, and the key ends.
 */
async function settleAsFailed(context: OperationContext, leased: LeasedOperation, note: string): Promise<ChangeResult> {
  const { kind, target } = leased;
  const isRefused = kind === 'PURCHASE' && isRefusedSince(await context.ledger.calls(leased.id));
  const mayRepeat = kind === 'PURCHASE' && target !== null && !isRefused;
  const another = isRefused ? ' Take a new key to buy another number.' : '';
  const repeat = mayRepeat ? ` A repeat of its key asks for ${target} again.` : another;
  const message = `Settled as failed: nothing happened.${repeat}`;
  const code = isRefused ? 'NUMBER_UNAVAILABLE' : 'VENDOR_UNAVAILABLE';
  const error = userError({ code, message, retryable: mayRepeat });
  const open = await reopen(context, leased);
  const isObtaining = acquiringKinds.includes(kind);
  const none = { isSettled: true, ...(isObtaining && { phoneNumberId: null }) } as const;
  const { operation } = await failOperation(context, open, error, { note, ...none });
  return { phoneNumber: null, operation, userErrors: [] };
}

async function settleWithNumber(
  context: OperationContext,
  leased: LeasedOperation,
  { vendor, vendorId, note }: { vendor: VoiceVendor; vendorId: string; note: string },
): Promise<ChangeResult> {
  const readAt = await context.registry.sequence();
  const read = await attempt(vendor.name, () => vendor.get(vendorId));
  const lastHolder = (await context.ledger.findLastHolding(toNumberId(vendor.name, vendorId), leased.id))?.id ?? null;
  const wrong = 'error' in read ? toUserError(read.error, 'READ') : await contradiction(context, leased, read.answer);
  if (wrong || 'error' in read || read.answer === null) return leaveOpen(context, leased, wrong);
  // Without the marker that was left, somebody has named it since, or it is another number: its name is left as it is.
  const isNamed = leased.marker !== null && read.answer.marker !== leased.marker;
  const open = await reopen(context, leased);
  const acquired = { vendor, reported: read.answer, isNamed, readAt, note, lastHolder, isSettled: true } as const;
  const committed = await recordAcquired(context, open, acquired);
  return toResult(context, await followUp(context, committed, vendor));
}

/** Why the number that was named cannot be the one that came of the operation. */
async function contradiction(
  context: OperationContext,
  leased: LeasedOperation,
  reported: VendorNumber | null,
): Promise<UserError | null> {
  if (reported === null) return invalidInput('vendorId', 'The vendor has no number with this id.');
  if (reported.address === undefined) return invalidInput('vendorId', 'The vendor does not show this number yet.');
  if (leased.target !== null && !isNumber(reported, leased.target)) {
    return invalidInput('vendorId', `This is ${reported.address}, but the operation asked for ${leased.target}.`);
  }
  const { marker: seen = null } = reported;
  if (leased.target === null && seen !== null && seen !== leased.marker) {
    return invalidInput('vendorId', `This number has the marker ${seen}, but the operation left ${leased.marker}.`);
  }
  // No other call has left this marker, whatever became of the number before.
  if (seen !== null && seen === leased.marker) return null;
  const id = toNumberId(leased.vendor, reported.vendorId);
  const calls = callsFor(reported, await context.ledger.calls(leased.id));
  const [first] = calls;
  if (first && whereaboutsOf(first, id) === 'there') {
    return invalidInput('vendorId', 'The account had this number before the vendor was called.');
  }
  const last = await context.ledger.findLastHolding(id, leased.id);
  if (last === null || last.kind === 'RELEASE') return null;
  // It may have gone, and have come back by this one.
  if (await findCallSince(context.ledger, last, { id, calls })) return null;
  return invalidInput('vendorId', `This number came of another operation, ${last.id}.`);
}
