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
  const isAddress = typeof address === 'string';
  if ((typeof id === 'string') === isAddress) throw badArgument('id', 'Give exactly one of id and address.');
  if (typeof vendor === 'string' && !isAddress) throw badArgument('vendor', 'Give it together with an address.');
  if (typeof id === 'string') return { id };
  return isAddress ? toAddress(address, vendor ?? null) : null;
}
