import type { OperationRow } from '../database/tables.ts';
import type { Operation, OperationRequest, UserError } from '../domain/operation.ts';
import type { Intent, LeasedOperation } from './ledger.ts';

/** The operation as the rest of the service sees it. */
export function toOperation(row: OperationRow): Operation {
  const request: OperationRequest = JSON.parse(row.request);
  const errors: UserError[] = JSON.parse(row.errors);
  const priorNumberIds: string[] = JSON.parse(row.prior_number_ids);
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
    target: row.target,
    priorNumberIds,
    sentAt: row.sent_at,
    pendingAgentId: row.pending_agent_id,
    phoneNumberId: row.phone_number_id,
    errors,
    attempts: row.attempts,
    dueAt: row.due_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** The operation, leased under the row's lease. */
export function toLeased(row: OperationRow): LeasedOperation {
  if (row.lease === null) throw new Error(`Operation ${row.id} is leased by nobody.`);
  return { ...toOperation(row), lease: row.lease };
}

/** The row of an intent that was never seen before. */
export function newOperationRow(
  intent: Intent,
  facts: { id: string; at: string; lease: string; leaseUntil: string },
): OperationRow {
  return {
    id: facts.id,
    account: intent.account,
    actor: intent.actor,
    idempotency_key: intent.idempotencyKey,
    kind: intent.kind,
    status: 'PENDING',
    vendor: intent.vendor,
    fingerprint: intent.fingerprint,
    request: JSON.stringify(intent.request),
    target: null,
    prior_number_ids: '[]',
    sent_at: null,
    pending_agent_id: null,
    phone_number_id: intent.phoneNumberId,
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
