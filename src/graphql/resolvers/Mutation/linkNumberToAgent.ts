import { linkNumberToAgent as link } from '../../../operations/link-number.ts';
import type { MutationResolvers } from '../../generated/types.ts';
import { make } from '../../inputs.ts';

export const linkNumberToAgent: NonNullable<MutationResolvers['linkNumberToAgent']> = (_parent, { input }, context) =>
  make(link, context, input);
