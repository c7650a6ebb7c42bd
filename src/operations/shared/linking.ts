import type { UserError } from '../../domain/operation.ts';
import type { PhoneNumber } from '../../domain/phone-number.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import type { NumberChange } from '../../vendors/vendor.ts';
import type { NumberChanging } from './carry-out-change.ts';
import { checkAgent, notSupported } from './validate.ts';

/** Why a number cannot be linked to this agent; null where it can. */
export function whyNotLinked(vendor: VoiceVendor, agentId: string): UserError | null {
  if (!vendor.updating?.members.includes('agentId')) {
    return notSupported(vendor, 'links no agents to numbers through its API.');
  }
  return checkAgent(vendor, agentId);
}

/** How a number is linked to an agent, in place of the one it has. */
export function linking(number: PhoneNumber, vendor: VoiceVendor, agentId: string): NumberChanging {
  const { updating } = vendor;
  if (!updating) throw new Error(`${vendor.title} changes no numbers.`);
  const change = { agentId, ...rerouting(number, vendor, agentId) };
  return {
    kind: 'LINK',
    number,
    vendor,
    request: { agentId },
    inWords: `link ${number.address} to agent ${agentId}`,
    send: (sent) => updating.run(sent, number.vendorId, change),
  };
}

/** A routing that only repeats the agent follows it; one set apart on purpose stays. */
function rerouting(number: PhoneNumber, vendor: VoiceVendor, agentId: string): Pick<NumberChange, 'inboundRouting'> {
  const routesToAgent = number.inboundRouting !== null && number.inboundRouting.agentId === number.agentId;
  return routesToAgent && vendor.capabilities.includes('INBOUND_ROUTING') ? { inboundRouting: { agentId } } : {};
}
