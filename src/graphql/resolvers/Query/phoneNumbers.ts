import { once, toMaxAge, toPaging } from '../../connections.ts';
import type { QueryResolvers } from '../../generated/types.ts';
import { toFilter } from '../../number-filter.ts';

export const phoneNumbers: NonNullable<QueryResolvers['phoneNumbers']> = async (
  _parent,
  { filter, orderBy, maxAge, ...args },
  { operations, sync, refreshes },
) => {
  const order = orderBy ?? 'CREATED_AT_DESC';
  const paging = toPaging(order, args);
  const wantedAge = toMaxAge(maxAge);
  const wanted = toFilter(filter);
  const vendors = wanted.vendors ?? [...operations.vendors.keys()];
  const refresh = sync.ensureFresh(vendors, wantedAge);
  refreshes.add(refresh);
  await refresh;
  const freshness = sync.freshness(vendors);
  const page = await operations.registry.page({ filter: wanted, order, paging });
  return { ...page, order, total: once(() => operations.registry.count(wanted)), ...freshness };
};
