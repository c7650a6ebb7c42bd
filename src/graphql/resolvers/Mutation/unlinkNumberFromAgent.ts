import { unlinkNumberFromAgent as unlink } from '../../../operations/unlink-number-from-agent.ts';
import type { MutationResolvers } from '../../generated/types.ts';
import { runMutation } from '../../inputs.ts';

export const unlinkNumberFromAgent: NonNullable<MutationResolvers['unlinkNumberFromAgent']> = (
  _parent,
  { input },
  context,
) => runMutation(unlink, context, input);
