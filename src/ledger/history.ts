import { type Kysely, type OperationNodeSource, sql, type Transaction } from 'kysely';
import type { OperationStepRow, Tables } from '../database/tables.ts';
import type { OperationStep } from '../domain/operation.ts';

/** Adds to the history of an operation whose row the transaction holds. */
export async function addStep(
  transaction: Transaction<Tables>,
  { operation_id: id, at, status, note }: Omit<OperationStepRow, 'position'>,
): Promise<void> {
  await sql`
    insert into ${sql.table('operation_steps')} (operation_id, position, at, status, note)
    select ${id}, coalesce(max(position), 0) + 1, ${at}, ${status}, ${note}
    from ${sql.table('operation_steps')} where operation_id = ${id}`.execute(transaction);
}

/** Inserts an operation and the first step of its history, where it is new, in one statement of PostgreSQL. */
export async function insertWithStep(
  transaction: Transaction<Tables>,
  insert: OperationNodeSource,
  { at, status, note }: Pick<OperationStepRow, 'at' | 'status' | 'note'>,
): Promise<{ id: string } | undefined> {
  const { rows } = await sql<{ id: string }>`
    with begun as (${insert}), step as (
      insert into ${sql.table('operation_steps')} (operation_id, position, at, status, note)
      select id, 1, ${at}, ${status}, ${note} from begun
    )
    select id from begun`.execute(transaction);
  return rows[0];
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
