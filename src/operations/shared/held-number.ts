import { type UserError, userError } from '../../domain/operation.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import type { OperationContext } from './context.ts';

/**
 * The complaint that the account holds this number already; null where it is not known to. To be asked before the first
 * call of a key for an exact number: after one, the number that is here may be what came of it.
 */
export async function checkNotHeld(
  { registry }: Pick<OperationContext, 'registry'>,
  { name, title }: Pick<VoiceVendor, 'name' | 'title'>,
  number: string,
): Promise<UserError | null> {
  const held = await registry.byAddress(name, number);
  if (held === null) return null;
  const message = `${number} is in the account at ${title} already: its phone number id is ${held.id}. Nothing was bought.`;
  return userError({ code: 'NUMBER_UNAVAILABLE', message, field: ['input', 'number'] });
}
