import { releaseNumber as release } from '../../../operations/release-number.ts';
import type { MutationResolvers } from '../../generated/types.ts';
import { make, orNull } from '../../inputs.ts';

export const releaseNumber: NonNullable<MutationResolvers['releaseNumber']> = (_parent, { input }, context) =>
  make(release, context, {
    idempotencyKey: orNull(input.idempotencyKey),
    phoneNumberId: input.phoneNumberId,
    confirmAddress: input.confirmAddress,
  });
