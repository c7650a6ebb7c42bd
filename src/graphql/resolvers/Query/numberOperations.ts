import type { OperationFilter } from '../../../domain/operation.ts';
import { membersOf } from '../../arguments.ts';
import { once, toPaging } from '../../connections.ts';
import type { QueryResolvers } from '../../generated/types.ts';
import { operationsOf } from '../../permissions.ts';

/** The name that cursors are bound to; there is one order, newest first. */
const ORDER = 'OPERATIONS';

export const numberOperations: NonNullable<QueryResolvers['numberOperations']> = async (
  _parent,
  { filter, ...args },
  context,
) => {
  const { operations, caller } = context;
  const paging = toPaging(ORDER, args);
  const wanted: OperationFilter = {
    ...Object.fromEntries(membersOf(filter)),
    ...operationsOf(context),
    account: caller.account,
  };
  const page = await operations.ledger.page({ filter: wanted, paging });
  return { ...page, order: ORDER, total: once(() => operations.ledger.count(wanted)) };
};
