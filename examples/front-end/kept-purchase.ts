import type { PurchaseNumberInput, TroubleFragment } from './gql/graphql.ts';

/** A purchase that has not ended, or that may be repeated with its key: all that a repeat needs. */
export type KeptPurchase = {
  /** With the key. It is sent again exactly as it was: a key is refused for another input. */
  readonly input: PurchaseNumberInput;
  /** Milliseconds since 1970. */
  readonly begunAt: number;
  /** It has been sent, and nothing is known of what came of that: a number may have been bought. */
  readonly inDoubt?: boolean;
  /** Why it failed, where a person may repeat it: a reload does not do that by itself. */
  readonly failure?: readonly TroubleFragment[];
};

const PLACE = 'front-end/purchase';

/** What an earlier visit, or another tab, has begun; null if nothing. */
export function readKept(): KeptPurchase | null {
  return JSON.parse(localStorage.getItem(PLACE) ?? 'null');
}

/**
 * Makes the key of a new purchase and keeps it before anything is sent. Where another tab has begun one, that is followed: one
 * key at a time. Throws where the browser keeps nothing; then nothing may be sent.
 */
export function keepNew(order: Omit<PurchaseNumberInput, 'idempotencyKey'>): KeptPurchase {
  const begun = readKept();
  if (begun !== null) return begun;
  const purchase = { input: { ...order, idempotencyKey: crypto.randomUUID() }, begunAt: Date.now() };
  keep(purchase);
  return purchase;
}

/** Replaces what is kept of the same purchase. */
export function keep(purchase: KeptPurchase): void {
  localStorage.setItem(PLACE, JSON.stringify(purchase));
}

/** Lets the key go, once its purchase has ended. Not that of another purchase, which another tab may have begun. */
export function forget({ input }: KeptPurchase): void {
  if (readKept()?.input.idempotencyKey === input.idempotencyKey) localStorage.removeItem(PLACE);
}
