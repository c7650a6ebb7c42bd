import { userError } from '../domain/operation.ts';
import { describePurchase, type PurchaseNumberInput } from './purchase-number.ts';
import type { Caller, OperationContext } from './shared/context.ts';
import { findVendor, isComplaint } from './shared/lookups.ts';
import { type BulkResult, type Described, runBulk } from './shared/run-bulk.ts';
import { notSupported } from './shared/validate.ts';

/** See `BulkPurchaseInput` of the schema; members left out are null. */
export type BulkPurchaseInput = {
  readonly idempotencyKey: string;
  readonly items: readonly Omit<PurchaseNumberInput, 'idempotencyKey'>[];
};

/** Buys many numbers under one key, each at most once. */
export async function bulkPurchase(
  context: OperationContext,
  caller: Caller,
  { idempotencyKey, items }: BulkPurchaseInput,
): Promise<BulkResult> {
  const whyNotToBuy = await context.whyNotToBuy();
  const forbidden = whyNotToBuy && userError({ code: 'FORBIDDEN', ...whyNotToBuy, retryable: true });
  const describe = async (item: (typeof items)[number]): Promise<Described> => {
    const vendor = findVendor(context, item.vendor);
    if (isComplaint(vendor)) return { change: null, wrong: [vendor] };
    if (!vendor.buying)
      return { change: null, wrong: [notSupported(vendor, 'sells no numbers through its API.', 'vendor')] };
    const { change, wrong } = describePurchase(vendor, caller, { ...item, idempotencyKey });
    const { number } = change.request;
    return {
      ...{ change: { ...change, idempotencyKey: null }, wrong },
      ...(number !== undefined && { only: { what: `${vendor.name} ${number}`, member: 'number' } }),
    };
  };
  const result = await runBulk(context, caller, { kind: 'PURCHASE', idempotencyKey, items, describe, forbidden });
  const refused = result.items?.filter(
    ({ operation, userErrors }) => operation === null && userErrors[0] === forbidden,
  );
  for (const _each of refused ?? []) context.onPurchaseRefused?.();
  return result;
}
