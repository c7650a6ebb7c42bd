import type { Transaction } from 'kysely';
import type { OperationRow, Tables } from '../database/tables.ts';
import { isSameAgent } from '../domain/canonical.ts';
import {
  changingKinds,
  chargeOf,
  type FollowUp,
  type Operation,
  type OperationKind,
  type OperationRequest,
  type UserError,
  userError,
} from '../domain/operation.ts';
import { addStep } from './history.ts';
import { fromFollowUp, toOperation } from './rows.ts';

type Decision = Pick<OperationRow, 'id' | 'kind' | 'request'>;

/**
 * A newer request supersedes follow-ups of the same number: reconciliation must not bring back what it replaced. The
 * caller has locked the number's row.
 */
export async function supersedeFollowUps(
  transaction: Transaction<Tables>,
  newer: Decision & Pick<OperationRow, 'phone_number_id'>,
  at: string,
): Promise<void> {
  const open = await transaction
    .selectFrom('operations')
    .selectAll()
    .where('phone_number_id', '=', newer.phone_number_id)
    .where('follow_up', 'is not', null)
    .where('id', '<>', newer.id)
    .execute();
  for (const row of open) {
    const { followUp, errors } = toOperation(row);
    if (followUp === null) continue;
    // Two that want the same agent do each other no harm.
    const { agentId: wanted = null } = requestOf(newer);
    const isHarmless = newer.kind === 'LINK' && isSameAgent(wanted, followUp.agentId ?? null);
    const left = isHarmless ? followUp : without(followUp, newer);
    if (Object.keys(left).length === Object.keys(followUp).length) continue;
    const json = fromFollowUp(left);
    await transaction
      .updateTable('operations')
      .set({
        ...(json === null && NOTHING_OPEN),
        follow_up: json,
        errors: JSON.stringify(errorsAfter(row.kind, errors, { before: followUp, left, by: newer.id })),
        updated_at: at,
      })
      .where('id', '=', row.id)
      .execute();
    const note = `Superseded by operation ${newer.id}.`;
    await addStep(transaction, { operation_id: row.id, status: row.status, at, note });
  }
}

const NOTHING_OPEN = { due_at: null, lease: null, lease_until: null } as const;

/**
 * A follow-up that is about to be recorded, and the errors to be recorded with it, where another operation may have
 * decided about the number since this one began. The caller has locked the number's row.
 */
export async function settleFollowUp(
  transaction: Transaction<Tables>,
  { id, kind, createdAt, phoneNumberId }: Pick<Operation, 'id' | 'kind' | 'createdAt'> & { phoneNumberId: string },
  { followUp, errors }: { followUp: FollowUp; errors: readonly UserError[] },
): Promise<{ followUp: FollowUp; errors: readonly UserError[] }> {
  const decisions = await transaction
    .selectFrom('operations')
    .select(['id', 'kind', 'request'])
    .where('phone_number_id', '=', phoneNumberId)
    .where('id', '<>', id)
    .where('kind', 'in', changingKinds)
    .where('status', '<>', 'FAILED')
    // An id may come back after a release: what was decided about the number before is not about this one.
    .where('created_at', '>=', createdAt)
    .orderBy('created_at', 'desc')
    .execute();
  const left = decisions.reduce(without, followUp);
  const [decision] = decisions;
  if (!decision || Object.keys(left).length === Object.keys(followUp).length) return { followUp, errors };
  return { followUp: left, errors: errorsAfter(kind, errors, { before: followUp, left, by: decision.id }) };
}

function without({ agentId, label }: FollowUp, decision: Decision): FollowUp {
  const { kind } = decision;
  const keepsAgent = kind === 'UPDATE' || kind === 'REROUTE';
  const keepsLabel = kind !== 'RELEASE' && (kind !== 'UPDATE' || requestOf(decision).label === undefined);
  return {
    ...(agentId !== undefined && keepsAgent && { agentId }),
    ...(label !== undefined && keepsLabel && { label }),
  };
}

function requestOf({ request }: Pick<OperationRow, 'request'>): OperationRequest {
  const parsed: OperationRequest = JSON.parse(request);
  return parsed;
}

/** That the agent was superseded is an error; a label that was superseded is as its owner wants it. */
function errorsAfter(
  kind: OperationKind,
  errors: readonly UserError[],
  { before, left, by }: { before: FollowUp; left: FollowUp; by: string },
): UserError[] {
  const isDropped = (member: keyof FollowUp) => before[member] !== undefined && left[member] === undefined;
  return errors.flatMap((error) => {
    const member = error.field?.at(-1);
    if (member === 'label' && isDropped('label')) return [];
    return member === 'agentId' && isDropped('agentId') ? [superseded(kind, by)] : [error];
  });
}

function superseded(kind: OperationKind, by: string): UserError {
  return userError({
    code: 'AGENT_LINK_FAILED',
    message: `The number is there; operation ${by}, which is newer, decides its agent.`,
    field: ['input', 'agentId'],
    charged: chargeOf(kind, 'SUCCEEDED'),
  });
}
