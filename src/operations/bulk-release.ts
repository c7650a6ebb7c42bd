import { toChange } from './shared/change-number.ts';
import type { Caller, OperationContext } from './shared/context.ts';
import { findNumber, isComplaint } from './shared/lookups.ts';
import { whyNotReleased } from './shared/releasing.ts';
import { type BulkResult, type Described, runBulk } from './shared/run-bulk.ts';

/** See `BulkReleaseInput` of the schema. */
export type BulkReleaseInput = {
  readonly idempotencyKey: string;
  readonly items: readonly { readonly phoneNumberId: string; readonly confirmAddress: string }[];
};

/** Gives many numbers back under one key. */
export function bulkRelease(
  context: OperationContext,
  caller: Caller,
  { idempotencyKey, items }: BulkReleaseInput,
): Promise<BulkResult> {
  const describe = async ({ phoneNumberId, confirmAddress }: (typeof items)[number]): Promise<Described> => {
    const only = { what: phoneNumberId, member: 'phoneNumberId' };
    const found = await findNumber(context, phoneNumberId);
    if (isComplaint(found)) return { change: null, wrong: [found], only };
    const { number, vendor } = found;
    const wrong = whyNotReleased(number, vendor, confirmAddress);
    return { change: toChange(caller, { kind: 'RELEASE', number, request: {} }), wrong: wrong ? [wrong] : [], only };
  };
  return runBulk(context, caller, { kind: 'RELEASE', idempotencyKey, items, describe });
}
