import type { OperationFilter } from '../../../ledger/ledger.ts';
import { OPERATION_ORDER } from '../../../ledger/pages.ts';
import { toPaging } from '../../connections.ts';
import type { QueryResolvers } from '../../generated/types.ts';

export const numberOperations: NonNullable<QueryResolvers['numberOperations']> = async (
  _parent,
  { filter, ...args },
  { operations, caller },
) => {
  const paging = toPaging(OPERATION_ORDER, args);
  const given = Object.entries(filter ?? {}).filter(([, value]) => value !== null && value !== undefined);
  const wanted: OperationFilter = { account: caller.account, ...Object.fromEntries(given) };
  const page = await operations.ledger.page({ filter: wanted, paging });
  return { ...page, total: () => operations.ledger.count(wanted) };
};
