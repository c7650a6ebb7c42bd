import { type Kysely, type OperationNodeSource, sql, type Transaction } from 'kysely';
import type { OperationStepRow, Tables } from '../database/tables.ts';
import type { OperationStep } from '../domain/operation.ts';

/** Of a history that grows, as by repeats of a key that fails, the beginning and the end are kept. */
const FIRST_KEPT = 50;
const LAST_KEPT = 250;

/** Adds to the history of an operation whose row the transaction holds. */
export async function addStep(
  transaction: Transaction<Tables>,
  { operation_id: id, at, status, note }: Omit<OperationStepRow, 'position'>,
): Promise<void> {
  const { rows } = await sql<Pick<OperationStepRow, 'position'>>`
    insert into ${sql.table('operation_steps')} (operation_id, position, at, status, note)
    select ${id}, coalesce(max(position), 0) + 1, ${at}, ${status}, ${note}
    from ${sql.table('operation_steps')} where operation_id = ${id}
    returning position`.execute(transaction);
  const position = rows[0]?.position ?? 0;
  if (position > FIRST_KEPT + LAST_KEPT) await forgetMiddle(transaction, id, position);
}

/** When it first succeeded is kept too: it tells who obtained a number. */
async function forgetMiddle(transaction: Transaction<Tables>, id: string, position: number): Promise<void> {
  const success = await transaction
    .selectFrom('operation_steps')
    .select(({ fn }) => fn.min('position').as('position'))
    .where('operation_id', '=', id)
    .where('status', '=', 'SUCCEEDED')
    .executeTakeFirst();
  await transaction
    .deleteFrom('operation_steps')
    .where('operation_id', '=', id)
    .where('position', '>', FIRST_KEPT)
    .where('position', '<=', position - LAST_KEPT)
    .where('position', '<>', success?.position ?? 0)
    .execute();
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

/** The newest steps of operations, or all that are kept, oldest step first. */
export async function readHistories(
  database: Kysely<Tables>,
  ids: readonly string[],
  last: number = FIRST_KEPT + LAST_KEPT + 1,
): Promise<Map<string, OperationStep[]>> {
  const rows = await database
    .selectFrom(
      database
        .selectFrom('operation_steps')
        .selectAll()
        .select(({ fn }) =>
          fn
            .agg<number>('row_number')
            .over((over) => over.partitionBy('operation_id').orderBy('position', 'desc'))
            .as('newness'),
        )
        .where('operation_id', 'in', ids)
        .as('step'),
    )
    .selectAll()
    .where('newness', '<=', last)
    .orderBy('operation_id')
    .orderBy('position')
    .execute();
  const byOperation = Map.groupBy(rows, (row) => row.operation_id);
  return new Map(
    [...byOperation].map(([id, steps]) => [id, steps.map(({ at, status, note }) => ({ at, status, note }))]),
  );
}
