import type { Operation } from '../../domain/operation.ts';
import { MAX_TRIES, type StepKind, toStepKey } from '../../domain/steps.ts';
import type { Caller, ChangeResult } from '../shared/context.ts';
import type { Going, StepEnd } from './going.ts';

/**
 * Carries a step out, under a key of its own that no caller can have; where it has been, that is told. One that was refused
 * for good is tried anew only where a caller asks again. `run` is null where the step cannot be sent now.
 */
export async function runStep(
  going: Going,
  kind: StepKind,
  run: ((key: string, caller: Caller) => Promise<ChangeResult>) | null,
): Promise<StepEnd | null> {
  const { attempt, operation } = await findTry(going, kind);
  if (run === null) return operation && toEnd({ phoneNumber: null, operation, userErrors: operation.errors });
  // Other instances leave the whole alone while this one works on a step.
  await going.context.ledger.keep(going.leased);
  // Whoever asked for the whole asks for its steps.
  const { account, actor } = going.leased;
  return toEnd(await run(toStepKey({ key: keyOf(going), kind, attempt }), { account, actor }));
}

/** The last try of a step that is on record; null where there is none. */
export async function findStep(going: Going, kind: StepKind): Promise<Operation | null> {
  return (await findTry({ ...going, isRepeat: false }, kind)).operation;
}

async function findTry(
  going: Pick<Going, 'context' | 'leased' | 'isRepeat'>,
  kind: StepKind,
): Promise<{ readonly attempt: number; readonly operation: Operation | null }> {
  const attempts = Array.from({ length: MAX_TRIES }, (_, index) => index + 1);
  const key = keyOf(going);
  const keys = attempts.map((attempt) => toStepKey({ key, kind, attempt }));
  const known = await going.context.ledger.byKeys(going.leased.account, keys);
  const attempt = Math.max(1, attempts.findLast((_, index) => known.has(keys[index] ?? '')) ?? 1);
  const operation = known.get(toStepKey({ key, kind, attempt })) ?? null;
  const isOver = operation?.status === 'FAILED' && operation.errors.some(({ retryable }) => !retryable);
  return isOver && going.isRepeat && attempt < MAX_TRIES
    ? { attempt: attempt + 1, operation: null }
    : { attempt, operation };
}

function keyOf({ leased }: Pick<Going, 'leased'>): string {
  if (leased.idempotencyKey === null) throw new Error(`Operation ${leased.id} has steps, and no key.`);
  return leased.idempotencyKey;
}

function toEnd({ operation, userErrors }: ChangeResult): StepEnd {
  switch (operation?.status) {
    case 'SUCCEEDED':
      return { state: 'done', operation };
    case 'PENDING':
      return { state: 'open', errors: userErrors };
    case 'NEEDS_ATTENTION':
      return { state: 'person', errors: userErrors };
    default:
      return { state: 'failed', errors: userErrors, mayPass: userErrors.every(({ retryable }) => retryable) };
  }
}
