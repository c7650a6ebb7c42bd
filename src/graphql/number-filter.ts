import { normalisePrefix, toE164, withoutFormatting } from '../domain/e164.ts';
import type { NumberFilter } from '../registry/registry.ts';
import { membersOf } from './arguments.ts';
import type { PhoneNumberFilter } from './generated/types.ts';
import { canonicalAddress } from './references.ts';

/** A filter as the registry takes it, with each text in the spelling that is on record. */
export function toFilter(filter: PhoneNumberFilter | null | undefined): NumberFilter {
  const { startsWith, contains, addresses, ...rest }: NumberFilter = Object.fromEntries(
    membersOf(filter).filter(([, value]) => value !== ''),
  );
  return {
    ...rest,
    ...(addresses !== undefined && { addresses: addresses.map(canonicalAddress) }),
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
