import { send } from './client.ts';
import {
  OutcomeDocument,
  PurchaseDocument,
  type PurchaseOperationFragment,
  type TroubleFragment,
} from './gql/graphql.ts';
import { forget, type KeptPurchase, keep } from './kept-purchase.ts';

/** Where a purchase stands. The last three are ends. */
export type Stage =
  /** On its way. */
  | { readonly at: 'sent' }
  /** Nobody has answered, or has taken it this time: it is sent again with its key at `nextAt`, in milliseconds since 1970. */
  | { readonly at: 'unanswered'; readonly troubles: readonly TroubleFragment[]; readonly nextAt: number }
  /** It is refused by now, but an earlier try has gone unanswered, and may have bought. It is sent again with its key at `nextAt`. */
  | { readonly at: 'doubtful'; readonly troubles: readonly TroubleFragment[]; readonly nextAt: number }
  /** The service does not know yet whether the vendor has sold, or waits for a person who looks there. It is asked at `nextAt`. */
  | {
      readonly at: 'open';
      readonly needsPerson: boolean;
      readonly troubles: readonly TroubleFragment[];
      readonly nextAt: number;
    }
  /** `troubles`: what remains to be done, such as a link. */
  | { readonly at: 'bought'; readonly address: string; readonly troubles: readonly TroubleFragment[] }
  /** Nothing was bought and nothing charged. The same key may be sent again. */
  | { readonly at: 'failed'; readonly troubles: readonly TroubleFragment[] }
  /** The same, and the key is used up. */
  | { readonly at: 'refused'; readonly troubles: readonly TroubleFragment[] };

const PAUSES_MS = [1_000, 2_000, 4_000, 8_000];
const LONGEST_PAUSE_MS = 15_000;

/**
 * Carries a purchase to its end, and says how it stands. Begins by sending it, whatever came before: with the same key, that buys
 * nothing twice, and the answer is the one there was. Goes on until it ends or `signal` says that nobody looks any more.
 */
export async function* pursue(purchase: KeptPurchase, signal: AbortSignal): AsyncGenerator<Stage, void, void> {
  // An earlier visit may have gone before its answer came.
  let { inDoubt = false } = purchase;
  let isKnown = false;
  keep({ ...purchase, inDoubt: true });
  yield { at: 'sent' };
  for (let round = 0; !signal.aborted; round += 1) {
    const found = await (isKnown ? askOutcome(purchase, signal) : sendPurchase(purchase, signal, inDoubt));
    if (signal.aborted) return;
    const nextAt = Date.now() + (PAUSES_MS[round] ?? LONGEST_PAUSE_MS);
    const stage = judge(found ?? { operation: null, userErrors: [] }, { inDoubt, nextAt });
    isKnown = stage.at === 'open';
    inDoubt = true;
    remember(purchase, stage);
    yield stage;
    if (stage.at === 'bought' || stage.at === 'failed' || stage.at === 'refused') return;
    await pauseUntil(nextAt, signal);
  }
}

/** The operation is null where the input got no further than a check, or where nobody has answered. */
type Found = { readonly operation: PurchaseOperationFragment | null; readonly userErrors: readonly TroubleFragment[] };

async function sendPurchase(purchase: KeptPurchase, signal: AbortSignal, inDoubt: boolean): Promise<Found | null> {
  const data = await send(PurchaseDocument, { input: purchase.input }, signal);
  const found = data?.purchaseNumber ?? null;
  // Who may not buy any more may still look what became of an earlier try.
  if (inDoubt && found?.operation === null) return (await askOutcome(purchase, signal)) ?? found;
  return found;
}

async function askOutcome({ input }: KeptPurchase, signal: AbortSignal): Promise<Found | null> {
  const data = await send(OutcomeDocument, { idempotencyKey: input.idempotencyKey }, signal);
  const operation = data?.numberOperation ?? null;
  return operation === null ? null : { operation, userErrors: operation.userErrors };
}

function judge(
  { operation, userErrors: troubles }: Found,
  { inDoubt, nextAt }: { inDoubt: boolean; nextAt: number },
): Stage {
  const mayRepeat = troubles.every(({ retryable }) => retryable);
  switch (operation?.status) {
    case 'SUCCEEDED':
      return { at: 'bought', address: operation.phoneNumber?.address ?? 'a number', troubles };
    case 'PENDING':
    case 'NEEDS_ATTENTION':
      return { at: 'open', needsPerson: operation.status === 'NEEDS_ATTENTION', troubles, nextAt };
    case 'FAILED':
      return { at: mayRepeat ? 'failed' : 'refused', troubles };
    case undefined:
      if (mayRepeat) return { at: 'unanswered', troubles, nextAt };
      // Says nothing of what an earlier try with the same key has led to.
      return inDoubt ? { at: 'doubtful', troubles, nextAt } : { at: 'refused', troubles };
  }
}

/** The key goes once the purchase has ended for good, and no sooner. */
function remember(purchase: KeptPurchase, stage: Stage): void {
  if (stage.at === 'bought' || stage.at === 'refused') forget(purchase);
  if (stage.at === 'failed') keep({ ...purchase, inDoubt: false, failure: stage.troubles });
}

function pauseUntil(time: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, time - Date.now());
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
