import type { PhoneNumber } from '../domain/phone-number.ts';
import { canonicalId } from '../vendors/canonical.ts';
import type { VoiceVendor } from '../vendors/open-vendor.ts';
import type { NumberChange } from '../vendors/vendor.ts';
import { changeNumber } from './shared/change-number.ts';
import { type Caller, type ChangeResult, type OperationContext, refuse } from './shared/context.ts';
import { findNumberInUse, isComplaint } from './shared/lookups.ts';
import { checkAgent, notSupported } from './shared/validate.ts';

/** Links a number to an agent, in place of the one it has. */
export async function linkNumberToAgent(
  context: OperationContext,
  caller: Caller,
  { phoneNumberId, agentId: given }: { phoneNumberId: string; agentId: string },
): Promise<ChangeResult> {
  const found = await findNumberInUse(context, phoneNumberId);
  if (isComplaint(found)) return refuse(found);
  const { number, vendor } = found;
  const { updating } = vendor;
  if (!updating?.members.includes('agentId')) {
    return refuse(notSupported(vendor, 'links no agents to numbers through its API.'));
  }
  const agentId = canonicalId(vendor.rules.agentId, given);
  const wrong = checkAgent(vendor, agentId);
  if (wrong) return refuse(wrong);
  const change = { agentId, ...rerouting(number, vendor, agentId) };
  return changeNumber(context, caller, {
    kind: 'LINK',
    number,
    vendor,
    request: { agentId },
    inWords: `link ${number.address} to agent ${agentId}`,
    send: (sent) => updating.run(sent, number.vendorId, change),
  });
}

/** A routing that only repeats the agent follows it; one set apart on purpose stays. */
function rerouting(number: PhoneNumber, vendor: VoiceVendor, agentId: string): Pick<NumberChange, 'inboundRouting'> {
  const routesToAgent = number.inboundRouting !== null && number.inboundRouting.agentId === number.agentId;
  return routesToAgent && vendor.capabilities.includes('INBOUND_ROUTING') ? { inboundRouting: { agentId } } : {};
}
