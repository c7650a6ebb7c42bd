import { settleOperation } from '../../../operations/settle-operation.ts';
import type { MutationResolvers } from '../../generated/types.ts';
import { make, orNull } from '../../inputs.ts';

export const settleNumberOperation: NonNullable<MutationResolvers['settleNumberOperation']> = (
  _parent,
  { input },
  context,
) =>
  make(settleOperation, context, {
    operationId: input.operationId,
    vendorId: orNull(input.vendorId),
    failed: orNull(input.failed),
    note: input.note,
  });
