import { purchaseNumber as purchase } from '../../../operations/purchase-number.ts';
import type { MutationResolvers } from '../../generated/types.ts';
import { runMutation, toPurchase } from '../../inputs.ts';

export const purchaseNumber: NonNullable<MutationResolvers['purchaseNumber']> = (_parent, { input }, context) =>
  runMutation(purchase, context, { idempotencyKey: input.idempotencyKey, ...toPurchase(input) });
