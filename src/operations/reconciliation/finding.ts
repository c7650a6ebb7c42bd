import { isInDoubt, type OperationCall } from '../../domain/call.ts';
import type { Operation } from '../../domain/operation.ts';
import type { Finished, LeasedOperation } from '../../ledger/ledger.ts';
import type { OperationContext } from '../shared/context.ts';
import type { Evidence, verdicts } from './evidence.ts';

/** Evidence of which it follows that the operation succeeded. */
type Success = { [Kind in Evidence]: (typeof verdicts)[Kind] extends 'happened' ? Kind : never }[Evidence];

/** What was found, in words for the history; and how to record it, where that is a success. */
export type Finding =
  | {
      readonly evidence: Exclude<Evidence, Success>;
      readonly note: string;
      /** What the looks have suggested so far; left out where this one says nothing. */
      readonly notSeen?: Operation['notSeen'];
      /** When another look may say more. */
      readonly lookAt?: Date;
    }
  | { readonly evidence: Success; readonly record: () => Promise<Finished> };

/** Nothing can be said yet. */
export const tooEarly: Finding = { evidence: 'too-early', note: '' };

/** Whether the vendor has had the time in which it may still act on a call that changes a number and was not answered. */
export function isPastGrace(context: OperationContext, { sentAt, errors }: LeasedOperation): boolean {
  if (sentAt === null) return false;
  // Where its end was not recorded, the call may have been under way for as long as one may.
  const callMs = errors.length === 0 ? context.longestCallMs : 0;
  const sinceMs = Math.max(Date.parse(sentAt), context.clockSetAtMs());
  return context.now().getTime() - sinceMs > context.graceMs + callMs;
}

/**
 * When the vendor has had that time for every call that asked for a number, in ms since 1970. A call that was refused
 * does nothing any more, but the refusal may be about a copy of it, which the account may show late.
 */
export function endOfGrace(
  { graceMs, longestCallMs, clockSetAtMs }: OperationContext,
  calls: readonly OperationCall[],
): number {
  const inDoubt = calls.filter(isInDoubt);
  const unanswered = inDoubt.filter(({ outcome }) => outcome !== 'conflict');
  const ends = unanswered.map(({ sentAt, endedAt }) =>
    endedAt === null ? Date.parse(sentAt) + longestCallMs : Date.parse(endedAt),
  );
  // Each repeat may be refused once more, and must not put the end off for ever.
  const firstRefused = inDoubt.find(({ outcome }) => outcome === 'conflict');
  if (firstRefused) ends.push(Date.parse(firstRefused.endedAt ?? firstRefused.sentAt));
  // Across a clock that was set, nobody knows how much time has passed.
  if (ends.length > 0) ends.push(clockSetAtMs());
  return Math.max(0, ...ends) + graceMs;
}

/** One look more which suggests that nothing came of an operation: the first one, where those before it do not count. */
export function countLook(before: Operation['notSeen'], at: Date): NonNullable<Operation['notSeen']> {
  const last = at.toISOString();
  return { since: before?.since ?? last, last, looks: (before?.looks ?? 0) + 1 };
}

/** When the same number may be asked for again: after the grace period, and no sooner after any call. In ms since 1970. */
export function endOfRest(context: OperationContext, calls: readonly OperationCall[]): number {
  const last = calls.at(-1);
  const lastAt = last ? Date.parse(last.endedAt ?? last.sentAt) : 0;
  return Math.max(endOfGrace(context, calls), lastAt + context.graceMs);
}

/**
 * Whether the operation was sent so long ago that a person is asked: by its first call that may have obtained a number, if
 * it obtains one.
 */
export function isOpenForADay(
  context: OperationContext,
  leased: LeasedOperation,
  calls: readonly OperationCall[] = [],
): boolean {
  const sentAt = calls.find(isInDoubt)?.sentAt ?? leased.sentAt;
  return sentAt !== null && context.now().getTime() - Date.parse(sentAt) > context.patienceMs;
}

/** Whether the last call was refused in a way that may be about an earlier one. */
export function isRefusedSince(calls: readonly OperationCall[]): boolean {
  const outcome = calls.at(-1)?.outcome;
  return outcome === 'conflict' || (outcome === 'unavailable' && calls.some(isInDoubt));
}

/** Which calls' numbers are looked for: those in doubt; where none is, all that may have lied. */
export function isSoughtIn(calls: readonly OperationCall[]): (call: OperationCall) => boolean {
  return calls.some(isInDoubt) ? isInDoubt : ({ outcome }) => outcome === 'unavailable';
}
