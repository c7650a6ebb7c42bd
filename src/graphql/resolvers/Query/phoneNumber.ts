import { fromNumberId } from '../../../domain/number-id.ts';
import { toMaxAge } from '../../connections.ts';
import type { QueryResolvers } from '../../generated/types.ts';

export const phoneNumber: NonNullable<QueryResolvers['phoneNumber']> = async (
  _parent,
  { id, maxAge },
  { loaders, sync },
) => {
  const wantedAge = toMaxAge(maxAge);
  sync.startDue();
  const known = await loaders.numbers.load(id);
  const place = fromNumberId(id);
  if (!known || !place || known.status === 'RELEASED') return known;
  if (!(await sync.refreshNumber({ ...place, syncedAt: known.syncedAt }, wantedAge))) return known;
  return loaders.numbers.clear(id).load(id);
};
