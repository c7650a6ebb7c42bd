import { canonicalId } from '../vendors/canonical.ts';
import { changeNumber } from './shared/change-number.ts';
import { type Caller, type ChangeResult, type OperationContext, refuse } from './shared/context.ts';
import { linking, whyNotLinked } from './shared/linking.ts';
import { findNumberInUse, isComplaint } from './shared/lookups.ts';

/** Links a number to an agent, in place of the one it has. */
export async function linkNumberToAgent(
  context: OperationContext,
  caller: Caller,
  { phoneNumberId, agentId: given }: { phoneNumberId: string; agentId: string },
): Promise<ChangeResult> {
  const found = await findNumberInUse(context, phoneNumberId);
  if (isComplaint(found)) return refuse(found);
  const { number, vendor } = found;
  const agentId = canonicalId(vendor.rules.agentId, given);
  const wrong = whyNotLinked(vendor, agentId);
  if (wrong) return refuse(wrong);
  return changeNumber(context, caller, linking(number, vendor, agentId));
}
