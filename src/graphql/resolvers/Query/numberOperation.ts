import type { Operation } from '../../../domain/operation.ts';
import { badArgument } from '../../connections.ts';
import type { QueryResolvers } from '../../generated/types.ts';
import { operationsOf } from '../../permissions.ts';

export const numberOperation: NonNullable<QueryResolvers['numberOperation']> = async (
  _parent,
  { id, idempotencyKey },
  context,
) => {
  const { operations, caller } = context;
  const { actor } = operationsOf(context);
  const isShown = (operation: Operation) => actor === undefined || operation.actor === actor;
  if (typeof id === 'string' && typeof idempotencyKey !== 'string') {
    const operation = await operations.ledger.find(id);
    return operation?.account === caller.account && isShown(operation) ? operation : null;
  }
  if (typeof idempotencyKey === 'string' && typeof id !== 'string') {
    const operation = await operations.ledger.findByKey(caller.account, idempotencyKey);
    return operation && isShown(operation) ? operation : null;
  }
  throw badArgument('id', 'Give exactly one of id and idempotencyKey.');
};
