import { toMaxAge } from '../../connections.ts';
import type { QueryResolvers } from '../../generated/types.ts';

export const numberDrift: NonNullable<QueryResolvers['numberDrift']> = async (
  _parent,
  { maxAge },
  { operations, sync, refreshes },
) => {
  const refresh = sync.ensureFresh([...operations.vendors.keys()], toMaxAge(maxAge));
  refreshes.add(refresh);
  await refresh;
  return {};
};
