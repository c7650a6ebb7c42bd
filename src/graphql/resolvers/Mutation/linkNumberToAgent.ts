import { linkNumberToAgent as link } from '../../../operations/link-number-to-agent.ts';
import type { MutationResolvers } from '../../generated/types.ts';
import { runMutation } from '../../inputs.ts';

export const linkNumberToAgent: NonNullable<MutationResolvers['linkNumberToAgent']> = (_parent, { input }, context) =>
  runMutation(link, context, input);
