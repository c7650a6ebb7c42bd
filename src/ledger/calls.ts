import { setTimeout as sleep } from 'node:timers/promises';
import type { Transaction } from 'kysely';
import { type Database, isTakenBy } from '../database/database.ts';
import { nextSequence } from '../database/sequence.ts';
import type { Tables } from '../database/tables.ts';
import { changingKinds } from '../domain/operation.ts';
import type { SentCall } from '../domain/sent-call.ts';
import { readIdsAt } from '../registry/writes.ts';
import { supersedeFollowUps } from './follow-ups.ts';
import type { LedgerGuard } from './guard.ts';
import type { Leases } from './leases.ts';
import type { Call, LeasedOperation, Ledger, PurchaseLimits, Recorded } from './ledger.ts';
import { lockNumber } from './number-lock.ts';
import { findReachedLimit } from './purchase-quota.ts';
import { toLeased } from './rows.ts';

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
const openTarget = { name: 'operations_open_target', columns: 'operations.vendor, operations.target' };

/** How often a call that waits for a number looks again, in ms. */
const POLL_MS = 50;

/** How calls to vendors are recorded: before they are sent, and taken back where they certainly did nothing. */
export function createCalls(settings: CallSettings): Pick<Ledger, 'recordSent' | 'recordNotDone'> {
  const { database, leases, guard, waitMs } = settings;
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

    recordNotDone: (leased, note) =>
      database
        .transaction()
        .execute(async (transaction) =>
          toLeased(await leases.change(transaction, leased, { sent_at: null, target: null, marker: null }, note)),
        ),
  };
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
      // Looked up as the call is recorded: clocks cannot show later what was there before. A marker was on nothing.
      ...(target !== undefined && {
        prior_number_ids: JSON.stringify(await readIdsAt(transaction, leased.vendor, target)),
      }),
      // What succeeded was sent when it was: trying its follow-up again is no purchase of today.
      ...(leased.status !== 'SUCCEEDED' && { sent_at: at }),
      attempts: leased.attempts + 1,
      ...leases.renewed(),
    },
    note,
  );
  if (changingKinds.includes(row.kind)) await supersedeFollowUps(transaction, row, at);
  const seq = await nextSequence(transaction);
  await transaction
    .insertInto('operation_calls')
    .values({ operation_id: row.id, attempt: row.attempts, seq })
    .execute();
  const times = { recordedAtMs: performance.now(), recordedAt: Date.now() };
  // The only place that says of a call that it is on record.
  const sent = { operationId: row.id, attempt: row.attempts, ...times } as SentCall;
  return { state: 'sent', sent, seq, operation: toLeased(row) };
}
