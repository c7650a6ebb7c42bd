import { connectNumber as connect } from '../../../operations/connect-number.ts';
import type { MutationResolvers } from '../../generated/types.ts';
import { runMutation } from '../../inputs.ts';

export const connectNumber: NonNullable<MutationResolvers['connectNumber']> = (_parent, { input }, context) =>
  runMutation(connect, context, {
    idempotencyKey: input.idempotencyKey,
    phoneNumberId: input.phoneNumberId,
    vendor: input.vendor,
    agentId: input.agentId,
    label: input.label ?? null,
  });
