import { longestOpenMs, type Operation, openSince } from '../../domain/operation.ts';
import { steppedKinds } from '../../domain/steps.ts';
import { type LeasedOperation, LeaseLostError } from '../../ledger/ledger.ts';
import { carryOutInTurn, isUnbegunItem } from '../shared/carry-out-item.ts';
import type { OperationContext } from '../shared/context.ts';
import { carryOnLater, wakeWhole } from '../steps/carry-on.ts';
import { reconcile } from './reconcile.ts';

const BATCH = 20;
const DAY_MS = 86_400_000;

/** Reconciles what is open, at start and on a timer, in every instance. */
export type ReconciliationWorker = {
  /** Starts the timer, and runs once immediately. */
  start(): void;
  /** Reconciles everything that is due now. */
  runOnce(): Promise<void>;
  /** Stops the timer and waits for what is under way. */
  stop(): Promise<void>;
};

/** Looks every `intervalMs`; what ended more than `retentionDays` ago is forgotten, nothing if null. Starts nothing yet. */
export function createReconciliationWorker(
  context: OperationContext,
  { intervalMs, retentionDays }: { readonly intervalMs: number; readonly retentionDays: number | null },
): ReconciliationWorker {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  let isStopping = false;

  const work = async (): Promise<void> => {
    // What has been looked at comes up again, perhaps before all has been: that is for the next time.
    const startedAt = context.now();
    while (!isStopping) {
      const due = await context.ledger.claimDue(BATCH, startedAt);
      if (due.length === 0) break;
      // Side by side, so that one sync of a list serves all that wait for it.
      await Promise.all(due.map(reconcileOne));
    }
    if (retentionDays === null || isStopping) return;
    const before = new Date(context.now().getTime() - retentionDays * DAY_MS).toISOString();
    const pruned = await context.ledger.prune(before);
    if (pruned > 0) context.logger.info({ pruned }, 'forgot operations that ended long ago');
  };

  const reconcileOne = async (leased: LeasedOperation): Promise<void> => {
    try {
      const work = () => (steppedKinds.includes(leased.kind) ? carryOnLater : reconcile)(context, leased);
      const { operation } = await context.ledger.during(leased.id, work);
      if (isUnbegunItem(operation)) {
        if ((await context.whyNotToBuy()) === null) carryOutInTurn(context, operation);
        return;
      }
      const { id: operationId, kind, status } = operation;
      context.logger.info({ operationId, kind, from: leased.status, to: status }, 'reconciled');
      if (leased.status !== status) await wakeWhole(context, operation);
      await warnOfOverdue(operation);
    } catch (error) {
      if (error instanceof LeaseLostError) return;
      context.logger.error({ operationId: leased.id, err: error }, 'reconciliation failed');
    }
  };

  const warned = new Set<string>();

  /** Once for each: it is in the audit as long as it is open. */
  const warnOfOverdue = async ({ id, kind, status, vendor, createdAt }: Operation): Promise<void> => {
    const longestMs = longestOpenMs({ hasList: context.vendors.get(vendor)?.list !== undefined });
    const isOverdue = (since: string): boolean => context.now().getTime() - Date.parse(since) > longestMs;
    if (status !== 'PENDING' || warned.has(id) || !isOverdue(createdAt)) return;
    const since = openSince((await context.ledger.histories([id])).get(id) ?? []);
    if (since === null || !isOverdue(since)) return;
    warned.add(id);
    context.logger.warn({ operationId: id, kind, vendor, since }, 'an operation is open for longer than it should be');
  };

  const runOnce = (): Promise<void> => {
    running ??= work().finally(() => {
      running = null;
    });
    return running;
  };

  const look = (): void => {
    runOnce().catch((error: unknown) => context.logger.error({ err: error }, 'reconciliation failed'));
  };

  return {
    start() {
      look();
      timer = setInterval(look, intervalMs);
    },
    runOnce,
    async stop() {
      isStopping = true;
      if (timer) clearInterval(timer);
      await running?.catch(() => undefined);
    },
  };
}
