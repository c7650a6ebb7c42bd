import { badArgument } from '../../connections.ts';
import type { QueryResolvers } from '../../generated/types.ts';
import { maySee } from '../../permissions.ts';

export const numberOperation: NonNullable<QueryResolvers['numberOperation']> = async (
  _parent,
  { id, idempotencyKey },
  context,
) => {
  const { operations, caller, loaders } = context;
  const find = () => {
    if (typeof id === 'string' && typeof idempotencyKey !== 'string') return loaders.operations.load(id);
    if (typeof idempotencyKey === 'string' && typeof id !== 'string') {
      return operations.ledger.findByKey(caller.account, idempotencyKey);
    }
    throw badArgument('id', 'Give exactly one of id and idempotencyKey.');
  };
  const operation = await find();
  return operation && maySee(context, operation) ? operation : null;
};
