import { bulkLink as link } from '../../../operations/bulk-link.ts';
import type { MutationResolvers } from '../../generated/types.ts';
import { runMutation } from '../../inputs.ts';

export const bulkLink: NonNullable<MutationResolvers['bulkLink']> = (_parent, { input }, context) =>
  runMutation(link, context, input);
