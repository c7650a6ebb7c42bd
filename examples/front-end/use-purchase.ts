import { useEffect, useState } from 'react';
import type { PurchaseNumberInput } from './gql/graphql.ts';
import { forget, type KeptPurchase, keep, keepNew, readKept } from './kept-purchase.ts';
import { pursue, type Stage } from './purchase.ts';

/** What a person wants to buy: the input without its key. */
export type Order = Omit<PurchaseNumberInput, 'idempotencyKey'>;

/** The one purchase that this page is about, and what a person can do about it. */
export type Purchasing = {
  readonly purchase: KeptPurchase | null;
  readonly stage: Stage | null;
  /** Begins a new one, with a key of its own. */
  begin(order: Order): void;
  /** Sends one that has failed again, with the key it has. */
  repeat(): void;
  /** Is done with one that has ended. */
  leave(): void;
};

/** Goes on with what the browser has kept, as soon as the page is there. */
export function usePurchase(): Purchasing {
  const [purchase, setPurchase] = useState(readKept);
  const [stage, setStage] = useState<Stage | null>(
    purchase?.failure ? { at: 'failed', troubles: purchase.failure } : null,
  );

  useEffect(() => {
    if (purchase === null || purchase.failure) return;
    const leaving = new AbortController();
    async function follow(followed: KeptPurchase) {
      for await (const next of pursue(followed, leaving.signal)) setStage(next);
    }
    void follow(purchase);
    return () => leaving.abort();
  }, [purchase]);

  return {
    purchase,
    stage,
    begin: (order) => setPurchase(keepNew(order)),
    repeat() {
      if (purchase === null) return;
      const { failure: _failure, ...again } = purchase;
      keep(again);
      setPurchase(again);
    },
    leave() {
      if (purchase !== null) forget(purchase);
      setPurchase(null);
      setStage(null);
    },
  };
}
