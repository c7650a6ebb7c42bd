import type { PhoneNumber } from '../domain/phone-number.ts';
import type { NumberChange, VoiceVendor } from '../vendors/vendor.ts';
import { changeNumber } from './shared/change-number.ts';
import { type Caller, type ChangeResult, type OperationContext, refuse } from './shared/context.ts';
import { findNumber, isComplaint, isReleased } from './shared/lookups.ts';
import { checkAgent, notSupported } from './shared/validate.ts';

/** Links a number to an agent, in place of the one it has. */
export async function linkNumberToAgent(
  context: OperationContext,
  caller: Caller,
  { phoneNumberId, agentId }: { phoneNumberId: string; agentId: string },
): Promise<ChangeResult> {
  const found = await findNumber(context, phoneNumberId);
  if (isComplaint(found)) return refuse(found);
  const { number, vendor } = found;
  if (number.status === 'RELEASED') return refuse(isReleased);
  const wrong = checkAgent(vendor, agentId);
  if (wrong) return refuse(wrong);
  return changeNumber(context, caller, {
    kind: 'LINK',
    number,
    vendor,
    request: { agentId },
    deed: `link ${number.address} to agent ${agentId}`,
    send: (sent) => vendor.update(sent, number.vendorId, { agentId, ...rerouting(number, vendor, agentId) }),
  });
}

/** A routing that only repeats the agent follows it; one set apart on purpose stays. */
function rerouting(number: PhoneNumber, vendor: VoiceVendor, agentId: string): Pick<NumberChange, 'inboundRouting'> {
  const routesToAgent = number.inboundRouting !== null && number.inboundRouting.agentId === number.agentId;
  return routesToAgent && vendor.capabilities.includes('INBOUND_ROUTING') ? { inboundRouting: { agentId } } : {};
}

/** Leaves a number without an agent. */
export async function unlinkNumberFromAgent(
  context: OperationContext,
  caller: Caller,
  { phoneNumberId }: { phoneNumberId: string },
): Promise<ChangeResult> {
  const found = await findNumber(context, phoneNumberId);
  if (isComplaint(found)) return refuse(found);
  const { number, vendor } = found;
  const { unlink } = vendor;
  if (!unlink) {
    return refuse(notSupported(vendor, 'has an agent for every number; link it to another with linkNumberToAgent.'));
  }
  if (number.status === 'RELEASED') return refuse(isReleased);
  return changeNumber(context, caller, {
    kind: 'UNLINK',
    number,
    vendor,
    request: {},
    deed: `leave ${number.address} without an agent`,
    send: (sent) => unlink(sent, number.vendorId),
  });
}
