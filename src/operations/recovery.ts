import { findOut } from './find-out.ts';
import { LeaseLostError } from './ledger.ts';
import type { OperationParts } from './parts.ts';

const BATCH = 20;
const DAY_MS = 86_400_000;

/** Settles what is open, at start and on a timer, in every instance. */
export type Recovery = {
  /** Starts the timer and looks once at once. */
  start(): void;
  /** Looks at everything that is due now. */
  runOnce(): Promise<void>;
  /** Stops the timer and waits for a look that is under way. */
  stop(): Promise<void>;
};

/** Looks every `intervalMs`; what ended more than `retentionDays` ago is forgotten, nothing if null. Starts nothing yet. */
export function createRecovery(
  parts: OperationParts,
  { intervalMs, retentionDays }: { readonly intervalMs: number; readonly retentionDays: number | null },
): Recovery {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  let isStopping = false;

  const work = async (): Promise<void> => {
    // What has been looked at comes up again, perhaps before all has been: that is for the next time.
    const startedAt = parts.now();
    while (!isStopping) {
      const due = await parts.ledger.claimDue(BATCH, startedAt);
      if (due.length === 0) break;
      for (const held of due) if (!isStopping) await settle(held);
    }
    if (retentionDays === null || isStopping) return;
    const pruned = await parts.ledger.prune(new Date(parts.now().getTime() - retentionDays * DAY_MS).toISOString());
    if (pruned > 0) parts.logger.info({ pruned }, 'forgot operations that ended long ago');
  };

  const settle = async (held: Awaited<ReturnType<OperationParts['ledger']['claimDue']>>[number]): Promise<void> => {
    try {
      const { status } = await findOut(parts, held);
      parts.logger.info({ operationId: held.id, kind: held.kind, from: held.status, to: status }, 'recovery looked');
    } catch (error) {
      if (error instanceof LeaseLostError) return;
      parts.logger.error({ operationId: held.id, err: error }, 'recovery failed');
    }
  };

  const runOnce = (): Promise<void> => {
    running ??= work().finally(() => {
      running = null;
    });
    return running;
  };

  const look = (): void => {
    runOnce().catch((error: unknown) => parts.logger.error({ err: error }, 'recovery could not look'));
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
