import { settleNumberOperation as settle } from '../../../operations/settle-number-operation.ts';
import type { MutationResolvers } from '../../generated/types.ts';
import { runMutation } from '../../inputs.ts';

export const settleNumberOperation: NonNullable<MutationResolvers['settleNumberOperation']> = (
  _parent,
  { input },
  context,
) =>
  runMutation(settle, context, {
    operationId: input.operationId,
    vendorId: input.vendorId ?? null,
    done: input.done ?? null,
    failed: input.failed ?? null,
    note: input.note,
  });
