import { badArgument } from '../../connections.ts';
import type { QueryResolvers } from '../../generated/types.ts';
import { maySee } from '../../permissions.ts';

export const numberOperation: NonNullable<QueryResolvers['numberOperation']> = async (
  _parent,
  { id, idempotencyKey },
  context,
) => {
  const { operations, caller, loaders } = context;
  if ((typeof id === 'string') === (typeof idempotencyKey === 'string')) {
    throw badArgument('id', 'Give exactly one of id and idempotencyKey.');
  }
  const operation =
    typeof id === 'string'
      ? await loaders.operations.load(id)
      : await operations.ledger.findByKey(caller.account, idempotencyKey ?? '');
  return operation && maySee(context, operation) ? operation : null;
};
