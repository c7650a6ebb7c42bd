import { canonicalId } from '../vendors/canonical.ts';
import { toChange } from './shared/change-number.ts';
import type { Caller, OperationContext } from './shared/context.ts';
import { whyNotLinked } from './shared/linking.ts';
import { findNumber, isComplaint, whyNotInUse } from './shared/lookups.ts';
import { type BulkResult, type Described, runBulk } from './shared/run-bulk.ts';
import { complaints } from './shared/validate.ts';

/** See `BulkLinkInput` of the schema. */
export type BulkLinkInput = {
  readonly idempotencyKey: string;
  readonly items: readonly { readonly phoneNumberId: string; readonly agentId: string }[];
};

/** Links many numbers to agents under one key. */
export function bulkLink(
  context: OperationContext,
  caller: Caller,
  { idempotencyKey, items }: BulkLinkInput,
): Promise<BulkResult> {
  const describe = async ({ phoneNumberId, agentId: given }: (typeof items)[number]): Promise<Described> => {
    const only = { what: phoneNumberId, member: 'phoneNumberId' };
    const found = await findNumber(context, phoneNumberId);
    if (isComplaint(found)) return { change: null, wrong: [found], only };
    const { number, vendor } = found;
    const agentId = canonicalId(vendor.rules.agentId, given);
    return {
      change: toChange(caller, { kind: 'LINK', number, request: { agentId } }),
      wrong: complaints(whyNotInUse(number), whyNotLinked(vendor, agentId)),
      only,
    };
  };
  return runBulk(context, caller, { kind: 'LINK', idempotencyKey, items, describe });
}
