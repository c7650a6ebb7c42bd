import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { AccountState, NumberRecord } from './state.ts';

type Facts = {
  readonly number: string;
  /** RFC 3339. */
  readonly at: string;
  readonly type?: NumberRecord['phone_number_type'];
  readonly nickname?: string | null;
  /** The agents of inbound calls, and how many of 1 each of them takes. */
  readonly shares?: Readonly<Record<string, number>>;
  readonly inboundAgents?: NumberRecord['inbound_agents'];
  readonly outboundAgents?: NumberRecord['outbound_agents'];
  readonly fallback?: string | null;
  /** Host of the trunk, of a number that came over one. */
  readonly trunk?: string;
};

/** A number as it is when it has just come. */
export function createRecord(facts: Facts): NumberRecord {
  const { number, at, trunk, nickname = null, shares = {}, fallback = null, outboundAgents = null } = facts;
  const weights = Object.entries(shares).map(([agent_id, weight]) => ({ agent_id, weight }));
  return {
    phone_number: number,
    phone_number_type: facts.type ?? (trunk === undefined ? 'retell-twilio' : 'custom'),
    phone_number_pretty: parsePhoneNumberFromString(number)?.formatNational() ?? number,
    nickname,
    inbound_agents: facts.inboundAgents ?? (weights.length > 0 ? weights : null),
    outbound_agents: outboundAgents,
    fallback_number: fallback,
    // The login of the trunk is checked and forgotten; the real one answers its user name.
    sip_outbound_trunk_config: trunk === undefined ? null : { termination_uri: trunk, auth_username: null },
    last_modification_timestamp: Date.parse(at),
  };
}

/** Puts a number at the end of the list. */
export function addRecord(state: AccountState, number: NumberRecord): NumberRecord {
  state.lastOrder += 1;
  state.rows.push({ order: state.lastOrder, number });
  return number;
}
