import type { Transaction } from 'kysely';
import { lockingRows } from '../database/database.ts';
import type { OperationRow, Tables } from '../database/tables.ts';
import { chargeOf, type Operation, type OperationKind, type UserError, userError } from '../domain/operation.ts';
import { addStep } from './history.ts';
import { NumberBusyError, NumberLockedError } from './ledger.ts';

/** The changes that say anew which agent a number has. */
const agentKinds: readonly OperationKind[] = ['LINK', 'UNLINK', 'RELEASE'];
/** Those that change a number that is there. */
const changeKinds: readonly OperationKind[] = [...agentKinds, 'UPDATE'];

/**
 * Lets one call at a time change a number at its vendor: of two that are under way nobody can tell which comes last.
 * Throws `NumberBusyError` where another one is, and `NumberLockedError` for the release of a number that is locked.
 */
export async function lockNumber(
  transaction: Transaction<Tables>,
  { id, kind, phoneNumberId }: Pick<Operation, 'id' | 'kind' | 'phoneNumberId'>,
  at: string,
): Promise<void> {
  if (phoneNumberId === null) return;
  // Whoever writes the number, such as an operation that locks it, waits for this transaction, or this one waits.
  const number = await lockingRows(
    transaction,
    transaction.selectFrom('phone_numbers').select('locked').where('id', '=', phoneNumberId),
  ).executeTakeFirst();
  if (kind === 'RELEASE' && number?.locked === 1) throw new NumberLockedError(phoneNumberId);
  const underWay = await transaction
    .selectFrom('operations')
    .select('id')
    .where('phone_number_id', '=', phoneNumberId)
    .where('id', '<>', id)
    .where('lease_until', '>', at)
    .where('sent_at', 'is not', null)
    .where((row) => row.or([row('kind', 'in', changeKinds), row('pending_agent_id', 'is not', null)]))
    .executeTakeFirst();
  if (underWay) throw new NumberBusyError(phoneNumberId);
}

/** A newer input for the number's agent replaces links that are still pending: recovery must not bring the old one back. */
export async function supersedeFollowUps(
  transaction: Transaction<Tables>,
  newer: Pick<OperationRow, 'id' | 'kind' | 'phone_number_id' | 'request'>,
  at: string,
): Promise<void> {
  if (!agentKinds.includes(newer.kind)) return;
  const { agentId }: { agentId?: string } = JSON.parse(newer.request);
  const pending = await transaction
    .selectFrom('operations')
    .selectAll()
    .where('phone_number_id', '=', newer.phone_number_id)
    .where('pending_agent_id', 'is not', null)
    .where('id', '<>', newer.id)
    .execute();
  for (const row of pending) {
    // Two that want the same agent do each other no harm.
    if (row.pending_agent_id === agentId) continue;
    const dropped = { ...NOTHING_PENDING, errors: JSON.stringify([superseded(row, newer.id)]) };
    await transaction
      .updateTable('operations')
      .set({ ...dropped, updated_at: at })
      .where('id', '=', row.id)
      .execute();
    const note = `The link is not wanted any more: operation ${newer.id} decides on the agent.`;
    await addStep(transaction, { operation_id: row.id, status: row.status, at, note });
  }
}

const NOTHING_PENDING = { pending_agent_id: null, due_at: null, lease: null, lease_until: null } as const;

/**
 * Another operation that has said, or is about to say, which agent this number has; null if there is none. The caller
 * has locked the number's row.
 */
export async function findNewerAgentChange(
  transaction: Transaction<Tables>,
  { id, phone_number_id }: Pick<OperationRow, 'id' | 'phone_number_id'>,
): Promise<string | null> {
  const newer = await transaction
    .selectFrom('operations')
    .select('id')
    .where('phone_number_id', '=', phone_number_id)
    .where('id', '<>', id)
    .where('kind', 'in', agentKinds)
    .where('status', '<>', 'FAILED')
    .executeTakeFirst();
  return newer?.id ?? null;
}

/** What remains of the input for an agent when a newer one has taken its place. */
export function superseded({ kind }: Pick<OperationRow, 'kind'>, newerId: string): UserError {
  return userError({
    code: 'AGENT_LINK_FAILED',
    message: `The number is there; which agent it has was decided anew by operation ${newerId}.`,
    field: ['input', 'agentId'],
    charged: chargeOf(kind, 'SUCCEEDED'),
  });
}
