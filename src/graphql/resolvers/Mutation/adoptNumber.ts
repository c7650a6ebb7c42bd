import { adoptNumber as adopt } from '../../../operations/adopt-number.ts';
import type { MutationResolvers } from '../../generated/types.ts';
import { make } from '../../inputs.ts';

export const adoptNumber: NonNullable<MutationResolvers['adoptNumber']> = (_parent, { input }, context) =>
  make(adopt, context, input);
