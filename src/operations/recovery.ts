import { findOut } from './find-out.ts';
import { LeaseLostError } from './ledger.ts';
import type { OperationParts } from './parts.ts';

const BATCH = 20;

/** Settles what is open, at start and on a timer, in every instance. */
export type Recovery = {
  /** Starts the timer and looks once at once. */
  start(): void;
  /** Looks at everything that is due now. */
  runOnce(): Promise<void>;
  /** Stops the timer and waits for a look that is under way. */
  stop(): Promise<void>;
};

export function createRecovery(parts: OperationParts, intervalMs: number): Recovery {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  let isStopping = false;

  const work = async (): Promise<void> => {
    for (;;) {
      const due = isStopping ? [] : await parts.ledger.claimDue(BATCH);
      if (due.length === 0) return;
      for (const held of due) await settle(held);
    }
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
