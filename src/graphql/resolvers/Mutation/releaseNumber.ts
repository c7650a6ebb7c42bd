import { releaseNumber as release } from '../../../operations/release-number.ts';
import type { MutationResolvers } from '../../generated/types.ts';
import { runMutation } from '../../inputs.ts';

export const releaseNumber: NonNullable<MutationResolvers['releaseNumber']> = (_parent, { input }, context) =>
  runMutation(release, context, {
    idempotencyKey: input.idempotencyKey ?? null,
    phoneNumberId: input.phoneNumberId,
    confirmAddress: input.confirmAddress,
  });
