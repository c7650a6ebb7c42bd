import type { Kysely, Transaction } from 'kysely';
import type { OperationStepRow, Tables } from '../database/tables.ts';
import type { OperationStep } from '../domain/operation.ts';

/** Adds to the history of an operation whose row the transaction holds. */
export async function addStep(
  transaction: Transaction<Tables>,
  step: Omit<OperationStepRow, 'position'>,
): Promise<void> {
  const { last } = await transaction
    .selectFrom('operation_steps')
    .select(({ fn }) => fn.max('position').as('last'))
    .where('operation_id', '=', step.operation_id)
    .executeTakeFirstOrThrow();
  await transaction
    .insertInto('operation_steps')
    .values({ ...step, position: Number(last ?? 0) + 1 })
    .execute();
}

/** The histories of operations, oldest step first. */
export async function readHistories(
  database: Kysely<Tables>,
  ids: readonly string[],
): Promise<Map<string, OperationStep[]>> {
  const rows = await database
    .selectFrom('operation_steps')
    .selectAll()
    .where('operation_id', 'in', ids)
    .orderBy('operation_id')
    .orderBy('position')
    .execute();
  const byOperation = Map.groupBy(rows, (row) => row.operation_id);
  return new Map(
    [...byOperation].map(([id, steps]) => [id, steps.map(({ at, status, note }) => ({ at, status, note }))]),
  );
}
