import { normalisePrefix, toE164, withoutFormatting } from '../../../domain/e164.ts';
import type { NumberFilter } from '../../../registry/registry.ts';
import { membersOf } from '../../arguments.ts';
import { once, toMaxAge, toPaging } from '../../connections.ts';
import type { PhoneNumberFilter, QueryResolvers } from '../../generated/types.ts';

export const phoneNumbers: NonNullable<QueryResolvers['phoneNumbers']> = async (
  _parent,
  { filter, orderBy, maxAge, ...args },
  { operations, sync, refreshes },
) => {
  const order = orderBy ?? 'CREATED_AT_DESC';
  const paging = toPaging(order, args);
  const wantedAge = toMaxAge(maxAge);
  const wanted = toFilter(filter ?? {});
  const vendors = wanted.vendors ?? [...operations.vendors.keys()];
  const refresh = sync.ensureFresh(vendors, wantedAge);
  refreshes.add(refresh);
  await refresh;
  const freshness = sync.freshness(vendors);
  const page = await operations.registry.page({ filter: wanted, order, paging });
  return { ...page, order, total: once(() => operations.registry.count(wanted)), ...freshness };
};

function toFilter(filter: PhoneNumberFilter): NumberFilter {
  const { startsWith, contains, ...rest }: NumberFilter = Object.fromEntries(
    membersOf(filter).filter(([, value]) => value !== ''),
  );
  return {
    ...rest,
    ...(startsWith !== undefined && { startsWith: toPrefix(startsWith) }),
    ...(contains !== undefined && { contains: contains.normalize('NFC'), ...digitsIn(contains) }),
  };
}

/** An address is stored without spaces and brackets; people paste it with them. */
function toPrefix(startsWith: string): string {
  const prefix = normalisePrefix(startsWith);
  return prefix.startsWith('+') ? prefix : startsWith;
}

/** What is looked for in telephone numbers, where the text is part of one and a spelling that none is stored in. */
function digitsIn(contains: string): Pick<NumberFilter, 'containsDigits'> {
  const digits = toE164(contains) ?? withoutFormatting(contains);
  return /^\+?\d+$/.test(digits) && digits !== contains ? { containsDigits: digits } : {};
}
