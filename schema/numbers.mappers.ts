import type { InboundRouting, PstnNumber, SipNumber, WeightedAgent } from '../src/domain/phone-number.ts';
import type { NumberList } from '../src/graphql/connections.ts';

export type PstnNumberMapper = PstnNumber;
export type SipNumberMapper = SipNumber;
export type InboundRoutingMapper = InboundRouting;
export type WeightedAgentMapper = WeightedAgent;
export type PhoneNumberConnectionMapper = NumberList;
