import { badArgument } from '../../connections.ts';
import type { QueryResolvers } from '../../generated/types.ts';

export const numberOperation: NonNullable<QueryResolvers['numberOperation']> = async (
  _parent,
  { id, idempotencyKey },
  { operations, caller },
) => {
  if (typeof id === 'string' && typeof idempotencyKey !== 'string') {
    const operation = await operations.ledger.find(id);
    return operation?.account === caller.account ? operation : null;
  }
  if (typeof idempotencyKey === 'string' && typeof id !== 'string') {
    return operations.ledger.findByKey(caller.account, idempotencyKey);
  }
  throw badArgument('id', 'Give exactly one of id and idempotencyKey.');
};
