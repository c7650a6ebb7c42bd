import type { PhoneNumber, VendorName } from './phone-number.ts';
import { spellingsOf } from './spelling.ts';

/**
 * What names a number: its id; or the address that is in an account now, in the one spelling of telephone numbers, and its
 * vendor where that matters.
 */
export type NumberReference =
  | { readonly id: string }
  | { readonly address: string; readonly vendor: VendorName | null };

/** The addresses, in lower case, at which a number that is named by its address may be on record. */
export function foldedSpellingsOf(address: string): string[] {
  return [...new Set(spellingsOf(address).map((spelling) => spelling.toLowerCase()))];
}

/**
 * The number that an address means, of those that are at it: one that is linked to an agent before one that is not, then the
 * one that came in last. Null where there is none.
 */
export function pickByAddress(numbers: readonly PhoneNumber[]): PhoneNumber | null {
  return numbers.toSorted(byLikelihood)[0] ?? null;
}

function byLikelihood(one: PhoneNumber, other: PhoneNumber): number {
  const isLinked = ({ agentId }: PhoneNumber) => Number(agentId !== null);
  const cameIn = ({ createdAt, firstSeenAt }: PhoneNumber) => createdAt ?? firstSeenAt;
  return isLinked(other) - isLinked(one) || compare(cameIn(other), cameIn(one)) || compare(one.id, other.id);
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
