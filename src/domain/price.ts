/** What a number costs, as its vendor tells it, or what it may cost. */
export type Price = {
  /** Decimal, with a point, e.g. `1.15`. */
  readonly amount: string;
  /** ISO 4217, in upper case. */
  readonly currency: string;
};

const AMOUNT = /^\d{1,9}(\.\d{1,6})?$/;
const CURRENCY = /^[A-Z]{3}$/;

/** A price in its one spelling: `01.50 usd` is 1.5 USD. Null where it is none. */
export function toPrice({ amount, currency }: Price): Price | null {
  const price = { amount: amount.trim(), currency: currency.trim().toUpperCase() };
  if (!AMOUNT.test(price.amount) || !CURRENCY.test(price.currency)) return null;
  return { ...price, amount: String(Number(price.amount)) };
}

/** Whether a price is known to be no more than this. */
export function isAtMost(price: Price | undefined, most: Price): boolean {
  return price !== undefined && price.currency === most.currency && Number(price.amount) <= Number(most.amount);
}
