import { unlinkNumberFromAgent as unlink } from '../../../operations/link-number.ts';
import type { MutationResolvers } from '../../generated/types.ts';
import { make } from '../../inputs.ts';

export const unlinkNumberFromAgent: NonNullable<MutationResolvers['unlinkNumberFromAgent']> = (
  _parent,
  { input },
  context,
) => make(unlink, context, input);
