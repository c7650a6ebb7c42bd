import { bulkRelease as release } from '../../../operations/bulk-release.ts';
import type { MutationResolvers } from '../../generated/types.ts';
import { runMutation } from '../../inputs.ts';

export const bulkRelease: NonNullable<MutationResolvers['bulkRelease']> = (_parent, { input }, context) =>
  runMutation(release, context, input);
