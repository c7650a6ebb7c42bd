import { disconnectNumber as disconnect } from '../../../operations/disconnect-number.ts';
import type { MutationResolvers } from '../../generated/types.ts';
import { runMutation } from '../../inputs.ts';

export const disconnectNumber: NonNullable<MutationResolvers['disconnectNumber']> = (_parent, { input }, context) =>
  runMutation(disconnect, context, {
    idempotencyKey: input.idempotencyKey,
    phoneNumberId: input.phoneNumberId,
    vendor: input.vendor,
    confirmAddress: input.confirmAddress,
  });
