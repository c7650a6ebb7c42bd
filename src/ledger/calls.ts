import { setTimeout as sleep } from 'node:timers/promises';
import type { Transaction } from 'kysely';
import { type Database, isTakenBy } from '../database/database.ts';
import { nextSequenceValue } from '../database/sequence.ts';
import type { Tables } from '../database/tables.ts';
import { type CallOutcome, isInDoubt } from '../domain/call.ts';
import { changingKinds } from '../domain/operation.ts';
import type { SentCall } from '../domain/sent-call.ts';
import type { IdsAt } from '../registry/registry.ts';
import { readIdsAt } from '../registry/writes.ts';
import { supersedeFollowUps } from './follow-ups.ts';
import type { LedgerGuard } from './guard.ts';
import type { Leases } from './leases.ts';
import type { Call, LeasedOperation, Ledger, PurchaseLimits, Recorded } from './ledger.ts';
import { lockNumber } from './number-lock.ts';
import { findReachedLimit } from './purchase-quota.ts';
import { toCall, toLeased } from './rows.ts';

type CallSettings = {
  readonly database: Database;
  readonly now: () => Date;
  readonly leases: Leases;
  readonly limits: PurchaseLimits;
  readonly guard: LedgerGuard;
  /** How long a call waits for another one that is changing the same number, in ms. */
  readonly waitMs: number;
};

/** The index that keeps a target to one open operation. */
export const openTarget = { name: 'operations_open_target', columns: 'operations.vendor, operations.target' };

/** How often a call that waits for a number looks again, in ms. */
const POLL_MS = 50;

/** How calls to vendors are recorded before they are sent, and that a number is no longer available. */
export function createCalls(settings: CallSettings): Pick<Ledger, 'recordSent' | 'recordUnavailable' | 'chooseAgain'> {
  const { database, now, leases, guard, waitMs } = settings;
  return {
    async recordSent(leased, call) {
      const giveUpAt = performance.now() + waitMs;
      for (;;) {
        try {
          const { recorded, remember } = await database.transaction().execute(async (transaction) => {
            const { whyNotToBuy, remember } = await guard.check(transaction);
            const refusal = leased.kind === 'PURCHASE' ? whyNotToBuy : null;
            const recorded: Recorded = refusal
              ? { state: 'refused', refusal }
              : await record(transaction, settings, { leased, call });
            return { recorded, remember };
          });
          if (recorded.state === 'sent') {
            const { operationId, attempt } = recorded.sent;
            remember({ operationId, attempt, seq: recorded.seq });
          }
          if (recorded.state !== 'number-busy' || performance.now() > giveUpAt) return recorded;
        } catch (error) {
          if (call.target !== undefined && isTakenBy(error, openTarget)) return { state: 'target-taken' };
          throw error;
        }
        await sleep(POLL_MS);
      }
    },

    recordUnavailable: (leased, note) =>
      database.transaction().execute(async (transaction) => {
        const row = await leases.change(transaction, leased, leases.renewed(), note);
        await endCall(transaction, leased, { outcome: 'unavailable', at: now().toISOString() });
        return toLeased(row);
      }),

    chooseAgain: (leased) =>
      database
        .transaction()
        .execute(async (transaction) =>
          toLeased(await leases.change(transaction, leased, { sent_at: null, target: null, marker: null }, null)),
        ),
  };
}

/** Adds to the last call of an operation what came of it. Once: what is known of a call does not change. */
export async function endCall(
  transaction: Transaction<Tables>,
  { id, attempts }: Pick<LeasedOperation, 'id' | 'attempts'>,
  { outcome, at }: { outcome: CallOutcome; at: string },
): Promise<void> {
  await transaction
    .updateTable('operation_calls')
    .set({ outcome, ended_at: at })
    .where('operation_id', '=', id)
    .where('attempt', '=', attempts)
    .where('outcome', 'is', null)
    .execute();
}

async function record(
  transaction: Transaction<Tables>,
  { now, leases, limits }: CallSettings,
  { leased, call }: { leased: LeasedOperation; call: Call },
): Promise<Recorded> {
  const at = now().toISOString();
  // The number's row before the operation's, in all transactions: else two could wait for each other.
  const lock = await lockNumber(transaction, leased, at);
  if (lock !== 'free') return { state: lock };
  // Looked up as the call is recorded: clocks cannot show later what was there before. A marker was on nothing.
  const ids = call.target === undefined ? NOTHING_THERE : await readIdsAt(transaction, leased.vendor, call.target);
  const inTheWay = call.isLookedAt ? ids.held.filter((id) => !ids.released.includes(id)) : ids.held;
  if (inTheWay.length > 0 && !(await isBoundTo(transaction, leased, call.target))) return { state: 'target-held' };
  const isFirst = leased.kind === 'PURCHASE' && leased.sentAt === null;
  const reached = isFirst ? await findReachedLimit(transaction, leased, { limits, now: now() }) : null;
  if (reached) return reached;
  const { target, marker, note } = call;
  const row = await leases.change(
    transaction,
    leased,
    {
      ...(target !== undefined && { target }),
      ...(marker !== undefined && { marker }),
      // What succeeded was sent when it was: trying its follow-up again is no purchase of today.
      ...(leased.status !== 'SUCCEEDED' && { sent_at: at }),
      attempts: leased.attempts + 1,
      ...leases.renewed(),
    },
    note,
  );
  const seq = await insertCall(transaction, { id: row.id, vendor: row.vendor, attempt: row.attempts, at }, call, ids);
  if (changingKinds.includes(row.kind)) await supersedeFollowUps(transaction, row, at);
  const times = { recordedAtMs: performance.now(), recordedAt: Date.now() };
  // The only place that says of a call that it is on record.
  const sent = { operationId: row.id, attempt: row.attempts, ...times } as SentCall;
  return { state: 'sent', sent, seq, operation: toLeased(row) };
}

const NOTHING_THERE: IdsAt = { held: [], released: [] };

/** Whether an earlier call of the operation may have obtained this address, so that what is there may be its own. */
async function isBoundTo(
  transaction: Transaction<Tables>,
  { id }: LeasedOperation,
  target: string | undefined,
): Promise<boolean> {
  const rows = await transaction.selectFrom('operation_calls').selectAll().where('operation_id', '=', id).execute();
  return rows.map(toCall).some((call) => isInDoubt(call) && call.target === target);
}

async function insertCall(
  transaction: Transaction<Tables>,
  { id, vendor, attempt, at }: { id: string; vendor: string; attempt: number; at: string },
  { account, target, marker }: Call,
  { held, released }: IdsAt,
): Promise<number> {
  const recorded = await transaction
    .insertInto('operation_calls')
    .values({
      operation_id: id,
      attempt,
      seq: await nextSequenceValue(transaction),
      vendor,
      account,
      target: target ?? null,
      marker: marker ?? null,
      prior_number_ids: JSON.stringify(held),
      released_number_ids: JSON.stringify(released),
      sent_at: at,
      ended_at: null,
      outcome: null,
    })
    .returning('seq')
    .executeTakeFirstOrThrow();
  return recorded.seq;
}
