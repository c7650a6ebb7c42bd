import { randomUUID } from 'node:crypto';
import { type SelectQueryBuilder, sql, type Transaction } from 'kysely';
import type { Database } from '../database/database.ts';
import { durabilityGaps } from '../database/durability.ts';
import type { Tables } from '../database/tables.ts';
import type { RecordedCall, Remembered } from './memory.ts';

/**
 * What a ledger turns out to be, to an instance that remembers one.
 * - `same`: the one that it remembers, with all that it remembers of it; or one that it has no memory to hold against.
 * - `accepted`: an operator has said that it takes the place of the one that is remembered.
 * - `another`: it has another identity.
 * - `forgetful`: it lacks a call that it held before: a backup was restored, or a standby promoted that lagged.
 * - `disowned`: an instance has found it forgetful, and nobody has accepted it since.
 */
export type Recognition = {
  readonly is: 'same' | 'accepted' | 'another' | 'forgetful' | 'disowned';
  /** The current identity; null where it is disowned. */
  readonly identity: string | null;
  /** Settings of the database that would let it lose committed rows, by name; empty if there are none. */
  readonly gaps: string;
};

type Found = {
  readonly current: string | null;
  readonly accepted: string | null;
  readonly pruned: number | null;
  readonly seq: number | null;
  readonly gaps: string;
};

/** Holds the ledger against what is remembered of one, in one query. One that is found forgetful is disowned at once. */
export async function recognise(transaction: Transaction<Tables>, remembered: Remembered | null): Promise<Recognition> {
  const call = remembered?.lastCall ?? null;
  const identities = sql.table('ledger_identities');
  // By hand, since each call asks this: to build it would cost more than to run it.
  const { rows } = await sql<Found>`
    select
      (select id from ${identities} where is_current = 1) as current,
      (select id from ${identities} where id = ${remembered?.identity ?? ''}) as accepted,
      (select max(pruned_seq) from ${identities}) as pruned,
      (select seq from ${sql.table('operation_calls')}
        where operation_id = ${call?.operationId ?? ''} and attempt = ${call?.attempt ?? 0}) as seq,
      ${durabilityGaps(transaction)} as gaps`.execute(transaction);
  const [row] = rows;
  if (!row) throw new Error('The database says nothing of its ledger.');
  const { current: identity, gaps } = row;
  if (identity === null) return { is: 'disowned', identity, gaps };
  if (remembered === null) return { is: 'same', identity, gaps };
  if (remembered.identity !== identity) return { is: row.accepted === null ? 'another' : 'accepted', identity, gaps };
  // Of a call that was pruned there is nothing left to tell.
  if (call === null || row.seq === call.seq || call.seq <= (row.pruned ?? 0)) return { is: 'same', identity, gaps };
  // The others have no memory of this call, perhaps: they are told by the ledger itself.
  await transaction.updateTable('ledger_identities').set({ is_current: 0 }).execute();
  return { is: 'forgetful', identity: null, gaps };
}

/** Whether an instance has found the ledger forgetful, and nobody has accepted it since. */
export async function hasLostCalls(database: Database): Promise<boolean> {
  const current = await database
    .selectFrom('ledger_identities')
    .select('id')
    .where('is_current', '=', 1)
    .executeTakeFirst();
  return current === undefined;
}

/** The newest call of the ledger; null where there is none. */
export async function readNewestCall(transaction: Transaction<Tables>): Promise<RecordedCall | null> {
  const row = await transaction
    .selectFrom('operation_calls')
    .select(['operation_id', 'attempt', 'seq'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? { operationId: row.operation_id, attempt: row.attempt, seq: row.seq } : null;
}

/** Notes that calls are about to be forgotten: that they are missing says nothing from now on. */
export async function recordPruned(
  transaction: Transaction<Tables>,
  operations: SelectQueryBuilder<Tables, 'operations', { id: string }>,
): Promise<void> {
  const { newest } = await transaction
    .selectFrom('operation_calls')
    .select(({ fn }) => fn.max('seq').as('newest'))
    .where('operation_id', 'in', operations)
    .executeTakeFirstOrThrow();
  if (newest === null) return;
  await transaction
    .updateTable('ledger_identities')
    .set({ pruned_seq: newest })
    .where('pruned_seq', '<', newest)
    .execute();
}

/**
 * Gives the ledger a new identity, by which a service takes it for the right one from now on. Its former ones are accepted
 * as well, and so is `remembered`. Returns the new one.
 */
export async function acceptLedger(transaction: Transaction<Tables>, remembered: string | null): Promise<string> {
  const id = randomUUID();
  await transaction.updateTable('ledger_identities').set({ is_current: 0 }).execute();
  await transaction.insertInto('ledger_identities').values({ id, is_current: 1, pruned_seq: 0 }).execute();
  if (remembered !== null) {
    await transaction
      .insertInto('ledger_identities')
      .values({ id: remembered, is_current: 0, pruned_seq: 0 })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  }
  return id;
}
