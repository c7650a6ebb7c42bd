import { type Answer, send } from './api.ts';
import {
  type ChangeFragment,
  OperationDocument,
  type OperationFragment,
  PurchaseDocument,
  ReleaseDocument,
  type UserErrorFragment,
} from './generated/documents.ts';
import { type Kept, keyOf } from './kept.ts';

/** Where what was sent with a key stands. The last two are ends. */
export type Stage =
  /** On its way. */
  | { readonly at: 'sent' }
  /** Nobody has answered, or has taken it this time: it is sent again with its key. */
  | { readonly at: 'unanswered'; readonly why: string }
  /** The service has it, and does not know yet whether the vendor has done it. */
  | { readonly at: 'open'; readonly operation: OperationFragment }
  /** The service knows what became of it. `change` is what it answered, where that was at once. */
  | { readonly at: 'ended'; readonly operation: OperationFragment; readonly change: ChangeFragment | null }
  /** It was not taken, and nothing was written down. */
  | { readonly at: 'refused'; readonly userErrors: readonly UserErrorFragment[] };

const FOLLOW_MS = 2_000;
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000];
const LONGEST_PAUSE_MS = 15_000;

type Found = { readonly operation: OperationFragment | null; readonly change: ChangeFragment | null };

/**
 * Carries it to its end, and says how it stands. Begins by sending it, whatever came before: with the same key that does nothing
 * twice, and the answer is the one there was.
 */
export async function* pursue(kept: Kept, signal: AbortSignal): AsyncGenerator<Stage, void, void> {
  yield { at: 'sent' };
  let isKnown = false;
  for (let round = 0; !signal.aborted; round += 1) {
    const stage: Stage = isKnown ? judge(await askOutcome(kept, signal)) : await sendAndJudge(kept, signal);
    if (signal.aborted) return;
    // One that cannot be read for a moment is as it was.
    if (stage.at !== 'unanswered' || !isKnown) yield stage;
    if (stage.at === 'ended' || stage.at === 'refused') return;
    isKnown ||= stage.at === 'open';
    await pause(isKnown ? FOLLOW_MS : (PAUSES_MS[round] ?? LONGEST_PAUSE_MS), signal);
  }
}

async function sendAndJudge(kept: Kept, signal: AbortSignal): Promise<Stage> {
  const sent = await sendOnce(kept, signal);
  if (sent.data === null) return { at: 'unanswered', why: sent.failure };
  const { change } = sent.data;
  if (change === null) return { at: 'unanswered', why: 'The service could not carry it out now.' };
  if (change.operation !== null) return judgeFound({ operation: change.operation, change });
  const [error] = change.userErrors;
  if (error?.retryable) return { at: 'unanswered', why: error.message };
  // Says nothing of what an earlier try with the same key has led to.
  const earlier = await askOutcome(kept, signal);
  const isUnknown = earlier.data !== null && earlier.data.operation === null && earlier.lacking === null;
  return isUnknown ? { at: 'refused', userErrors: change.userErrors } : judge(earlier);
}

async function sendOnce(kept: Kept, signal: AbortSignal): Promise<Answer<{ readonly change: ChangeFragment | null }>> {
  return kept.kind === 'PURCHASE'
    ? send(PurchaseDocument, { input: kept.input }, signal)
    : send(ReleaseDocument, { input: kept.input }, signal);
}

async function askOutcome(kept: Kept, signal: AbortSignal): Promise<Answer<Found>> {
  const answer = await send(OperationDocument, { idempotencyKey: keyOf(kept) }, signal);
  return answer.data === null ? answer : { ...answer, data: { operation: answer.data.numberOperation, change: null } };
}

function judge(answer: Answer<Found>): Stage {
  if (answer.data === null) return { at: 'unanswered', why: answer.failure };
  const { operation, change } = answer.data;
  if (operation === null) return { at: 'unanswered', why: answer.lacking ?? 'The service does not know of it.' };
  return judgeFound({ operation, change });
}

function judgeFound({ operation, change }: Found & { readonly operation: OperationFragment }): Stage {
  const isOpen = operation.status === 'PENDING' || operation.status === 'NEEDS_ATTENTION';
  return isOpen ? { at: 'open', operation } : { at: 'ended', operation, change };
}

/** Nothing is asked while the tab is hidden. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stop = new AbortController();
    const done = () => {
      if (document.hidden && !signal.aborted) return;
      stop.abort();
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, ms);
    document.addEventListener('visibilitychange', done, { signal: stop.signal });
    signal.addEventListener('abort', done, { signal: stop.signal });
  });
}
