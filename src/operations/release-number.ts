import { canonicalAddress } from '../domain/canonical.ts';
import { userError } from '../domain/operation.ts';
import type { PhoneNumber } from '../domain/phone-number.ts';
import type { SentCall } from '../domain/sent-call.ts';
import { VendorError } from '../vendors/vendor-error.ts';
import { changeNumber, isLocked } from './shared/change-number.ts';
import { type Caller, type ChangeResult, type OperationContext, refuse } from './shared/context.ts';
import { findNumber, isComplaint } from './shared/lookups.ts';
import { checkKey, notSupported } from './shared/validate.ts';

/** See `ReleaseNumberInput` of the schema. */
export type ReleaseNumberInput = {
  readonly idempotencyKey: string | null;
  readonly phoneNumberId: string;
  readonly confirmAddress: string;
};

/** Gives a number back to its vendor. A number that no longer exists counts as released. */
export async function releaseNumber(
  context: OperationContext,
  caller: Caller,
  input: ReleaseNumberInput,
): Promise<ChangeResult> {
  const wrongKey = checkKey(input.idempotencyKey);
  if (wrongKey) return refuse(wrongKey);
  const found = await findNumber(context, input.phoneNumberId);
  if (isComplaint(found)) return refuse(found);
  const { number, vendor } = found;
  const { release } = vendor;
  if (!release) {
    return refuse(notSupported(vendor, 'cannot release numbers through its API; release it in its dashboard.'));
  }
  if (!isConfirmed(number, input.confirmAddress)) return refuse(mismatch);
  if (number.locked) return refuse(isLocked);
  // What a list did not show may be there still: only what was released here needs no call.
  const last = number.status === 'RELEASED' ? await context.ledger.findLastHolding(number.id, '') : null;
  const isReleased = last?.kind === 'RELEASE';
  if (isReleased && input.idempotencyKey === null) return { phoneNumber: number, operation: null, userErrors: [] };
  return changeNumber(context, caller, {
    kind: 'RELEASE',
    number,
    vendor,
    idempotencyKey: input.idempotencyKey,
    request: {},
    inWords: `release ${number.address}`,
    send: isReleased ? null : (sent) => giveBack(release, sent, number.vendorId),
    local: { released: true },
  });
}

type Release = (sent: SentCall, vendorId: string) => Promise<void>;

async function giveBack(release: Release, sent: SentCall, vendorId: string) {
  try {
    await release(sent, vendorId);
  } catch (error) {
    // A number that no longer exists counts as released.
    if (!(error instanceof VendorError && error.reason === 'not-found')) throw error;
  }
  return null;
}

function isConfirmed(number: PhoneNumber, confirmation: string): boolean {
  return canonicalAddress(confirmation.trim()) === canonicalAddress(number.address);
}

const mismatch = userError({
  code: 'CONFIRMATION_MISMATCH',
  message: "confirmAddress is not this number's address. Nothing was released.",
  field: ['input', 'confirmAddress'],
});
