import { invalidInput, type UserError, userError } from '../../domain/operation.ts';
import type { PhoneNumber, VendorName } from '../../domain/phone-number.ts';
import type { VoiceVendor } from '../../vendors/vendor.ts';
import type { OperationContext } from './context.ts';

/** The vendor, or the complaint that there is no account with it. */
export function findVendor(context: Pick<OperationContext, 'vendors'>, name: VendorName): VoiceVendor | UserError {
  const vendor = context.vendors.get(name);
  return (
    vendor ?? invalidInput('vendor', `This service has no account with ${name}; its operator can set ${name}_API_KEY.`)
  );
}

export function isComplaint<Party extends object>(party: Party | UserError): party is UserError {
  return 'code' in party;
}

/** A number that is in the account with its vendor, or the complaint that it is not. */
export async function findNumber(
  context: OperationContext,
  id: string,
): Promise<{ number: PhoneNumber; vendor: VoiceVendor } | UserError> {
  const number = (await context.registry.byIds([id])).get(id);
  const vendor = number && context.vendors.get(number.vendor);
  if (number && vendor) return { number, vendor };
  return userError({
    code: 'NOT_FOUND',
    message: 'There is no phone number with this id.',
    field: ['input', 'phoneNumberId'],
  });
}

/** The complaint that the number has been given back. */
export const isReleased: UserError = userError({
  code: 'NOT_FOUND',
  message: 'This number has been released and is not in the account any more.',
  field: ['input', 'phoneNumberId'],
});
