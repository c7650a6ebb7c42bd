import { canonicalAddress } from '../../domain/canonical.ts';
import { invalidInput, type UserError, userError } from '../../domain/operation.ts';
import type { PhoneNumber } from '../../domain/phone-number.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import { canonicalCarrier } from '../shared/canonical-input.ts';
import { isLocked } from '../shared/carry-out-change.ts';
import { notSupported } from '../shared/validate.ts';

/** Why a platform is not made to take a number in; null where it can. */
export function whyNotTaken(number: PhoneNumber, from: VoiceVendor, to: VoiceVendor): UserError | null {
  if (from.name === to.name) {
    return invalidInput('vendor', `${number.address} is at ${to.title} already: link it with linkNumberToAgent.`);
  }
  if (number.kind !== 'PSTN') return notSupported(from, 'reaches SIP users on its own domain, which stay there.');
  if (!to.importing) return notSupported(to, 'imports no numbers through its API.', 'vendor');
  return null;
}

/** Why a platform is not made to give a number up that it took in; null where it can. */
export function whyNotGivenUp(number: PhoneNumber, vendor: VoiceVendor): UserError | null {
  if (!vendor.release) {
    return notSupported(vendor, 'cannot give a number up through its API: it would go on holding it, and bill for it.');
  }
  if (!isTakenIn(number)) {
    const why =
      number.acquisition === 'DISCOVERED'
        ? 'does not tell whether it took this number in or sold it'
        : `sold this number, which belongs to ${vendor.title}`;
    return notSupported(vendor, `${why}: only what its owner keeps at a carrier can leave. Nothing was sent.`);
  }
  return number.locked ? isLocked : null;
}

/** Whether a platform took the number in over its owner's trunk, so that to release it there gives no number away. */
function isTakenIn(number: PhoneNumber): boolean {
  const isOverTrunk = number.kind === 'PSTN' && number.acquisition === 'DISCOVERED' && number.trunk !== null;
  return number.acquisition === 'SIP_IMPORTED' || isOverTrunk;
}

/** Whether the address was typed back. */
export function checkConfirmed({ address }: PhoneNumber, confirmation: string): UserError | null {
  if (canonicalAddress(confirmation.trim()) === canonicalAddress(address)) return null;
  const message = "confirmAddress is not this number's address. Nothing was done.";
  return userError({ code: 'CONFIRMATION_MISMATCH', message, field: ['input', 'confirmAddress'] });
}

/** The carrier as the platform calls it, where it asks; or the complaint that it takes no numbers of this one. */
export function toCarrierOf(
  to: VoiceVendor,
  { number, vendor }: { readonly number: PhoneNumber; readonly vendor: VoiceVendor },
): { readonly carrier: string | null } | UserError {
  const { importCarriers } = to.rules;
  if (importCarriers === null) return { carrier: null };
  const told = number.kind === 'PSTN' ? number.carrier : null;
  const carrier = canonicalCarrier(to, told ?? vendor.title);
  if (carrier !== null && importCarriers.includes(carrier)) return { carrier };
  return notSupported(to, `imports numbers of ${importCarriers.join(' and ')} only.`, 'vendor');
}
