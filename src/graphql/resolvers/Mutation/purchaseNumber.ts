import { purchaseNumber as purchase } from '../../../operations/purchase-number.ts';
import type { MutationResolvers } from '../../generated/types.ts';
import { runMutation, toRouting } from '../../inputs.ts';

export const purchaseNumber: NonNullable<MutationResolvers['purchaseNumber']> = (_parent, { input }, context) =>
  runMutation(purchase, context, {
    idempotencyKey: input.idempotencyKey,
    vendor: input.vendor,
    number: input.number ?? null,
    country: input.country ?? 'US',
    areaCode: input.areaCode ?? null,
    contains: input.contains ?? null,
    maxMonthlyPrice: input.maxMonthlyPrice ?? null,
    agentId: input.agentId ?? null,
    label: input.label ?? null,
    inboundRouting: toRouting(input.inboundRouting),
  });
