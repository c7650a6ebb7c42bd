import type { OperationFilter } from '../../../domain/operation.ts';
import { toPaging } from '../../connections.ts';
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
  const given = Object.entries(filter ?? {}).filter(([, value]) => value !== null && value !== undefined);
  const wanted: OperationFilter = {
    account: caller.account,
    ...operationsOf(context),
    ...Object.fromEntries(given),
  };
  const page = await operations.ledger.page({ filter: wanted, paging });
  return { ...page, order: ORDER, total: () => operations.ledger.count(wanted) };
};
