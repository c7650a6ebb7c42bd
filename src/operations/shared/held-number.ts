import { fromNumberId } from '../../domain/number-id.ts';
import { type UserError, userError } from '../../domain/operation.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import { isNumber } from '../../vendors/reported-number.ts';
import type { OperationContext } from './context.ts';
import { attempt, toUserError } from './vendor-result.ts';

/**
 * Why an address is not asked for that is in the account already, as the registry knows and the vendor confirms; null
 * where it may be asked for. What the vendor does not show any more may have gone, and is on record as that. To be asked
 * before the first call of a key only: after one, the number may be what came of it.
 */
export async function checkNotHeld(
  { registry, accounts }: Pick<OperationContext, 'registry' | 'accounts'>,
  vendor: VoiceVendor,
  address: string,
): Promise<UserError | null> {
  const { held } = await registry.idsAt(vendor.name, address);
  for (const id of held) {
    const since = await registry.sequence();
    const { vendorId } = fromNumberId(id) ?? { vendorId: id };
    const read = await attempt(vendor.name, () => vendor.get(vendorId));
    if ('error' in read) return toUserError(read.error, 'READ');
    if (read.answer === null) {
      await accounts.recordMissing(vendor, vendorId, since);
      continue;
    }
    await registry.recordSeen(vendor.name, [read.answer], since);
    if (read.answer.address === undefined || isNumber(read.answer, address)) return heldAlready(vendor, address, id);
  }
  return null;
}

/** The complaint about an address that is in the account, by the id of its number where that is known. */
export function heldAlready(vendor: VoiceVendor, address: string, id: string | null = null): UserError {
  const byId = id === null ? '' : `: its phone number id is ${id}`;
  const message = `${address} is in the account at ${vendor.title} already${byId}. Nothing was asked for.`;
  const field = ['input', address.startsWith('+') ? 'number' : 'sipPrefix'];
  return userError({ code: 'NUMBER_UNAVAILABLE', message, field, retryable: id === null });
}
