import { settleNumberOperation as settle } from '../../../operations/settle-number-operation.ts';
import type { MutationResolvers } from '../../generated/types.ts';
import { orNull, runMutation } from '../../inputs.ts';

export const settleNumberOperation: NonNullable<MutationResolvers['settleNumberOperation']> = (
  _parent,
  { input },
  context,
) =>
  runMutation(settle, context, {
    operationId: input.operationId,
    vendorId: orNull(input.vendorId),
    failed: orNull(input.failed),
    note: input.note,
  });
