import type { OperationFilter } from '../../../operations/ledger.ts';
import { OPERATION_ORDER } from '../../../operations/operation-pages.ts';
import { toPaging } from '../../connections.ts';
import type { QueryResolvers } from '../../generated/types.ts';

export const numberOperations: NonNullable<QueryResolvers['numberOperations']> = async (
  _parent,
  { filter, ...args },
  { parts, caller },
) => {
  const paging = toPaging(OPERATION_ORDER, args);
  const given = Object.entries(filter ?? {}).filter(([, value]) => value !== null && value !== undefined);
  const wanted: OperationFilter = { account: caller.account, ...Object.fromEntries(given) };
  const page = await parts.ledger.page({ filter: wanted, paging });
  return { ...page, total: () => parts.ledger.count(wanted) };
};
