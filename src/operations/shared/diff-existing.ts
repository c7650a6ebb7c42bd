import { invalidInput, type OperationRequest, type UserError } from '../../domain/operation.ts';
import type { InboundRouting, InboundRoutingChange, PhoneNumber } from '../../domain/phone-number.ts';
import type { VoiceVendor } from '../../vendors/vendor.ts';
import { complaints } from './validate.ts';

type Comparison = {
  readonly vendor: VoiceVendor;
  readonly input: OperationRequest;
  /** What was asked for when this service brought the number in, as far as that is known. */
  readonly broughtInAs: OperationRequest;
};

/**
 * What is not as wished about a number that is here already: one complaint for each member, saying what is there and
 * what changes it. Members that were not asked for are as they may be.
 */
export function diffExisting(number: PhoneNumber, comparison: Comparison): UserError[] {
  const { agentId, label, inboundRouting } = comparison.input;
  const complain = (member: string, sentence: string): UserError =>
    invalidInput(member, `${number.address} is here already, ${sentence}`);
  return complaints(
    ...compareTrunk(number, comparison, complain),
    agentId === undefined || number.agentId === agentId
      ? null
      : complain('agentId', `linked to ${toAgent(number.agentId)}. Link it with linkNumberToAgent.`),
    label === undefined || number.label === label
      ? null
      : complain('label', `${toLabel(number.label)}. Rename it with updateNumber.`),
    inboundRouting === undefined || isRouted(number.inboundRouting, inboundRouting)
      ? null
      : complain('inboundRouting', `${toRoute(number.inboundRouting)}. Change that with updateNumber.`),
  );
}

/** How a number is reached is settled when it is brought in, and not every vendor tells it as it was asked. */
function compareTrunk(
  number: PhoneNumber,
  { vendor, input, broughtInAs }: Comparison,
  complain: (member: string, sentence: string) => UserError,
) {
  const { terminationUri, carrier } = input;
  const pstn = number.__typename === 'PstnNumber' ? number : null;
  const host = pstn?.trunk?.terminationUri ?? null;
  const namesCarrier = vendor.rules.importCarriers !== null;
  return [
    terminationUri === undefined || isOneOf(terminationUri, [host, broughtInAs.terminationUri])
      ? null
      : complain('terminationUri', `${toTrunk(host)}. No mutation changes that.`),
    carrier === undefined || !namesCarrier || isOneOf(carrier, [pstn?.carrier, broughtInAs.carrier])
      ? null
      : complain('carrier', `${toCarrier(pstn?.carrier)}. No mutation changes that.`),
  ];
}

function isOneOf(wanted: string, known: readonly (string | null | undefined)[]): boolean {
  return known.some((text) => text?.toLowerCase() === wanted.toLowerCase());
}

/** Members of the routing that were left out are as they may be; a voicemail without words is none. */
function isRouted(routing: InboundRouting | null, input: InboundRoutingChange): boolean {
  const { agentId, fallbackAgentId, voicemailMessage } = input;
  return (
    routing?.agentId === agentId &&
    (fallbackAgentId === undefined || routing.fallbackAgentId === fallbackAgentId) &&
    (voicemailMessage === undefined || (routing.voicemailMessage ?? '') === voicemailMessage)
  );
}

const toAgent = (agentId: string | null) => (agentId === null ? 'no agent' : `agent ${agentId}`);
const toLabel = (label: string | null) => (label === null ? 'without a label' : `labelled "${label}"`);
const toCarrier = (carrier: string | null | undefined) =>
  carrier ? `at carrier ${carrier}` : 'and which carrier holds it is not known here';
const toTrunk = (host: string | null) =>
  host === null ? 'and no SIP trunk of it is known here' : `over the SIP trunk ${host}`;

function toRoute(routing: InboundRouting | null): string {
  if (routing === null) return 'with no inbound routing of its own';
  const { agentId, fallbackAgentId, voicemailMessage } = routing;
  const fallback = fallbackAgentId === null ? 'no fallback' : `agent ${fallbackAgentId} as its fallback`;
  const voicemail = voicemailMessage ? `the voicemail message "${voicemailMessage}"` : 'no voicemail message';
  return `routed to agent ${agentId}, with ${fallback} and ${voicemail}`;
}
