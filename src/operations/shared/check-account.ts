import type { UserError } from '../../domain/operation.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import { VendorError } from '../../vendors/vendor-error.ts';
import type { OperationContext } from './context.ts';
import { toUserError } from './vendor-result.ts';

/**
 * Why nothing may be sent with the vendor's API key, which may be another account's; null where it may. What breaks in
 * this service says nothing of the account, and is thrown.
 */
export async function checkAccount(
  { accounts }: Pick<OperationContext, 'accounts'>,
  vendor: VoiceVendor,
): Promise<UserError | null> {
  try {
    await accounts.confirm(vendor);
    return null;
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    return toUserError(error, 'READ');
  }
}
