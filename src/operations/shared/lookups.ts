import { invalidInput, type UserError, userError } from '../../domain/operation.ts';
import type { PhoneNumber, VendorName } from '../../domain/phone-number.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import type { OperationContext } from './context.ts';

/** The vendor, or the complaint that there is no account with it. `member` of the input names it. */
export function findVendor(
  context: Pick<OperationContext, 'vendors'>,
  name: VendorName,
  member = 'vendor',
): VoiceVendor | UserError {
  const vendor = context.vendors.get(name);
  return vendor ?? invalidInput(member, `This service has no account with ${name}. Its operator can add one.`);
}

export function isComplaint<Party extends object>(party: Party | UserError): party is UserError {
  return 'code' in party;
}

/** A number of the account and its vendor, or the complaint that there is no such number. */
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

/** The same of a number that can be changed: one that was released cannot. */
export async function findNumberInUse(
  context: OperationContext,
  id: string,
): Promise<{ number: PhoneNumber; vendor: VoiceVendor } | UserError> {
  const found = await findNumber(context, id);
  return isComplaint(found) ? found : (whyNotInUse(found.number) ?? found);
}

/** The complaint that a number was released; null where it was not. */
export function whyNotInUse({ status }: PhoneNumber): UserError | null {
  return status === 'RELEASED' ? isReleased : null;
}

const isReleased = userError({
  code: 'NOT_FOUND',
  message: 'This number has been released and is not in the account any more.',
  field: ['input', 'phoneNumberId'],
});
