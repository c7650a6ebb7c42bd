import { purchaseNumber as purchase } from '../../../operations/purchase-number.ts';
import type { MutationResolvers } from '../../generated/types.ts';
import { orNull, runMutation, toRouting } from '../../inputs.ts';

export const purchaseNumber: NonNullable<MutationResolvers['purchaseNumber']> = (_parent, { input }, context) =>
  runMutation(purchase, context, {
    idempotencyKey: input.idempotencyKey,
    vendor: input.vendor,
    number: orNull(input.number),
    country: input.country ?? 'US',
    areaCode: orNull(input.areaCode),
    contains: orNull(input.contains),
    agentId: orNull(input.agentId),
    label: orNull(input.label),
    inboundRouting: toRouting(input.inboundRouting),
  });
