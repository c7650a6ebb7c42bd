import { setTimeout as sleep } from 'node:timers/promises';
import type { Call, LeasedOperation, Recorded } from '../../ledger/ledger.ts';
import { type OperationContext, POLL_MS } from './context.ts';

/** Records a call that changes a number, as soon as no other call is changing it, or tells that one still is. */
export async function recordSentWhenFree(
  context: OperationContext,
  leased: LeasedOperation,
  call: Call,
): Promise<Recorded> {
  const giveUpAt = performance.now() + context.waitMs;
  for (;;) {
    const recorded = await context.ledger.recordSent(leased, call);
    if (recorded.state !== 'number-busy' || performance.now() > giveUpAt) return recorded;
    await sleep(POLL_MS);
  }
}
