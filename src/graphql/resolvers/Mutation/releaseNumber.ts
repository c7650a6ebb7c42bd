import { releaseNumber as release } from '../../../operations/release-number.ts';
import type { MutationResolvers } from '../../generated/types.ts';
import { orNull, runMutation } from '../../inputs.ts';

export const releaseNumber: NonNullable<MutationResolvers['releaseNumber']> = (_parent, { input }, context) =>
  runMutation(release, context, {
    idempotencyKey: orNull(input.idempotencyKey),
    phoneNumberId: input.phoneNumberId,
    confirmAddress: input.confirmAddress,
  });
