import { badArgument } from './connections.ts';

/** Nobody picks more by hand, and a page has no more. */
const MAX_ENTRIES = 500;
/** No address and no label is longer. */
export const MAX_LENGTH = 255;
/** An id of a number holds a vendor's own id, in base64. */
const MAX_ID_LENGTH = 4_000;

/** What an address weighs that something is looked for by: each is read as a telephone number, in every way to write it. */
export const WEIGHT_OF_ADDRESS = 30;

type Arguments = Readonly<Record<string, unknown>>;

/**
 * What the arguments of a read weigh: one for each entry of their lists, and more for an address. Throws `BAD_USER_INPUT`,
 * naming the argument, where a list or a text is longer than anybody needs.
 */
export function weighArguments(args: Arguments): number {
  let entries = 0;
  for (const [name, value] of Object.entries(args)) {
    // Each representation is counted as what it asks for; what is wrong with an `input`, its payload says.
    if (name === 'representations' || name === 'input') continue;
    if (name === 'filter') entries += weighFilter(value);
    else entries += weigh(name, value, Number.POSITIVE_INFINITY);
  }
  return entries;
}

function weighFilter(filter: unknown): number {
  if (typeof filter !== 'object' || filter === null) return 0;
  return Object.entries(filter)
    .map(
      ([name, value]) =>
        (name === 'addresses' ? WEIGHT_OF_ADDRESS : 1) *
        weigh(`filter.${name}`, value, name === 'phoneNumberId' ? MAX_ID_LENGTH : MAX_LENGTH),
    )
    .reduce((sum, each) => sum + each, 0);
}

function weigh(argument: string, value: unknown, maxLength: number): number {
  if (typeof value === 'string' && value.length > maxLength) {
    throw tooLarge(argument, `A text to look for has at most ${maxLength} characters.`);
  }
  if (!Array.isArray(value)) return 0;
  if (value.length > MAX_ENTRIES) throw tooLarge(argument, `A list has at most ${MAX_ENTRIES} entries.`);
  for (const entry of value) weigh(argument, entry, maxLength);
  return value.length;
}

function tooLarge(argument: string, message: string) {
  return badArgument(argument, message, 400);
}

/** The members of a filter that are given; those left out or null do not narrow a list. What a list names twice, it names once. */
export function membersOf<Filter extends object>(filter: Filter | null | undefined): [name: string, value: unknown][] {
  return Object.entries(filter ?? {})
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => [name, Array.isArray(value) ? [...new Set(value)] : value]);
}
