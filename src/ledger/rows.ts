import type { OperationCallRow, OperationRow } from '../database/tables.ts';
import type { OperationCall } from '../domain/call.ts';
import { canonicalAddress } from '../domain/canonical.ts';
import type { FollowUp, Operation, OperationRequest, UserError } from '../domain/operation.ts';
import type { LeasedOperation, NewOperation } from './ledger.ts';

/** The operation as the rest of the service sees it. */
export function toOperation(row: OperationRow): Operation {
  const request: OperationRequest = JSON.parse(row.request);
  const errors: UserError[] = JSON.parse(row.errors);
  const followUp: FollowUp | null = row.follow_up === null ? null : JSON.parse(row.follow_up);
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    vendor: row.vendor,
    account: row.account,
    actor: row.actor,
    idempotencyKey: row.idempotency_key,
    fingerprint: row.fingerprint,
    request,
    // An older version may have written it as it was asked for; vendors' reports are compared with it.
    target: row.target === null ? null : canonicalAddress(row.target),
    marker: row.marker,
    sentAt: row.sent_at,
    notSeen:
      row.not_seen_since === null
        ? null
        : { since: row.not_seen_since, last: row.not_seen_last ?? row.not_seen_since, looks: row.not_seen_looks },
    settledAt: row.settled_at,
    followUp,
    phoneNumberId: row.phone_number_id,
    errors,
    attempts: row.attempts,
    dueAt: row.due_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** The call as the rest of the service sees it. */
export function toCall(row: OperationCallRow): OperationCall {
  const priorNumberIds: string[] = JSON.parse(row.prior_number_ids);
  const releasedNumberIds: string[] = JSON.parse(row.released_number_ids);
  return {
    operationId: row.operation_id,
    attempt: row.attempt,
    vendor: row.vendor,
    account: row.account,
    target: row.target === null ? null : canonicalAddress(row.target),
    marker: row.marker,
    priorNumberIds,
    releasedNumberIds,
    sentAt: row.sent_at,
    endedAt: row.ended_at,
    outcome: row.outcome,
  };
}

/** The operation, under the row's lease. */
export function toLeased(row: OperationRow): LeasedOperation {
  if (row.lease === null) throw new Error(`Operation ${row.id} is leased by nobody.`);
  return { ...toOperation(row), lease: row.lease, checks: row.checks };
}

/** What a row keeps of a follow-up; nothing that remains to be done is null. */
export function fromFollowUp(followUp: FollowUp | null): string | null {
  return followUp === null || Object.keys(followUp).length === 0 ? null : JSON.stringify(followUp);
}

/** The row of an operation that was never seen before. */
export function newOperationRow(
  operation: NewOperation,
  facts: { id: string; at: string; lease: string; leaseUntil: string },
): OperationRow {
  return {
    id: facts.id,
    account: operation.account,
    actor: operation.actor,
    idempotency_key: operation.idempotencyKey,
    kind: operation.kind,
    status: 'PENDING',
    vendor: operation.vendor,
    fingerprint: operation.fingerprint,
    request: JSON.stringify(operation.request),
    target: null,
    marker: null,
    sent_at: null,
    not_seen_since: null,
    not_seen_looks: 0,
    not_seen_last: null,
    settled_at: null,
    follow_up: null,
    phone_number_id: operation.phoneNumberId,
    errors: '[]',
    attempts: 0,
    checks: 0,
    due_at: facts.leaseUntil,
    lease: facts.lease,
    lease_until: facts.leaseUntil,
    created_at: facts.at,
    updated_at: facts.at,
  };
}
