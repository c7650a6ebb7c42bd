import type { ImportSource } from '../../vendors/vendor.ts';
import type { ChangeResult, OperationContext } from '../shared/context.ts';
import { beginIdempotently, type Change, carryOut } from '../shared/run-idempotently.ts';
import { carryOn } from './carry-on.ts';

/** Carries out what is done in steps, once for each key; a repeat goes on where it stopped. */
export async function runInSteps(
  context: OperationContext,
  change: Change,
  source: ImportSource | null = null,
): Promise<ChangeResult> {
  const begun = await beginIdempotently(context, change);
  if ('leased' in begun) return carryOut(context, begun.leased, () => carryOn(context, begun.leased, { source }));
  const { operation } = begun.answer;
  const isStuck = operation?.status === 'NEEDS_ATTENTION' && operation.kind === change.kind;
  if (!isStuck || begun.answer.userErrors.some(({ code }) => code === 'IDEMPOTENCY_KEY_REUSED')) return begun.answer;
  const leased = await context.ledger.claim(operation.id, 'NEEDS_ATTENTION');
  if (!leased) return begun.answer;
  return carryOut(context, leased, () => carryOn(context, leased, { source, isRepeat: true }));
}
