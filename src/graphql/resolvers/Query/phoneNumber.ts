import { fromNumberId } from '../../../domain/number-id.ts';
import type { NumberReference } from '../../../domain/number-reference.ts';
import { badArgument, toMaxAge } from '../../connections.ts';
import type { QueryphoneNumberArgs, QueryResolvers } from '../../generated/types.ts';
import { toAddress } from '../../references.ts';

export const phoneNumber: NonNullable<QueryResolvers['phoneNumber']> = async (
  _parent,
  { maxAge, ...args },
  { loaders, sync },
) => {
  const wantedAge = toMaxAge(maxAge);
  sync.startDue();
  const reference = toReference(args);
  const known = reference && (await loaders.numbers.load(reference));
  const place = known && fromNumberId(known.id);
  if (!known || !place || known.status === 'RELEASED') return known;
  if (!(await sync.refreshNumber({ ...place, syncedAt: known.syncedAt }, wantedAge))) return known;
  return loaders.numbers.clear(reference).load(reference);
};

function toReference({ id, address, vendor }: QueryphoneNumberArgs): NumberReference | null {
  const isById = typeof id === 'string';
  if (isById === (typeof address === 'string')) throw badArgument('id', 'Give exactly one of id and address.');
  if (isById && typeof vendor === 'string') throw badArgument('vendor', 'Give it together with an address.');
  return isById ? { id } : toAddress(address ?? '', vendor ?? null);
}
