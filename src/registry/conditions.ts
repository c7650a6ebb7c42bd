import { type ExpressionBuilder, type RawBuilder, sql } from 'kysely';
import type { PhoneNumberRow, Tables } from '../database/tables.ts';
import { spellingsOfAgent } from '../domain/canonical.ts';
import { foldedSpellingsOf } from '../domain/number-reference.ts';
import type { NumberFilter } from './registry.ts';

type Row = ExpressionBuilder<Tables, 'numbers'>;

/** 1 where a number is linked to an agent: word for word what the indexes hold. */
export const linkedFlag: RawBuilder<number> = sql`cast(agent_id is not null as integer)`;

/** Whether a list of the filter has nothing in it: neither has what it lets through. */
export function isEmpty({ vendors, statuses, addresses }: NumberFilter): boolean {
  return [vendors, statuses, addresses].some((list) => list?.length === 0);
}

/** Whether released numbers are among what the filter lets through: they are left out unless it names them. */
export function namesReleased({ statuses }: NumberFilter): boolean {
  return statuses?.includes('RELEASED') ?? false;
}

/** The whole filter. */
export function conditions(row: Row, filter: NumberFilter) {
  const all = [...groupConditions(row, filter), ...textConditions(row, filter)];
  if (filter.agentId !== undefined) all.push(ofAgent(row, spellingsOfAgent(filter.agentId)));
  if (filter.addresses) all.push(row('address_folded', 'in', filter.addresses.flatMap(foldedSpellingsOf)));
  return all;
}

/** Whether a number is linked to an agent, alone or with others. */
function ofAgent(row: Row, spellings: readonly string[]) {
  return row.or([row('agent_id', 'in', spellings), row('id', 'in', sharedIds(row, spellings))]);
}

/** The ids of the numbers that an agent shares, unless lists go by it. */
export function sharedIds(row: Pick<Row, 'selectFrom'>, spellings: readonly string[]) {
  return row.selectFrom('number_shares').select('number_id').where('sharing_agent', 'in', spellings);
}

/** What of the filter numbers are counted by. */
export function groupConditions(row: Row, filter: NumberFilter) {
  const all = [];
  // Said also where it follows: of the indexes without released numbers, databases know that they may be used.
  if (!namesReleased(filter)) all.push(row('status', '<>', 'RELEASED'));
  if (filter.statuses) all.push(row('status', 'in', filter.statuses));
  if (filter.vendors) all.push(row('vendor', 'in', filter.vendors));
  if (filter.kind) all.push(row('kind', '=', filter.kind));
  if (filter.linked !== undefined) all.push(row('agent_id', filter.linked ? 'is not' : 'is', null));
  if (filter.country !== undefined) all.push(row('country', '=', filter.country));
  return all;
}

/** What of the filter is looked for in texts. */
export function textConditions(row: Row, { startsWith, contains, containsDigits = contains }: NumberFilter) {
  const all = startsWith === undefined ? [] : beginsWith(row, startsWith.toLowerCase());
  if (contains !== undefined) {
    const inAddress = [...new Set([contains, containsDigits ?? contains])].map((text) =>
      holds(row, 'address_folded', text),
    );
    all.push(row.or([...inAddress, holds(row, 'label_folded', contains)]));
  }
  return all;
}

/** As a range, which the index of addresses finds whatever the database makes of patterns. */
function beginsWith(row: Row, prefix: string) {
  const end = endOfPrefix(prefix);
  return [row('address_folded', '>=', prefix), ...(end === null ? [] : [row('address_folded', '<', end)])];
}

/** The first text, by its bytes, after all that begin with the prefix; null where there is none. */
export function endOfPrefix(prefix: string): string | null {
  const characters = Array.from(prefix);
  while (characters.length > 0) {
    const next = (characters.pop()?.codePointAt(0) ?? 0) + 1;
    // Halves of characters are no text.
    if (next <= 0x10_ff_ff) return characters.join('') + String.fromCodePoint(next === 0xd8_00 ? 0xe0_00 : next);
  }
  return null;
}

type TextColumn = keyof Pick<PhoneNumberRow, 'address_folded' | 'label_folded'>;

function holds(row: Row, column: TextColumn, text: string) {
  const pattern = `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  return row(column, 'like', sql<string>`${pattern} escape '\\'`);
}
