import { changeNumber } from './shared/change-number.ts';
import { type Caller, type ChangeResult, type OperationContext, refuse } from './shared/context.ts';
import { findNumber, isComplaint } from './shared/lookups.ts';
import { isReleasedHere, releasing, whyNotReleased } from './shared/releasing.ts';
import { checkKey } from './shared/validate.ts';

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
  { idempotencyKey, phoneNumberId, confirmAddress }: ReleaseNumberInput,
): Promise<ChangeResult> {
  const wrongKey = checkKey(idempotencyKey);
  if (wrongKey) return refuse(wrongKey);
  const found = await findNumber(context, phoneNumberId);
  if (isComplaint(found)) return refuse(found);
  const { number, vendor } = found;
  const wrong = whyNotReleased(number, vendor, confirmAddress);
  if (wrong) return refuse(wrong);
  const isReleased = await isReleasedHere(context, number);
  if (isReleased && idempotencyKey === null) return { phoneNumber: number, operation: null, userErrors: [] };
  return changeNumber(context, caller, { ...releasing(number, vendor, { isReleased }), idempotencyKey });
}
