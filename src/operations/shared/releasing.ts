import { canonicalAddress } from '../../domain/canonical.ts';
import { type UserError, userError } from '../../domain/operation.ts';
import type { PhoneNumber } from '../../domain/phone-number.ts';
import type { SentCall } from '../../domain/sent-call.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import { VendorError } from '../../vendors/vendor-error.ts';
import { isLocked, type NumberChanging } from './carry-out-change.ts';
import type { OperationContext } from './context.ts';
import { notSupported } from './validate.ts';

/** Why a number is not given back; null where it can be. */
export function whyNotReleased(number: PhoneNumber, vendor: VoiceVendor, confirmAddress: string): UserError | null {
  if (!vendor.release) {
    return notSupported(vendor, 'cannot release numbers through its API; release it in its dashboard.');
  }
  if (!isConfirmed(number, confirmAddress)) return mismatch;
  return number.locked ? isLocked : null;
}

/**
 * Whether a number was released here: what a list did not show may be there still, and only this needs no call. `except`: by
 * another operation than this one.
 */
export async function isReleasedHere(
  { ledger }: Pick<OperationContext, 'ledger'>,
  number: PhoneNumber,
  except = '',
): Promise<boolean> {
  if (number.status !== 'RELEASED') return false;
  return (await ledger.findLastHolding(number.id, except))?.kind === 'RELEASE';
}

/** How a number is given back. `isReleased`: it was released here before. */
export function releasing(
  number: PhoneNumber,
  vendor: VoiceVendor,
  { isReleased }: { readonly isReleased: boolean },
): NumberChanging {
  const { release } = vendor;
  if (!release) throw new Error(`${vendor.title} takes no numbers back.`);
  return {
    kind: 'RELEASE',
    number,
    vendor,
    request: {},
    inWords: `release ${number.address}`,
    send: isReleased ? null : (sent) => giveBack(release, sent, number.vendorId),
    local: { released: true },
  };
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
