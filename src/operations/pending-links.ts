import type { Transaction } from 'kysely';
import type { OperationRow, Tables } from '../database/tables.ts';
import type { OperationKind } from '../domain/operation.ts';
import { addStep } from './operation-steps.ts';

/** The changes that say anew which agent a number has. */
export const agentKinds: ReadonlySet<OperationKind> = new Set(['LINK', 'UNLINK', 'RELEASE']);

/** A newer wish for the number's agent replaces links that are still pending: recovery must not bring the old one back. */
export async function dropPendingLinks(
  transaction: Transaction<Tables>,
  newer: Pick<OperationRow, 'id' | 'phone_number_id'>,
  at: string,
): Promise<void> {
  const dropped = await transaction
    .updateTable('operations')
    .set({ pending_agent_id: null, errors: '[]', due_at: null, lease: null, lease_until: null, updated_at: at })
    .where('phone_number_id', '=', newer.phone_number_id)
    .where('pending_agent_id', 'is not', null)
    .where('id', '<>', newer.id)
    .returning(['id', 'status'])
    .execute();
  const note = `The link is not wanted any more: operation ${newer.id} decides on the agent.`;
  for (const { id, status } of dropped) await addStep(transaction, { operation_id: id, status, at, note });
}
