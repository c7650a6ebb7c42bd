import { fromNumberId } from '../../domain/number-id.ts';
import { type UserError, userError } from '../../domain/operation.ts';
import type { Call, LeasedOperation, Recorded } from '../../ledger/ledger.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import { isNumber } from '../../vendors/reported-number.ts';
import type { OperationContext } from './context.ts';
import { attempt, toUserError } from './vendor-result.ts';

/**
 * Records a call that obtains a number. One that the registry has at the call's address, or may have, is asked for at the
 * vendor first: the call is on record only where it is gone, and the complaint is returned where it is not.
 */
export async function recordObtaining(
  context: OperationContext,
  leased: LeasedOperation,
  { vendor, call }: { readonly vendor: VoiceVendor; readonly call: Call },
): Promise<Exclude<Recorded, TargetHeld> | (TargetHeld & { readonly error: UserError })> {
  const address = call.target ?? '';
  const recorded = await context.ledger.recordSent(leased, call);
  if (recorded.state !== 'target-held') return recorded;
  const held = await checkNotHeld(context, vendor, address);
  if (held !== null) return { ...recorded, error: held };
  const again = await context.ledger.recordSent(leased, { ...call, isLookedAt: true });
  return again.state === 'target-held' ? { ...again, error: heldAlready(vendor, address) } : again;
}

type TargetHeld = { readonly state: 'target-held' };

/**
 * Why an address is not asked for that is in the account already, as the registry knows and the vendor confirms; null
 * where it may be asked for. What the vendor does not show any more may have gone, and is on record as that.
 */
async function checkNotHeld(
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
function heldAlready(vendor: VoiceVendor, address: string, id: string | null = null): UserError {
  const byId = id === null ? '' : `: its phone number id is ${id}`;
  const message = `${address} is in the account at ${vendor.title} already${byId}. Nothing was asked for.`;
  const field = ['input', address.startsWith('+') ? 'number' : 'sipPrefix'];
  return userError({ code: 'NUMBER_UNAVAILABLE', message, field, retryable: id === null });
}
