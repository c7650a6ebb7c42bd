import { updateNumber as update } from '../../../operations/update-number.ts';
import type { MutationResolvers } from '../../generated/types.ts';
import { runMutation, toRouting } from '../../inputs.ts';

export const updateNumber: NonNullable<MutationResolvers['updateNumber']> = (_parent, { input }, context) => {
  const { phoneNumberId, label, locked } = input;
  const inboundRouting = toRouting(input.inboundRouting);
  return runMutation(update, context, {
    phoneNumberId,
    // A null takes the label away, so it must stay apart from a label left out.
    ...(label !== undefined && { label }),
    ...(inboundRouting && { inboundRouting }),
    ...(typeof locked === 'boolean' && { locked }),
  });
};
