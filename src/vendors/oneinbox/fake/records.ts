import { randomUUID } from 'node:crypto';
import type { InboundRoutingUpdate } from './input.ts';
import type { NumberRecord, RoutingRecord } from './state.ts';

type NewNumber = {
  readonly number: string;
  readonly provider: string;
  readonly agentId: string;
  readonly friendlyName: string | null;
  readonly routing: InboundRoutingUpdate | null;
  /** RFC 3339 in UTC. */
  readonly at: string;
};

/** A fresh record. Without routing it only makes calls: the guide says to leave routing out for such numbers. */
export function createRecord(facts: NewNumber): NumberRecord {
  const record: NumberRecord = {
    id: randomUUID(),
    phone_number: facts.number,
    friendly_name: facts.friendlyName,
    provider: facts.provider,
    agent_id: facts.agentId,
    status: 'active',
    inbound_trunk_id: null,
    outbound_trunk_id: createPartId('trunk-out'),
    dispatch_rule_id: null,
    inbound_routing: null,
    sms_capable: true,
    created_at: facts.at,
    updated_at: facts.at,
  };
  if (facts.routing !== null) routeInbound(record, facts.routing);
  return record;
}

/** Merges a change into the inbound routing of a record, as the update operation's page describes. */
export function routeInbound(record: NumberRecord, change: InboundRoutingUpdate): void {
  record.inbound_routing = merge(record, change);
  record.inbound_trunk_id ??= createPartId('trunk-in');
  record.dispatch_rule_id ??= createPartId('rule');
}

function merge(record: NumberRecord, change: InboundRoutingUpdate): RoutingRecord {
  const stored = record.inbound_routing;
  return {
    agent_id: change.agent_id ?? stored?.agent_id ?? record.agent_id,
    fallback: change.fallback === undefined ? (stored?.fallback ?? null) : toFallback(change.fallback?.agent_id),
    voicemail_message:
      change.voicemail_message === undefined ? (stored?.voicemail_message ?? null) : change.voicemail_message,
  };
}

function toFallback(agentId: string | null | undefined): RoutingRecord['fallback'] {
  return agentId == null ? null : { agent_id: agentId };
}

function createPartId(kind: string): string {
  return `${kind}-${randomUUID().slice(0, 8)}`;
}
