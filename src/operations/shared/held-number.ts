import { type UserError, userError } from '../../domain/operation.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import { isNumber } from '../../vendors/reported-number.ts';
import type { OperationContext } from './context.ts';
import { attempt } from './vendor-result.ts';

/**
 * The complaint that the account has this address already, as the registry knows and the vendor confirms; null where that
 * is not certain. To be asked before the first call of a key only: after one, the number may be what came of it.
 */
export async function checkNotHeld(
  { registry }: Pick<OperationContext, 'registry'>,
  vendor: VoiceVendor,
  address: string,
): Promise<UserError | null> {
  const held = await registry.byAddress(vendor.name, address);
  if (held === null) return null;
  const read = await attempt(vendor.name, () => vendor.get(held.vendorId));
  if (!('answer' in read) || read.answer === null || !isNumber(read.answer, address)) return null;
  const message = `${address} is in the account at ${vendor.title} already: its phone number id is ${held.id}.`;
  const field = ['input', held.kind === 'SIP' ? 'sipPrefix' : 'number'];
  return userError({ code: 'NUMBER_UNAVAILABLE', message: `${message} Nothing was asked for.`, field });
}
