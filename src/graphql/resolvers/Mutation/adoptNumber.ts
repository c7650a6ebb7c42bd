import { adoptNumber as adopt } from '../../../operations/adopt-number.ts';
import type { MutationResolvers } from '../../generated/types.ts';
import { runMutation } from '../../inputs.ts';

export const adoptNumber: NonNullable<MutationResolvers['adoptNumber']> = (_parent, { input }, context) =>
  runMutation(adopt, context, input);
