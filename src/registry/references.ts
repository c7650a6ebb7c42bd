import type { Kysely } from 'kysely';
import type { Tables } from '../database/tables.ts';
import { foldedSpellingsOf, type NumberReference, pickByAddress } from '../domain/number-reference.ts';
import type { PhoneNumber } from '../domain/phone-number.ts';
import { SHOWN_COLUMNS, type ShownRow, toPhoneNumber } from './rows.ts';

/** See `Registry.byReferences`. */
export async function readReferences(
  database: Kysely<Tables>,
  references: readonly NumberReference[],
): Promise<(PhoneNumber | null)[]> {
  const ids = new Set<string>();
  const folded = new Set<string>();
  for (const reference of references) {
    if ('id' in reference) ids.add(reference.id);
    else for (const spelling of foldedSpellingsOf(reference.address)) folded.add(spelling);
  }
  const numbers = (await readRows(database, [...ids], [...folded])).map(toPhoneNumber);
  const byId = new Map(numbers.map((number) => [number.id, number]));
  const inAccounts = numbers.filter(({ status }) => status !== 'RELEASED');
  const byFolded = Map.groupBy(new Set(inAccounts), ({ address }) => address.toLowerCase());
  return references.map((reference) => {
    if ('id' in reference) return byId.get(reference.id) ?? null;
    const there = foldedSpellingsOf(reference.address).flatMap((spelling) => byFolded.get(spelling) ?? []);
    return pickByAddress(there.filter(({ vendor }) => reference.vendor === null || vendor === reference.vendor));
  });
}

/** In one statement, of whose two halves each goes by an index of its own. */
async function readRows(
  database: Kysely<Tables>,
  ids: readonly string[],
  folded: readonly string[],
): Promise<ShownRow[]> {
  const all = database.selectFrom('numbers').select(SHOWN_COLUMNS);
  const named = all.where('id', 'in', ids);
  const there = all.where('address_folded', 'in', folded).where('status', '<>', 'RELEASED');
  if (folded.length === 0) return ids.length === 0 ? [] : named.execute();
  return ids.length === 0 ? there.execute() : named.unionAll(there).execute();
}
