import { bulkPurchase as purchase } from '../../../operations/bulk-purchase.ts';
import type { MutationResolvers } from '../../generated/types.ts';
import { runMutation, toPurchase } from '../../inputs.ts';

export const bulkPurchase: NonNullable<MutationResolvers['bulkPurchase']> = (_parent, { input }, context) =>
  runMutation(purchase, context, { idempotencyKey: input.idempotencyKey, items: input.items.map(toPurchase) });
